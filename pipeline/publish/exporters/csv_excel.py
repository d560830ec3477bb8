"""The same tables for spreadsheet programs: a byte-order mark, and no cell that would run or become something else.

A cell that such a program might take for a formula has one `'` before it; one that it might take for a date or a
number is written as the formula of a text (see `spreadsheet`). Both can be undone.
"""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator

from pipeline.publish.exporter import EXCEL_FORMAT, Aggregate, Exporter, File, Shard
from pipeline.publish.exporters.csv_tables import rows_text, tables_of
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.spreadsheet import neutralised
from pipeline.publish.table import Cell, Column, Row, Table
from pipeline.publish.tables import other_tables, strategy_tables


class CsvExcel(Exporter):
    """All tables, in the order of the raw ones."""

    format = EXCEL_FORMAT
    extra = True

    def aggregates(self, site: Records) -> Iterator[Aggregate]:
        """The tables with rows of each strategy."""
        return (Aggregate(_path(table), _header(table)) for table in strategy_tables(site.policy))

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """A strategy's rows."""
        for table in tables_of(strategy.shared):
            yield Shard(_path(table), rows_text(_safe(table, table.rows_of(strategy.record))))

    def render_site(self, site: Records) -> Iterator[File]:
        """The other tables."""
        for table in other_tables(site):
            yield File(_path(table), _header(table) + rows_text(_safe(table, table.rows())))


def _path(table: Table) -> str:
    return f"{EXCEL_FORMAT}/{table.name}.csv"


def _header(table: Table) -> bytes:
    return BOM_UTF8 + rows_text([table.header])


def _safe(table: Table, rows: Iterable[Row]) -> Iterator[Iterable[Cell]]:
    return ([_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in rows)


def _cell(cell: Cell, column: Column) -> Cell:
    return neutralised(cell) if isinstance(cell, str) and column.type == "string" else cell
