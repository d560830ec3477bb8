"""The sheets of a bundle's workbook: the library, its disclaimers, and a sheet for each table."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.publish.data_package import PackageTable
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.table import Cell

PATH = "xlsx/library.xlsx"
# The longest text of a cell, in UTF-16 units.
# https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
MOST_UNITS = 32_767
ABOUT, DISCLAIMERS, CONTINUED = "about", "disclaimers", "continued"
# The end of a cell whose text goes on in the sheet `continued`.
MORE = "\n[continued in the sheet “continued”]"
# Days before it cannot be stored as dates, or not in every program.
FIRST_DAY = dt.date(1901, 1, 1)
SheetCell = Cell | dt.date


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the names of its columns, and its rows."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[tuple[SheetCell, ...]]


def sheets(library: LibraryV1, disclaimers: Iterable[tuple[str, str]], tables: Sequence[PackageTable]) -> list[Sheet]:
    """All sheets in their order; the rows of tables are read when they are used, those of `continued` last."""
    rest: list[tuple[SheetCell, ...]] = []
    found = [*first_sheets(library, disclaimers), *(_sheet(table, rest) for table in tables)]
    if any(_has_long_cells(table) for table in tables):
        found.append(Sheet(CONTINUED, ("sheet", "row_key", "column_name", "part", "text"), rest))
    return found


def first_sheets(library: LibraryV1, disclaimers: Iterable[tuple[str, str]]) -> tuple[Sheet, Sheet]:
    """The sheets about the library as a whole."""
    values = library.model_dump() | {"languages": " ".join(library.languages) or None}
    about = [(name, value) for name, value in values.items() if value is not None]
    return Sheet(ABOUT, ("name", "value"), about), Sheet(DISCLAIMERS, ("id", "text"), list(disclaimers))


def parts_of(text: str) -> list[str]:
    """A text in parts that cells can hold; the first leaves room for the hint that there are more."""
    if units(text) <= MOST_UNITS:
        return [text]
    size = (MOST_UNITS - len(MORE)) // 2  # a character has two units at most
    return [text[start : start + size] for start in range(0, len(text), size)]


def units(text: str) -> int:
    """Length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _has_long_cells(table: PackageTable) -> bool:
    return any(units(cell) > MOST_UNITS for row in table.reader.rows() for cell in row.values())


def _sheet(table: PackageTable, rest: list[tuple[SheetCell, ...]]) -> Sheet:
    return Sheet(table.name, table.schema.header, _rows(table, rest))


def _rows(table: PackageTable, rest: list[tuple[SheetCell, ...]]) -> Iterator[tuple[SheetCell, ...]]:
    """The rows of a table; adds the parts of long cells after the first to `rest`."""
    names, types = table.schema.header, [column.type for column in table.schema.fields]
    for row in table.rows():
        cells: list[SheetCell] = []
        for name, type_, cell in zip(names, types, row, strict=True):
            parts = parts_of(cell) if isinstance(cell, str) and len(cell) > MOST_UNITS // 2 else []
            if len(parts) > 1:
                key = ", ".join(str(row[names.index(part)]) for part in table.schema.primary_key)
                rest.extend((table.name, key, name, number, part) for number, part in enumerate(parts[1:], 2))
                cells.append(parts[0] + MORE)
            else:
                cells.append(_day(cell) if type_ == "date" else cell)
        yield tuple(cells)


def _day(cell: Cell) -> SheetCell:
    try:
        day = dt.date.fromisoformat(str(cell))
    except ValueError:
        return cell
    return day if day >= FIRST_DAY else cell
