"""The tables as one Excel workbook: a sheet for each table, text as text, a fixed header row."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.publish.data_package import Cell, DataTable, data_tables
from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.records import Records
from pipeline.publish.release.archive import member

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

PATH = "xlsx/library.xlsx"
# The longest cell in UTF-16 units, by Excel's specifications and limits.
MOST_UNITS = 32_767
CONTINUED = "continued"
MORE = "\n[continued in the sheet “continued”]"
WIDEST, NARROWEST = 60, 10
# Characters that a workbook can only hold as escapes, and text that reads as such an escape.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
# The time at which the workbook says it was made, the same in every export.
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no zone
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


class Xlsx(Exporter):
    """One workbook that holds all tables."""

    format = "xlsx"
    needs = ("csv",)

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """Write the CSV tables as sheets, and the disclaimers and the licence before them."""
        from openpyxl import Workbook

        package, tables = data_tables(written.read)
        book = Workbook(write_only=True)
        book.properties.title = package["title"]
        book.properties.creator = records.library.publisher
        book.properties.created = EPOCH
        library = records.library
        about = [["title", library.title], ["version", library.version], ["licence", library.licence]]
        about += [["attribution", library.attribution], ["publisher", library.publisher]]
        about += [[f"disclaimer {item.id}", item.text] for item in records.disclaimers]
        _add_sheet(book, "about", ["what", "text"], about)
        continued: list[list[Cell]] = []
        for table in tables:
            rows = (_short(table, row, continued) for row in table.read())
            _add_sheet(book, table.name, [field.name for field in table.fields], rows)
        if continued:
            _add_sheet(book, CONTINUED, ["table", "key", "column", "part", "text"], continued)
        buffer = io.BytesIO()
        book.save(buffer)
        yield File(PATH, _repacked(buffer))


def parts_of(text: str) -> list[str]:
    """A text in parts that a cell can hold."""
    if len(text.encode("utf-16-le")) // 2 <= MOST_UNITS:
        return [text]
    # A character is at most two units, so half the limit always fits.
    size = (MOST_UNITS - len(MORE)) // 2
    return [text[start : start + size] for start in range(0, len(text), size)]


def _short(table: DataTable, row: Sequence[Cell], continued: list[list[Cell]]) -> list[Cell]:
    """A row whose cells are short enough; what is left over goes to the sheet `continued`."""
    cells: list[Cell] = []
    names = [field.name for field in table.fields]
    key = " ".join(str(row[names.index(name)]) for name in table.key)
    for name, cell in zip(names, row, strict=True):
        parts = parts_of(cell) if isinstance(cell, str) else []
        if len(parts) > 1:
            continued.extend([table.name, key, name, number, part] for number, part in enumerate(parts[1:], 2))
            cells.append(parts[0] + MORE)
        else:
            cells.append(cell)
    return cells


def _add_sheet(book: "Workbook", name: str, header: list[str], rows: Iterator[list[Cell]] | list[list[Cell]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet: WriteOnlyWorksheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    stored = [[*row] for row in rows]
    for number, column in enumerate(header, 1):
        longest = max((len(str(row[number - 1] or "")) for row in stored), default=0)
        width = min(WIDEST, max(NARROWEST, len(column) + 2, longest + 2))
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, column, Font(bold=True)) for column in header])
    for row in stored:
        sheet.append([_cell(sheet, cell) for cell in row])


def _cell(sheet: "WriteOnlyWorksheet", value: Cell, font: object = None) -> "WriteOnlyCell | None":
    """A cell whose text stays text, even if it begins like a formula."""
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    text = UNWRITABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, text)
    if isinstance(value, str):
        cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _repacked(buffer: io.BytesIO) -> bytes:
    """The same workbook without the time at which it was written."""
    target = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            archive.writestr(member(name), data)
    return target.getvalue()
