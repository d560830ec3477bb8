import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import ShortText, masked, texts_of
from pipeline.lint.rules.links._intended_links import intended_links
from pipeline.lint.rules.prose._dialects import DialectMark, dialect_marks, entity_marks
from pipeline.lint.rules.prose._lone_marks import lone_marks
from pipeline.lint.rules.structure._text_tables import drawn_lines
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.policy import PagePolicy
from pipeline.model.wording import quoted
from pipeline.source.parse import Document, Inline
from pipeline.source.text import Edit, Span

# Marks of wikis, templates and forums, complete if both halves are there, and the remains of a Markdown link.
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
# Brackets that readers are meant to see; with the signs `\\^_=` inside, they belong to a formula.
ESCAPED = re.compile(r"\\\[[^\[\]\n\\^_=]*\\?\]")
# BBCode of one letter, if it is closed; alone it may be the sound of a letter.
BBCODE = re.compile(r"\[(b|i|u|s)\][^\[\]]*\[/\1\]", re.IGNORECASE)
# A character code: escaped twice, or that of a blank, which looks the same in the source.
CODE = re.compile(r"&amp;(?:[a-z]{2,8}|#\d{2,6});|&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);", re.IGNORECASE)
# A heading without the space after its hashes. With one hash it may be a number or a tag.
HEADING = re.compile(r"^#{2,6}(?=[^\s#])", re.MULTILINE)
# The heading of a section, perhaps inside a quote or list.
SECTION = re.compile(r"[ \t>*+-]*##[ \t]")
# Markup that works in the body of a page only: in a title or summary readers see it as it is.
IN_FIELDS = re.compile(
    r"""\*\*[^*]+\*\* | \[[^\[\]]*\]\([^()]*\) | <([a-z]+)[^<>]*>[^<>]*</\1> | </?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>""",
    re.IGNORECASE | re.VERBOSE,
)
# The marks of such markup; the group is the text of a link.
MARKS = re.compile(r"\*\*|\[([^\[\]]*)\]\([^()]*\)|</?[a-z][^<>]*>", re.IGNORECASE)
# A character that only marks contain, or a group of characters that begins a mark.
PART_OF_MARK = re.compile(
    r"""(?=[][{}*_~`<%\#^$\\†\ue200─━═―•·=+—–'!?/:&0-9.-])(?:
      [][{}*_~`<%\#^$\\†\ue200─━═―•·]
    | [=+—–'-][ \t]?[=+—–'-] | [!?/]{3} | [:&][A-Za-z\#+-] | \.\.[ \t] | [0-9](?:\.[ \t]|search|view|news|file|image)
    )""",
    re.VERBOSE,
)


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
    for text in texts_of(document):
        yield from _in_field(text)
    if document.body:
        for inline in document.body.inlines:
            yield from _in_body(document, inline, context.policy)
        yield from lone_marks(document)


def may_contain_marks(text: str) -> bool:
    """False if a text without emphasis contains nothing that any mark consists of."""
    return PART_OF_MARK.search(text) is not None


def _in_field(text: ShortText) -> Iterator[Finding]:
    """Find the marks of a title, summary, name or definition."""
    if not may_contain_marks(text.text):
        return
    found = IN_FIELDS.finditer(text.text)
    markdown = (DialectMark(*match.span(), replacement=MARKS.sub(r"\1", match.group())) for match in found)
    marks = [*_marks(text.text), *markdown, *entity_marks(text.text), *dialect_marks(text.text, text.text)]
    for mark in _outermost(marks):
        edit = None if mark.replacement is None else text.edit(mark.start, mark.end, mark.replacement)
        yield _finding(text.text, mark, text.part(mark.start, mark.end), edit)


def _in_body(document: Document, inline: Inline, policy: PagePolicy) -> Iterator[Finding]:
    prose = masked(inline.prose, inline.marks)
    if not may_contain_marks(prose):
        return
    links = [(found.start, found.end) for found in intended_links(prose)]  # reported by `malformed-link`
    prose = masked(prose, [*links, *(match.span() for match in ESCAPED.finditer(prose))])
    marks = [*_marks(prose), *_headings(inline, policy)]
    if inline.first_line not in drawn_lines(document):
        marks += (mark for mark in dialect_marks(prose, inline.content) if not _is_reported_elsewhere(inline, mark))
    for mark in _outermost(marks):
        span = inline.exact(mark.start, mark.end)
        edit = Edit(span, mark.replacement) if span and mark.replacement is not None else None
        yield _finding(inline.content, mark, inline.locate(mark.start, mark.end), edit)


def _is_reported_elsewhere(inline: Inline, mark: DialectMark) -> bool:
    """True for braces of a container (see `lone_marks`) and of a section's heading (`unknown-section`)."""
    if not inline.content[mark.start : mark.end].lstrip().startswith("{"):
        return False
    line = inline.content[: mark.start].rpartition("\n")[2]
    written = inline.source.slice(inline.source.line_span(inline.first_line))
    return line.startswith(":::") or (inline.kind == "heading" and SECTION.match(written) is not None)


def _finding(text: str, mark: DialectMark, span: Span, edit: Edit | None) -> Finding:
    written = text[mark.start : mark.end]
    remedy = mark.help or "complete the mark or remove it; to show it, put it between backticks"
    if not mark.help and CODE.fullmatch(written):
        remedy = "write the character itself"
    elif not mark.help and written.startswith("#"):
        remedy = "put a space behind the hashes to make it a heading"
    shown = "a row of backticks" if written.startswith("`") else quoted(written)
    fix = None
    if edit:
        title = f"write {quoted(edit.text)}" if edit.text.strip() else "write a space" if edit.text else "remove it"
        fix = Fix(title, (edit,), Safety.SAFE if mark.safe else Safety.UNSAFE)
    return Finding(span, f"{shown} is left over from markup", remedy, fix=fix)


def _marks(text: str) -> Iterator[DialectMark]:
    for pattern in (BBCODE, FOREIGN, CODE):
        yield from (DialectMark(*match.span()) for match in pattern.finditer(text))


def _headings(inline: Inline, policy: PagePolicy) -> Iterator[DialectMark]:
    """Find number signs that make no heading; those before the title of a section belong to `malformed-heading`."""
    for match in HEADING.finditer(inline.prose) if inline.kind == "paragraph" else ():
        title = inline.content[match.end() :].partition("\n")[0].strip()
        if match.start() or not (policy.section_of(title) or policy.formerly(title)):
            yield DialectMark(*match.span())


def _outermost(marks: list[DialectMark]) -> Iterator[DialectMark]:
    """Marks in order, without those inside another; of two at one position the one that has a fix."""
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.replacement is None, not mark.help)):
        if mark.end > end:
            end = mark.end
            yield mark
