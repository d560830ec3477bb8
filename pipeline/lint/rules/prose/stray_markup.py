import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._glance import may_hold_bare_brackets
from pipeline.lint.rules._texts import ShortText, inlines_of, texts_of
from pipeline.lint.rules.links._intended_links import intended_links
from pipeline.lint.rules.prose._dialects import DialectMark, dialect_marks, may_hold_dialect
from pipeline.lint.rules.prose._entities import entities
from pipeline.lint.rules.prose._lone_marks import lone_marks, may_hold_lone_marks
from pipeline.lint.rules.structure._text_tables import drawn_lines
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.policy import PagePolicy
from pipeline.model.wording import quoted
from pipeline.source.parse import Document, Inline
from pipeline.source.parse.inline import MASK
from pipeline.source.text import Edit, Span

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
# Brackets that are meant to be seen; with such signs inside, they are those of a formula.
ESCAPED = re.compile(r"\\\[[^\[\]\n\\^_=]*\\?\]")
# BBCode of one letter, which alone may be the sound of a letter; the whole of it where it is closed.
BBCODE = re.compile(r"\[(b|i|u|s)\][^\[\]]*\[/\1\]", re.IGNORECASE)
# The code of a character: made harmless once too often, or of a blank that is no different in the source.
CODE = re.compile(r"&amp;(?:[a-z]{2,8}|#\d{2,6});|&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);", re.IGNORECASE)
# A heading without the space behind its hashes. Of one hash it may be a number or a tag.
HEADING = re.compile(r"^#{2,6}(?=[^\s#])", re.MULTILINE)
# The heading of a section, perhaps inside a quote or list.
SECTION = re.compile(r"[ \t>*+-]*##[ \t]")
# Markup that only the body of a page is read for: in a title or summary readers see it as it is.
IN_FIELDS = re.compile(
    r"""\*\*[^*]+\*\* | \[[^\[\]]*\]\([^()]*\) | <([a-z]+)[^<>]*>[^<>]*</\1> | </?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>""",
    re.IGNORECASE | re.VERBOSE,
)


# The same in parts: the words that are left of it when its marks are gone.
WORDS = re.compile(r"\*\*|\[([^\[\]]*)\]\([^()]*\)|</?[a-z][^<>]*>", re.IGNORECASE)

# What every mark of `FOREIGN` holds, but for those with a `]`.
PAIRS = ("[[", "{{", "}}", "{%", "%}", "**", "__", "~~", "``")
# Where a `HEADING` stands on its line.
HASHES = re.compile(r"##[^\s#]")


@rule(Document, severity=Severity.WARNING, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def stray_markup(document: Document, context: Context) -> Iterator[Finding]:
    """Marks of a text editor, web page or other dialect of Markdown were left in the text.

    Readers see the marks instead of what they were meant to do.

    Bad:
        Learners **choose one question and write it down.

    Good:
        Learners **choose** one question and write it down.

    Bad:
        > [!NOTE]
        > Keep it short, and use ==few== words. :smile:

    Good:
        > **Note:** Keep it short, and use *few* words. 😀
    """
    if not document.readable:
        return
    for text in texts_of(document):
        yield from _in_field(text)
    doubt = document.body is not None and may_hold_marks(document.source.text)
    foreign = document.body is not None and may_hold_dialect(_below(document))
    brackets = may_hold_bare_brackets(document)
    for inline in inlines_of(document) if doubt or brackets or foreign else ():
        may = (brackets and "]" in inline.content) or may_hold_marks(inline.content)
        if may or (foreign and may_hold_dialect(inline.content)):
            yield from _in_body(document, inline, context.policy)
    if document.body and (foreign or may_hold_lone_marks(document.source.text)):
        yield from lone_marks(document)


def _in_field(text: ShortText) -> Iterator[Finding]:
    """The marks of a title, summary, name or definition."""
    if not (may_hold_marks(text.text) or may_hold_marks_of_text(text.text) or may_hold_dialect(text.text)):
        return
    plain = (
        DialectMark(*match.span(), "", WORDS.sub(_words, match.group())) for match in IN_FIELDS.finditer(text.text)
    )
    marks = [*_marks(text.text), *plain, *entities(text.text), *dialect_marks(text.text, text.text)]
    for mark in _merged(marks):
        edit = None if mark.instead is None else text.edit(mark.start, mark.end, mark.instead)
        yield _finding(text.text, mark, text.part(mark.start, mark.end), edit)


def _words(match: re.Match[str]) -> str:
    return match[1] or ""


def _in_body(document: Document, inline: Inline, policy: PagePolicy) -> Iterator[Finding]:
    prose = _text(inline)
    marks = [*_marks(prose), *_headings(inline, policy)]
    if inline.first_line not in drawn_lines(document):
        marks += (mark for mark in dialect_marks(prose, inline.content) if not _told_elsewhere(inline, mark))
    for mark in _merged(marks):
        span = inline.exact(mark.start, mark.end)
        edit = Edit(span, mark.instead) if span and mark.instead is not None else None
        yield _finding(inline.content, mark, inline.locate(mark.start, mark.end), edit)


def _told_elsewhere(inline: Inline, mark: DialectMark) -> bool:
    """True for braces of a container (see `lone_marks`) and of a section's heading (`unknown-section`)."""
    if not inline.content[mark.start : mark.end].lstrip().startswith("{"):
        return False
    line = inline.content[: mark.start].rpartition("\n")[2]
    return line.startswith(":::") or (inline.kind == "heading" and SECTION.match(_written(inline)) is not None)


def _written(inline: Inline) -> str:
    return inline.source.slice(inline.source.line_span(inline.first_line))


def _below(document: Document) -> str:
    """The text below the front matter."""
    start = document.front_span.end if document.front_span else 0
    return document.source.text[start:].lstrip("-")


def may_hold_marks(text: str) -> bool:
    """False when a text without bare brackets holds none of these marks: each has a `]` or what is asked for here."""
    # One character is looked for in a fiftieth of the time that two take.
    if any(pair[0] in text and pair in text for pair in PAIRS):
        return True
    return bool(("&" in text and CODE.search(text)) or HASHES.search(text))


def may_hold_marks_of_text(text: str) -> bool:
    """False when a title or summary holds none of the marks that only the text of a page is read for."""
    return "]" in text or "<" in text or "&" in text


def _finding(text: str, mark: DialectMark, span: Span, edit: Edit | None) -> Finding:
    written = text[mark.start : mark.end]
    if mark.help:
        remedy = mark.help
    elif CODE.fullmatch(written):
        remedy = "write the character itself"
    elif written.startswith("#"):
        remedy = "put a space behind the hashes to make it a heading"
    else:
        remedy = "complete the mark or remove it; to show it, put it between backticks"
    shown = "a row of backticks" if written.startswith("`") else quoted(written)
    fix = None
    if edit:
        title = f"write {quoted(edit.text)}" if edit.text.strip() else "write a space" if edit.text else "remove it"
        fix = Fix(title, (edit,), Safety.SAFE if mark.safe else Safety.UNSAFE)
    return Finding(span, f"{shown} is left over from markup", remedy, fix=fix)


def _text(inline: Inline) -> str:
    """The prose without the marks that make emphasis and without what was meant to be a link (`malformed-link`)."""
    prose = inline.prose
    masked = list(prose)
    links = ((found.start, found.end) for found in intended_links(prose))
    for start, end in (*inline.marks, *links, *(match.span() for match in ESCAPED.finditer(prose))):
        masked[start:end] = MASK * (end - start)
    return "".join(masked)


def _marks(text: str) -> Iterator[DialectMark]:
    for pattern in (BBCODE, FOREIGN, CODE):
        yield from (DialectMark(*match.span()) for match in pattern.finditer(text))


def _headings(inline: Inline, policy: PagePolicy) -> Iterator[DialectMark]:
    """Number signs that make no heading; of those before the heading of a section `malformed-heading` tells."""
    for match in HEADING.finditer(inline.prose) if inline.kind == "paragraph" else ():
        title = inline.content[match.end() :].partition("\n")[0].strip()
        if match.start() or not (policy.section_of(title) or policy.formerly(title)):
            yield DialectMark(*match.span())


def _merged(marks: list[DialectMark]) -> Iterator[DialectMark]:
    """Marks in order, without those inside another; of two at one place the one that can be mended."""
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.instead is None, not mark.help)):
        if mark.end > end:
            end = mark.end
            yield mark
