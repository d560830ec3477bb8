r"""BibTeX entries, for LaTeX and reference managers. Of entry types and fields, those that BibTeX and biblatex share.

Braces keep names and titles as they are. What has a meaning in TeX is escaped, braces by commands, because BibTeX
counts braces behind a backslash, too.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.publish.citations.cited_work import Author, CitedWork

# Characters with a meaning in TeX, and what prints them.
TEX = {character: f"\\{character}" for character in "$&#_%"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
SPECIAL = re.compile("[" + re.escape("".join(TEX)) + "]")
# The kinds of entries by the types of CSL, and that of all others.
ENTRIES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
}
OTHER = "misc"
# What each kind calls the work that it is a part of, and who brought it out.
CONTAINER = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
PUBLISHER = {"techreport": "institution"}
# What parts names in BibTeX.
SEVERAL = re.compile(r",|\band\b")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A brace or backslash, in fields that are taken as they are.
NOT_VERBATIM = re.compile(r"[{}\\]")


def bibtex(works: Iterable[CitedWork]) -> str:
    """A file of entries."""
    return "\n".join(f"@{ENTRIES.get(work.type, OTHER)}{{{work.key},\n{_body(work)}}}\n" for work in works)


def _body(work: CitedWork) -> str:
    return "".join(f"  {name} = {value},\n" for name, value in _fields(work))


def _fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    kind = ENTRIES.get(work.type, OTHER)
    if work.authors:
        yield "author", f"{{{' and '.join(map(_name, work.authors))}}}"
    if work.title:
        yield "title", f"{{{{{tex(work.title)}}}}}"
    year, *parts = work.day.split("-")
    yield from [("year", year)] if year else []
    yield from [("month", MONTHS[int(parts[0]) - 1])] if parts else []
    yield from [("day", str(int(parts[1])))] if parts[1:] else []
    texts = {
        CONTAINER.get(kind, "howpublished"): work.container,
        "series": work.collection,
        "volume": work.volume,
        "number": work.issue or work.number,
        "pages": work.pages.replace("–", "--"),
        "type": work.genre,
        "version": work.version,
        PUBLISHER.get(kind, "publisher"): work.publisher,
        "note": ". ".join(filter(None, (f"{work.archive} {work.archive_number}".strip(), work.citation))),
        "copyright": work.licence,
    }
    yield from ((name, f"{{{tex(text)}}}") for name, text in texts.items() if text)
    yield from ((name, f"{{{_verbatim(text)}}}") for name, text in (("doi", work.doi), ("url", work.url)) if text)


def _name(author: Author) -> str:
    if author.whole:
        return f"{{{tex(author.name)}}}"
    return f"{_part(author.name)}, {_part(author.given)}" if author.given else f"{{{tex(author.name)}}}"


def _part(name: str) -> str:
    """A part of a name; braces keep together what would be read as two."""
    return f"{{{tex(name)}}}" if SEVERAL.search(name) else tex(name)


def tex(text: str) -> str:
    """A text for TeX."""
    return SPECIAL.sub(lambda match: TEX[match[0]], text)


def _verbatim(text: str) -> str:
    """An address or DOI, which fields hold as it is; what would end or escape something is percent-encoded."""
    return NOT_VERBATIM.sub(lambda match: f"%{ord(match[0]):02X}", text)
