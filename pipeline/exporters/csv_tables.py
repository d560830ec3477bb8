"""CSV: every table.

RFC 4180: CRLF, UTF-8 without a byte-order mark, a header row. Cells are raw; an empty one means that there is nothing.
"""

from collections.abc import Callable, Iterable, Iterator

from pipeline.exporter import Exporter, File, Frame, Piece, Written
from pipeline.lazy import lazy
from pipeline.model.published import StrategyV1
from pipeline.model.rendition import Rendition
from pipeline.model.table import Cell, Row, Table
from pipeline.model.tables import tables

LINE_END = "\r\n"
# A cell that holds one of these, or a comma, stands in quotes.
QUOTED = ('"', "\n", "\r")


class CsvTables(Exporter):
    """All tables, each sorted by its key."""

    format = "csv"

    @lazy
    def _tables(self) -> tuple[Table, ...]:
        return tables(self.records)

    @lazy
    def _of_strategies(self) -> list[tuple[str, Callable[[StrategyV1], Iterable[Row]]]]:
        return [(path_of(table), table.rows_of) for table in self._tables if table.rows_of]

    def frames(self) -> Iterator[Frame]:
        """The tables with rows of each strategy."""
        return (Frame(path_of(table), rows_text([table.header])) for table in self._tables if table.rows_of)

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[Piece]:
        """A strategy's rows."""
        return (Piece(path, rows_text(rows_of(strategy))) for path, rows_of in self._of_strategies)

    def rest(self, written: Written) -> Iterator[File]:
        """The other tables."""
        for table in self._tables:
            if not table.rows_of:
                yield File(path_of(table), rows_text([table.header, *table.rows()]))


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
