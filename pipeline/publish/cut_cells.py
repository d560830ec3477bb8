"""Cells of tables that are too long for spreadsheet programs."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.publish.exporter import EXCEL_FORMAT
from pipeline.publish.verify.tables import BOM, TableReader

# Excel and LibreOffice silently cut a cell after this many UTF-16 units.
MOST_UNITS = 32_767


def cut_cells(release: Path) -> Iterator[str]:
    """A sentence about each cell of a release that would be cut: row, column, length, and where to find all of it."""
    for path in sorted((release / EXCEL_FORMAT).glob("*.csv")):
        data = path.read_bytes()
        if len(data) <= MOST_UNITS:  # no character has more units than bytes
            continue
        for row in TableReader(path.name, data.decode().removeprefix(BOM)).rows():
            for column, cell in row.items():
                length = _units(cell)
                if length > MOST_UNITS:
                    yield (
                        f"`{next(iter(row.values()))}` has {length:,} characters in the column `{column}` of "
                        f"{EXCEL_FORMAT}/{path.name}: spreadsheet programs keep {MOST_UNITS:,} and drop the rest; "
                        f"csv/{path.name} has all of it"
                    )


def _units(cell: str) -> int:
    # A character takes two units at most.
    return len(cell.encode("utf-16-le")) // 2 if len(cell) > MOST_UNITS // 2 else len(cell)
