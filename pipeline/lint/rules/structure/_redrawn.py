"""What is said of a table that is drawn with text, and how Markdown has it."""

from pipeline.lint.rule import Finding
from pipeline.lint.rules.structure._text_tables import Rows, TextTable
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.wording import quoted
from pipeline.source.text import Edit, Source, Span

HELP = "write `| a | b |` for each row, and `| --- | --- |` on the line below the first"


def table_finding(source: Source, table: TextTable) -> Finding:
    """The finding at the first line of a table, with the whole table as Markdown has it."""
    first = next(line for line in range(table.first, table.stop) if source.slice(source.line_span(line)).strip())
    line = source.line_span(first)
    text = source.slice(line)
    place = Span(line.path, line.start + len(text) - len(text.lstrip()), line.start + len(text.rstrip()))
    if not table.drawn:
        apart = Edit(source.span(source.line_starts[table.first], line.start), "")
        message = f"{quoted(text)} is no row of the table above: an empty line parts the two"
        remedy = "remove the empty line"
        return Finding(
            place, message, remedy, fix=Fix(remedy, (apart,), Safety.UNSAFE) if first == table.stop - 1 else None
        )
    wrong = "the line of hyphens below the first row is missing, or has another number of cells"
    what = (
        f"these rows make no table: {wrong}"
        if table.drawn == "bars"
        else f"this table is drawn with {table.drawn}, so pages do not show it as one"
    )
    fix = Fix("write it with bars", (_rewritten(source, table),), Safety.UNSAFE) if table.rows else None
    return Finding(place, what, HELP, fix=fix)


def _rewritten(source: Source, table: TextTable) -> Edit:
    """The table as Markdown has it, with an empty line between it and the text around it."""
    assert table.rows is not None
    lines = _as_pipes(table.rows)
    if source.slice(source.line_span(table.first - 1)).strip():
        lines.insert(0, "")
    if table.stop < len(source.line_starts) and source.slice(source.line_span(table.stop)).strip():
        lines.append("")
    start, end = source.line_span(table.first).start, source.line_span(table.stop - 1).end
    return Edit(source.span(start, end), source.newline.join(lines))


def _as_pipes(rows: Rows) -> list[str]:
    """The lines of a table as Markdown has it, each row as wide as the widest."""
    width = max(map(len, rows))
    lines = [f"| {' | '.join((*row, *[''] * (width - len(row))))} |" for row in rows]
    return [lines[0], f"|{' --- |' * width}", *lines[1:]]
