"""CSV: every table.

RFC 4180: CRLF, UTF-8, a header row. Cells are raw; an empty one means that there is nothing.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from pipeline.publish.exporter import Aggregate, Exporter, File, Shard
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.table import Cell, Table
from pipeline.publish.tables import other_tables, strategy_tables
from pipeline.source.memoise import memoised

LINE_END = "\r\n"


class CsvTables(Exporter):
    """All tables, each sorted by its key."""

    format = "csv"

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """The tables with rows of each strategy."""
        return (Aggregate(path_of(table), rows_text([table.header])) for table in strategy_tables(records.policy))

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """A strategy's rows."""
        for table in tables_of(strategy.shared):
            yield Shard(path_of(table), rows_text(table.rows_of(strategy.record)))

    def render_site(self, records: Records) -> Iterator[File]:
        """The other tables."""
        for table in other_tables(records):
            yield File(path_of(table), rows_text([table.header]) + rows_text(table.rows()))


@memoised
def tables_of(shared: SharedInputs) -> tuple[Table, ...]:
    """The tables with rows of each strategy of a library."""
    return strategy_tables(shared.policy)


def path_of(table: Table) -> str:
    """Path of a table in the bundle."""
    return f"{CsvTables.format}/{table.name}.csv"


def rows_text(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Rows as CSV; a header is a row, too."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator=LINE_END).writerows(
        [[str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in rows]
    )
    return text.getvalue().encode()


def _csv_cell(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else cell
