"""The finding for a table drawn with text, and its fix: the table in Markdown."""

from pipeline.lint.rule import Finding
from pipeline.lint.rules._texts import line_text, words_span
from pipeline.lint.rules.structure._text_tables import Rows, TextTable
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.wording import quoted
from pipeline.source.text import Edit, Source

HELP = "write `| a | b |` for each row, and `| --- | --- |` on the line below the first"


def table_finding(source: Source, table: TextTable) -> Finding:
    """The finding at the first line of a table."""
    first = next(line for line in range(table.first, table.stop) if line_text(source, line).strip())
    span = words_span(source, first)
    if not table.drawn:
        gap = source.span(source.line_starts[table.first], source.line_starts[first])
        message = f"{quoted(source.slice(span))} is no row of the table above: an empty line parts the two"
        remedy = "remove the empty line"
        fix = Fix(remedy, (Edit(gap, ""),), Safety.UNSAFE) if first == table.stop - 1 else None
        return Finding(span, message, remedy, fix=fix)
    message = f"this table is drawn with {table.drawn}, so pages do not show it as one"
    if table.drawn == "bars":
        wrong = "the line of hyphens below the first row is missing, or has another number of cells"
        message = f"these rows make no table: {wrong}"
    fix = Fix("write it with bars", (_rewritten(source, table, table.rows),), Safety.UNSAFE) if table.rows else None
    return Finding(span, message, HELP, fix=fix)


def _rewritten(source: Source, table: TextTable, rows: Rows) -> Edit:
    """Write the table in Markdown, with an empty line between it and the text around it."""
    lines = _markdown_rows(rows)
    if line_text(source, table.first - 1).strip():
        lines.insert(0, "")
    if table.stop < len(source.line_starts) and line_text(source, table.stop).strip():
        lines.append("")
    start, end = source.line_span(table.first).start, source.line_span(table.stop - 1).end
    return Edit(source.span(start, end), source.newline.join(lines))


def _markdown_rows(rows: Rows) -> list[str]:
    """The lines of a table in Markdown, each row with as many cells as the longest."""
    width = max(map(len, rows))
    lines = [f"| {' | '.join((*row, *[''] * (width - len(row))))} |" for row in rows]
    return [lines[0], f"|{' --- |' * width}", *lines[1:]]
