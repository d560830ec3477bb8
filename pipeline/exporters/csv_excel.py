"""The same tables for spreadsheet programs: a byte-order mark, and no cell that would run as a formula.

A cell that such a program might take for a formula has one `'` before it; taking that off gives the raw cell.
"""

from collections.abc import Iterator

from pipeline.exporter import EXCEL_FORMAT, File, exporter
from pipeline.exporters.csv_tables import table_text
from pipeline.model.records import Records
from pipeline.model.spreadsheet import neutralised
from pipeline.model.table import Cell, Column
from pipeline.model.tables import tables


@exporter(EXCEL_FORMAT, extra=True)
def csv_excel(records: Records) -> Iterator[File]:
    """All tables, in the order of the raw ones."""
    for table in tables(records):
        rows = ([_safe(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows)
        yield File(f"{EXCEL_FORMAT}/{table.name}.csv", table_text(table.header, rows).encode("utf-8-sig"))


def _safe(cell: Cell, column: Column) -> Cell:
    return neutralised(cell) if isinstance(cell, str) and column.type == "string" else cell
