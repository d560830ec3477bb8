"""CSV: every table, as data and once more for spreadsheet programs.

RFC 4180: CRLF, UTF-8, a header row. Cells are raw; an empty one means that there is nothing.
"""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from io import StringIO

from pipeline.publish.exporter import EXCEL_FORMAT, Aggregate, Exporter, File, Shard
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.spreadsheet import neutralised
from pipeline.publish.table import Cell, Column, Row, Table
from pipeline.publish.tables import other_tables, strategy_tables
from pipeline.source.memoise import memoised

LINE_END = "\r\n"


class CsvTables(Exporter):
    """All tables, each sorted by its key."""

    format = "csv"
    byte_order_mark = b""

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """The tables with rows of each strategy."""
        return (Aggregate(self._path(table), self._header(table)) for table in strategy_tables(records.policy))

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """A strategy's rows."""
        for table in tables_of(strategy.shared):
            yield Shard(self._path(table), rows_text(self.cells(table, table.rows_of(strategy.record))))

    def render_site(self, records: Records) -> Iterator[File]:
        """The other tables."""
        for table in other_tables(records):
            yield File(self._path(table), self._header(table) + rows_text(self.cells(table, table.rows())))

    def cells(self, table: Table, rows: Iterable[Row]) -> Iterable[Row]:
        """Rows as they are written."""
        return rows

    def _path(self, table: Table) -> str:
        return path_of(table, self.format)

    def _header(self, table: Table) -> bytes:
        return self.byte_order_mark + rows_text([table.header])


class CsvExcel(CsvTables):
    """The same tables for spreadsheet programs: a byte-order mark, and no cell that would run or become something else.

    A cell that such a program might take for a formula has one `'` before it; one that it might take for a date or a
    number is written as the formula of a text (see `spreadsheet`). Both can be undone.
    """

    format = EXCEL_FORMAT
    extra = True
    byte_order_mark = BOM_UTF8

    def cells(self, table: Table, rows: Iterable[Row]) -> Iterable[Row]:
        """Rows whose texts stay the texts they are."""
        return (tuple([_safe(cell, column) for cell, column in zip(row, table.columns, strict=True)]) for row in rows)


@memoised
def tables_of(shared: SharedInputs) -> tuple[Table, ...]:
    """The tables with rows of each strategy of a library."""
    return strategy_tables(shared.policy)


def path_of(table: Table, folder: str = CsvTables.format) -> str:
    """Path of a table in the bundle."""
    return f"{folder}/{table.name}.csv"


def rows_text(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Rows as CSV; a header is a row, too."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator=LINE_END).writerows(
        [[str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in rows]
    )
    return text.getvalue().encode()


def _safe(cell: Cell, column: Column) -> Cell:
    return neutralised(cell) if isinstance(cell, str) and column.type == "string" else cell
