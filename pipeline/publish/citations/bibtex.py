r"""BibTeX entries, for LaTeX and reference managers. Of entry types and fields, those that BibTeX and biblatex share.

Braces keep names and titles as they are. What has a meaning in TeX is escaped, braces by commands, because BibTeX
counts braces behind a backslash, too.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.publish.citations.cited_work import CitedWork

# Characters with a meaning in TeX, and what prints them.
TEX = {character: f"\\{character}" for character in "$&#_%"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
SPECIAL = re.compile("[" + re.escape("".join(TEX)) + "]")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A brace or backslash, in fields that are taken as they are.
NOT_VERBATIM = re.compile(r"[{}\\]")


def bibtex(works: Iterable[CitedWork]) -> str:
    """A file of entries."""
    return "\n".join(f"@misc{{{work.key},\n{_body(work)}}}\n" for work in works)


def _body(work: CitedWork) -> str:
    return "".join(f"  {name} = {value},\n" for name, value in _fields(work))


def _fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    if work.authors:
        yield "author", f"{{{' and '.join(f'{{{tex(name)}}}' for name in work.authors)}}}"
    if work.title:
        yield "title", f"{{{{{tex(work.title)}}}}}"
    if work.day:
        year, month, day = work.day.split("-")
        yield from (("year", year), ("month", MONTHS[int(month) - 1]), ("day", str(int(day))))
    texts = {
        "howpublished": work.container,
        "version": work.version,
        "publisher": work.publisher,
        "note": work.citation,
        "copyright": work.licence,
    }
    yield from ((name, f"{{{tex(text)}}}") for name, text in texts.items() if text)
    yield from ((name, f"{{{_verbatim(text)}}}") for name, text in (("doi", work.doi), ("url", work.url)) if text)


def tex(text: str) -> str:
    """A text for TeX."""
    return SPECIAL.sub(lambda match: TEX[match[0]], text)


def _verbatim(text: str) -> str:
    """An address or DOI, which fields hold as it is; what would end or escape something is percent-encoded."""
    return NOT_VERBATIM.sub(lambda match: f"%{ord(match[0]):02X}", text)
