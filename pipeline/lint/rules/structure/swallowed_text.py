import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.policy import PagePolicy, same_words
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Document
from pipeline.source.parse.tables import row_span
from pipeline.source.text import Edit, Span

# Items and quotes, whose last paragraph goes on with the next line whether or not that has their mark.
HOLDERS = {"list_item": "a part of the item of a list", "blockquote": "a part of the quote"}
# A line that is nothing but an address, as that of a video is.
ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+\s*")
# A line up to this length did not end because it was full.
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
    """True for a quote with a disclaimer in it: whether more belongs to it is for `altered-disclaimer` to tell."""
    if block.kind != "blockquote":
        return False
    words = same_words(block.text)
    return any(same_words(disclaimer.text) in words for disclaimer in policy.disclaimers)


def _rows(document: Document, table: Block) -> Iterator[Finding]:
    for row in (row for part in table.children if part.kind == "tbody" for row in part.children):
        span = row_span(document.source, row.lines[0])
        if "|" not in document.source.slice(span):
            yield _finding(document, span, "a row of the table")
            return  # the rows below it go with it


def _lines(document: Document, paragraph: Block, what: str) -> Iterator[Finding]:
    """Find the first line that goes on with a paragraph without its mark or indent, and reads like a new one."""
    source = document.source
    for line in range(paragraph.lines[0] + 1, paragraph.lines[1]):
        span = source.line_span(line)
        text = source.slice(span)
        if text[:1] in ("", " ", "\t", ">"):
            continue
        if _begins_anew(source.slice(source.line_span(line - 1)).rstrip(), text):
            yield _finding(document, Span(span.path, span.start, span.start + len(text.rstrip())), what)
            return


def _begins_anew(above: str, text: str) -> bool:
    """False for a line that may as well go on with the sentence of the line above."""
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
    plain = span.start == start  # inside a quote an empty line needs the quote's mark
    return Finding(span, message, "put an empty line between the two", fix=fix if plain else None)
