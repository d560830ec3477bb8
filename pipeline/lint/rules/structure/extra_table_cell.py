from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Document
from pipeline.source.parse.tables import cells
from pipeline.source.text import Span, counted


@rule(Document, required=True, draft_severity=Severity.WARNING)
def extra_table_cell(document: Document, context: Context) -> Iterator[Finding]:
    """A table's row has more cells than its header.

    Cells beyond the header are left out of the page: no reader would see their text.

    Bad:
        | Day    | Task          |
        | ------ | ------------- |
        | Monday | Look back     | ten minutes |

    Good:
        | Day    | Task          | Time        |
        | ------ | ------------- | ----------- |
        | Monday | Look back     | ten minutes |
    """
    for block in document.body.walk() if document.body else ():
        for row in block.children if block.kind == "tbody" else ():
            yield from _extra(document, row)


def _extra(document: Document, row: Block) -> Iterator[Finding]:
    written = cells(document.source, row.lines[0])
    extra = [cell for cell in written[len(row.children) :] if cell.start < cell.end]
    if not extra:
        return
    span = Span(document.path, extra[0].start, extra[-1].end)
    text = document.source.slice(span)
    shown = "the end of this row" if "`" in text else quoted(text)
    columns = counted(len(row.children), "column")
    yield Finding(
        span,
        f"{shown} would not be published: the table has {columns}, this row has {len(written)} cells",
        "give the header row and the line below it one more column, or write `\\|` for a bar that parts no cells",
    )
