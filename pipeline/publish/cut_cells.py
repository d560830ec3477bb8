"""Cells of the tables for spreadsheet programs that exceed the limit of such a program."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.publish.exporter import EXCEL_FORMAT
from pipeline.publish.verify.tables import BOM, TableReader

# Excel and LibreOffice keep this many UTF-16 units of a cell and drop the others silently.
MAX_CELL_UNITS = 32_767


def cut_cells(release: Path) -> Iterator[str]:
    """A sentence on each cell of a release that would be cut: its row and column, its length, its complete copy."""
    for path in sorted((release / EXCEL_FORMAT).glob("*.csv")):
        data = path.read_bytes()
        if len(data) <= MAX_CELL_UNITS:  # no character has more units than bytes
            continue
        for row in TableReader(path.name, data.decode().removeprefix(BOM)).rows():
            for column, cell in row.items():
                length = _units(cell)
                if length > MAX_CELL_UNITS:
                    yield (
                        f"`{next(iter(row.values()))}` has {length:,} characters in the column `{column}` of "
                        f"{EXCEL_FORMAT}/{path.name}: spreadsheet programs keep {MAX_CELL_UNITS:,} and drop the rest; "
                        f"csv/{path.name} has all of it"
                    )


def _units(cell: str) -> int:
    # A character takes two units at most.
    return len(cell.encode("utf-16-le")) // 2 if len(cell) > MAX_CELL_UNITS // 2 else len(cell)
