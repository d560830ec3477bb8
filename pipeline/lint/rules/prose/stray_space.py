import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import ShortText, texts_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.source.parse import Block, Document, Inline
from pipeline.source.text import Edit, Source, Span

# Spaces of other kinds and widths than that of the space bar; Chinese and Japanese have one of their own.
OTHER = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
SPACES = re.compile(rf"^[\s{OTHER}]+|[\s{OTHER}]+$|[ \t]*[{OTHER}\t][ \t{OTHER}]*|[ ]{{2,}}")
# Where a space that does not break belongs: before French punctuation, in numbers, and between a number and its unit.
PUNCTUATION = "»›?!:;%‰€$°"
UNIT = re.compile(r"\w{1,3}\b")
UNBROKEN = frozenset("\u00a0\u202f\u2007\u2009")
OTHERS = re.compile(f"[{OTHER}]")
# A line that looks empty, perhaps with the marks of the quotes and lists around it.
EMPTY = re.compile(rf"[ \t>*+{OTHER}-]*")


@rule(Document, severity=Severity.WARNING, fixes=(Safety.SAFE,), rewrites=True)
def stray_space(document: Document, context: Context) -> Iterator[Finding]:
    """A title, summary, name or definition holds spaces that came along with a copy.

    Two words with another kind of space between look the same to readers, and search does not find them.

    Bad:
        title: "Weekly  Reflection "

    Good:
        title: Weekly Reflection
    """
    for text in texts_of(document):
        for match in SPACES.finditer(text.text):
            # In a value over several lines the blanks are those of the file.
            if not _belongs(text.text, match) and (text.exact or OTHERS.search(match.group())):
                yield _finding(text, match)
    for block in document.body.walk() if document.body else ():
        if block.kind == "paragraph" and block.inline:
            yield from _empty_lines(document.source, block, block.inline)


def _belongs(text: str, match: re.Match[str]) -> bool:
    """True for a single space that must not break a line."""
    before, after = text[: match.start()], text[match.end() :]
    if match.group() not in UNBROKEN or not before or not after:
        return False
    quotation = before[-1] in "«‹" or after[0] in PUNCTUATION
    return quotation or (before[-1].isdigit() and (after[0].isdigit() or UNIT.match(after) is not None))


def _finding(text: ShortText, match: re.Match[str]) -> Finding:
    start, end = match.span()
    inner = start > 0 and end < len(text.text)
    if not inner:
        message = f"a space stands at the {'beginning' if not start else 'end'} of `{text.field}`"
    elif set(match.group()) == {" "}:
        message = "there are several spaces between two words"
    else:
        message = "the space between these words is not that of the space bar"
    edit = text.edit(start, end, " " if inner else "")
    title = "write one space" if inner else "remove it"
    fix = Fix(title, (edit,), Safety.SAFE) if edit else None
    return Finding(text.part(start, end), message, title, fix=fix)


def _empty_lines(source: Source, block: Block, inline: Inline) -> Iterator[Finding]:
    """Find the empty lines of word processors: with such spaces in them, they separate no paragraphs."""
    for number in range(*block.lines) if not inline.content.strip() or "\n" in inline.content else ():
        line = source.line_span(number)
        text = source.slice(line)
        found = OTHERS.search(text)
        if found and EMPTY.fullmatch(text):
            span = Span(line.path, line.start + found.start(), line.end)
            fix = Fix("remove them", (Edit(span, ""),), Safety.SAFE)
            yield Finding(span, "this line looks empty, but holds spaces of another kind", "remove them", fix=fix)
