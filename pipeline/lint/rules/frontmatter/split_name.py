import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._quoting import within_quotes
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.text import Edit

# Degrees, `Jr.` and initials, which follow a comma within a person's name.
SUFFIX = re.compile(
    r"(?:Ph\.? ?D|Ed\.? ?[DMS]|M\.? ?Ed|B\.? ?Ed|D\.? ?Phil|M\.? ?Phil|M\.? ?(?:A|S|Sc|D|BA|PH|SW|AT)|B\.? ?(?:A|S|Sc)"
    r"|J\.? ?D|R\.? ?N|LCSW|CCC-SLP|BCBA(?:-D)?|NBCT|Psy\.? ?D|[JS]r|Esq|I{2,3}|IV|et al|(?:[A-Z]\.[ -]?)*[A-Z])\.?"
)
# The gap between two items of a list on one line.
COMMA = re.compile(r",[ \t]*")


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def split_name(entry: Entry, context: Context) -> Iterator[Finding]:
    """A comma inside an author's name makes two authors of one.

    Readers would see a degree or an initial listed as a person.

    Bad:
        authors: [Lee, PhD]

    Good:
        authors: ["Lee, PhD"]
    """
    authors = entry.values("authors")
    name = 0
    for index, author in enumerate(authors):
        if not SUFFIX.fullmatch(author.text):
            name = index
        elif index == name + 1:
            suffixes = takewhile(lambda part: SUFFIX.fullmatch(part.text), authors[index:])
            yield _finding(entry, (authors[name], *suffixes))


def _finding(entry: Entry, parts: tuple[Scalar, ...]) -> Finding:
    """A name and the parts behind its commas."""
    suffix = parts[1]
    name_quoted = within_quotes(", ".join(part.text for part in parts))
    message = f"{quoted(suffix.text)} is listed as an author of its own"
    if name_quoted is None:
        return Finding(suffix.span, message, "put the whole name in quotation marks")
    source = entry.document.source
    gaps = (source.text[before.span.end : part.span.start] for before, part in pairwise(parts))
    fix = None
    if all(part.plain and part.exact for part in parts) and all(map(COMMA.fullmatch, gaps)):
        edit = Edit(source.span(parts[0].span.start, parts[-1].span.end), name_quoted)
        fix = Fix(f"write `{name_quoted}`", (edit,), Safety.UNSAFE)
    return Finding(suffix.span, message, f"write `{name_quoted}` with its quotation marks", fix=fix)
