import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.outline import outline_of
from pipeline.model.wording import quoted
from pipeline.parse import Inline
from pipeline.parse.inline import MASK
from pipeline.rule import Finding, rule
from pipeline.rules._glance import fields_of, may_hold_bare_brackets
from pipeline.rules.links._unmade import unmade_links
from pipeline.text import Span

# Marks of wikis, templates and forums, whole where both halves are there, and what is left of a Markdown link.
FOREIGN = re.compile(
    r"""(?<!\\)(?:
      \[\[[^\[\]\n]*\]\] | \[\[ | \]\] | \]\(
    | \{\{[^{}\n]*\}\} | \{\{ | \}\} | \{%[^%\n]*%\} | \{% | %\}
    | \[/(?:b|i|u|s|url|img|quote|code|size|color|list)\]
    | \[(?:url|img|quote|code|size|color|list)(?:=[^\]\s]*)?\]
    | (?<![\w*])\*\*+(?=[^\s*]) | (?<=[^\s*\d])\*\*+(?![\w*])
    | (?<!_)__(?=[^\s_]) | (?<=[^\s_])__(?!_) | ~~(?=\S) | (?<=\S)~~ | ``+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Brackets that are meant to be seen.
ESCAPED = re.compile(r"\\\[[^\[\]\n]*\]")
# BBCode of one letter, which alone may be the sound of a letter; the whole of it where it is closed.
BBCODE = re.compile(r"\[(b|i|u|s)\][^\[\]]*\[/\1\]", re.IGNORECASE)
# The code of a character: made harmless once too often, or of a blank that is no different in the source.
CODE = re.compile(r"&amp;(?:[a-z]{2,8}|#\d{2,6});|&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);", re.IGNORECASE)
# A heading without the space behind its hashes. Of one hash it may be a number or a tag.
HEADING = re.compile(r"^#{2,6}(?=[^\s#])", re.MULTILINE)
# Markup that only the body of a page is read for: in a title or summary readers see it as it is.
IN_FIELDS = re.compile(
    r"""\*\*[^*]+\*\* | \[[^\[\]]*\]\([^()]*\) | <([a-z]+)[^<>]*>[^<>]*</\1> | </?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>""",
    re.IGNORECASE | re.VERBOSE,
)


# What every mark of `FOREIGN` holds, but for those with a `]`.
PAIRS = ("[[", "{{", "}}", "{%", "%}", "**", "__", "~~", "``")
# Where a `HEADING` stands on its line.
HASHES = re.compile(r"##[^\s#]")


@rule(Entry, severity=Severity.WARNING)
def stray_markup(entry: Entry, context: Context) -> Iterator[Finding]:
    """Marks of a text editor or web page were left in the text.

    Readers see the marks instead of what they were meant to do.

    Bad:
        Learners **choose one question and write it down.

    Good:
        Learners **choose** one question and write it down.
    """
    doubt = may_hold_marks(entry.document.source.text)
    for scalar in (*fields_of(entry)["title"], *fields_of(entry)["summary"]):
        # One that stands in the file letter by letter has been asked with the file.
        if doubt or not scalar.exact or may_hold_marks_of_text(scalar.text):
            fields = (match.span() for match in IN_FIELDS.finditer(scalar.text))
            for start, end in _merged([*_marks(scalar.text), *fields]):
                yield _finding(scalar.text[start:end], scalar.part(start, end))
    brackets = may_hold_bare_brackets(entry.document)
    told = {slipped.line.start for _, slipped in outline_of(entry, context.policy).slipped.values()}
    for inline in entry.body.inlines if doubt or brackets else ():
        if (brackets and "]" in inline.content) or may_hold_marks(inline.content):
            for start, end in _merged([*_marks(_text(inline)), *_headings(inline)]):
                span = inline.locate(start, end)
                # Of the heading of a section `malformed-heading` tells.
                if entry.document.source.line_span(inline.first_line).start not in told or start:
                    yield _finding(inline.content[start:end], span)


def may_hold_marks(text: str) -> bool:
    """False when a text without bare brackets holds none of these marks: each has a `]` or what is asked for here."""
    # One character is looked for in a fiftieth of the time that two take.
    if any(pair[0] in text and pair in text for pair in PAIRS):
        return True
    return bool(("&" in text and CODE.search(text)) or HASHES.search(text))


def may_hold_marks_of_text(text: str) -> bool:
    """False when a title or summary holds none of the marks that only the text of a page is read for."""
    return "]" in text or "<" in text


def _finding(text: str, span: Span) -> Finding:
    if CODE.fullmatch(text):
        remedy = "write the character itself"
    elif text.startswith("#"):
        remedy = "put a space behind the hashes to make it a heading"
    else:
        remedy = "complete the mark or remove it; to show it, put it between backticks"
    shown = "a row of backticks" if text.startswith("`") else quoted(text)
    return Finding(span, f"{shown} is left over from markup", remedy)


def _text(inline: Inline) -> str:
    """The prose without the marks that make emphasis and without what was meant to be a link (`malformed-link`)."""
    prose = inline.prose
    masked = list(prose)
    links = ((found.start, found.end) for found in unmade_links(prose))
    for start, end in (*inline.marks, *links, *(match.span() for match in ESCAPED.finditer(prose))):
        masked[start:end] = MASK * (end - start)
    return "".join(masked)


def _marks(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (BBCODE, FOREIGN, CODE):
        yield from (match.span() for match in pattern.finditer(text))


def _headings(inline: Inline) -> Iterator[tuple[int, int]]:
    if inline.kind == "paragraph":
        yield from (match.span() for match in HEADING.finditer(inline.prose))


def _merged(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places in order, without those inside another."""
    end = -1
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if place[1] > end:
            end = place[1]
            yield place
