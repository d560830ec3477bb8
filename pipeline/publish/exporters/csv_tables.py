"""CSV: every table.

RFC 4180: CRLF, UTF-8 without a byte-order mark, a header row. Cells are raw; an empty one means that there is nothing.
"""

from collections.abc import Iterable, Iterator

from pipeline.publish.exporter import Aggregate, Exporter, File, Shard
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.table import Cell, Table
from pipeline.publish.tables import other_tables, strategy_tables
from pipeline.source.memoise import memoised

LINE_END = "\r\n"
# A cell that holds one of these, or a comma, stands in quotes.
QUOTED = ('"', "\n", "\r")


class CsvTables(Exporter):
    """All tables, each sorted by its key."""

    format = "csv"

    def aggregates(self, site: Records) -> Iterator[Aggregate]:
        """The tables with rows of each strategy."""
        return (Aggregate(path_of(table), rows_text([table.header])) for table in strategy_tables(site.policy))

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """A strategy's rows."""
        for table in tables_of(strategy.shared):
            yield Shard(path_of(table), rows_text(table.rows_of(strategy.record)))

    def render_site(self, site: Records) -> Iterator[File]:
        """The other tables."""
        for table in other_tables(site):
            yield File(path_of(table), rows_text([table.header, *table.rows()]))


@memoised
def tables_of(shared: SharedInputs) -> tuple[Table, ...]:
    """The tables with rows of each strategy; worked out once."""
    return strategy_tables(shared.policy)


def path_of(table: Table) -> str:
    """Where a table stands."""
    return f"csv/{table.name}.csv"


def rows_text(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Rows as text; a header is one too.

    As the csv module writes them, which looks at each character on its own: 0.1 ms a page, four times as long.
    """
    return "".join(map(_line, rows)).encode()


def _line(row: Iterable[Cell]) -> str:
    cells = [cell if type(cell) is str else _written(cell) for cell in row]
    line = ",".join(cells)
    if line.count(",") >= len(cells) or any(mark in line for mark in QUOTED):
        line = ",".join(map(_quoted, cells))
    return line + LINE_END


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "," in cell or any(mark in cell for mark in QUOTED) else cell
