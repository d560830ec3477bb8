import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import line_text
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.policy import PagePolicy, same_words
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Document
from pipeline.source.parse.tables import row_span
from pipeline.source.text import Edit, Span

# Items and quotes: their last paragraph includes the next line even without their mark.
HOLDERS = {"list_item": "a part of the item of a list", "blockquote": "a part of the quote"}
# A line that is only an address, such as that of a video.
ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+\s*")
# A shorter line was not wrapped for its length.
FULL = 60


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def swallowed_text(document: Document, context: Context) -> Iterator[Finding]:
    """Text stands right below a table, list or quote and becomes a part of it.

    Readers meet it in a cell or behind the words of an item, where it was not meant to be.

    Bad:
        | Day    | Task      |
        | ------ | --------- |
        | Monday | Look back |
        After that the class talks about the week.

    Good:
        | Day    | Task      |
        | ------ | --------- |
        | Monday | Look back |

        After that the class talks about the week.

    Bad:
        - Some draw a face.
        - Others write a line.
        After that the class talks about the week.

    Good:
        - Some draw a face.
        - Others write a line.

        After that the class talks about the week.
    """
    for block in document.body.walk() if document.body else ():
        if block.kind == "table":
            yield from _rows(document, block)
        elif (what := HOLDERS.get(block.kind)) and not _holds_disclaimer(block, context.policy):
            for part in block.children:
                if part.kind == "paragraph" and part.lines[1] - part.lines[0] > 1:
                    yield from _lines(document, part, what)


def _holds_disclaimer(block: Block, policy: PagePolicy) -> bool:
    """True for a quote with a disclaimer: `altered-disclaimer` reports what does not belong to it."""
    if block.kind != "blockquote":
        return False
    words = same_words(block.text)
    return any(same_words(disclaimer.text) in words for disclaimer in policy.disclaimers)


def _rows(document: Document, table: Block) -> Iterator[Finding]:
    for row in (row for part in table.children if part.kind == "tbody" for row in part.children):
        span = row_span(document.source, row.lines[0])
        if "|" not in document.source.slice(span):
            yield _finding(document, span, "a row of the table")
            return  # the rows below it have the same cause


def _lines(document: Document, paragraph: Block, what: str) -> Iterator[Finding]:
    """Find the first line of a paragraph without its mark or indent that reads like the start of a new one."""
    source = document.source
    for line in range(paragraph.lines[0] + 1, paragraph.lines[1]):
        span = source.line_span(line)
        text = source.slice(span)
        is_marked = text[:1] in ("", " ", "\t", ">")
        if not is_marked and _starts_paragraph(line_text(source, line - 1).rstrip(), text):
            yield _finding(document, Span(span.path, span.start, span.start + len(text.rstrip())), what)
            return


def _starts_paragraph(above: str, text: str) -> bool:
    """False for a line that may as well continue the sentence of the line above."""
    if ADDRESS.fullmatch(text):
        return True
    first = text.lstrip("*_\"'“‘«([")[:1]
    ended = not (above[-1:].isalnum() or above[-1:] in ",;-–—&/")
    return not first.islower() and (ended or len(above) < FULL)


def _finding(document: Document, span: Span, what: str) -> Finding:
    source = document.source
    start = source.line_starts[source.line_index(span.start)]
    fix = Fix("put an empty line above it", (Edit(source.span(start, start), source.newline),), Safety.UNSAFE)
    message = f"{quoted(source.slice(span))} becomes {what} above it"
    is_nested = span.start != start  # inside a quote, an empty line needs the quote's mark
    return Finding(span, message, "put an empty line between the two", fix=None if is_nested else fix)
