"""All tables as one workbook: a sheet for each, text as text, a fixed header row.

XlsxWriter writes its XML itself, so that the bytes depend on nothing but its version, which is pinned.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pipeline.publish.data_package import package_tables
from pipeline.publish.exporter import Exporter, ExportFault, File, WrittenFiles
from pipeline.publish.records import Records
from pipeline.publish.release.archive import member
from pipeline.publish.workbook import PATH, Sheet, SheetCell, sheets

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# No text becomes a formula, a number or a link.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
# When the workbook says it was made.
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# The widths of columns, in characters.
NARROWEST, WIDEST = 10, 60
# The number of the format “text”, which is built into programs.
TEXT = 49
# The longest text in a cell of the format “text”, in which older programs show a longer one as `####`.
MOST_AS_TEXT = 255
# Characters that XML cannot hold or changes, and the underscore of a text that reads as their escape.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
STRINGS = "xl/sharedStrings.xml"
STRINGS_START = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
)


class Xlsx(Exporter):
    """One workbook that holds all tables."""

    format = "xlsx"
    on_demand = True
    module = "xlsxwriter"
    needs = ("csv",)

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """Write the CSV tables as sheets, after one about the library and one of its disclaimers."""
        from xlsxwriter import Workbook  # of an extra

        buffer, library = io.BytesIO(), records.library
        with Workbook(buffer, OPTIONS) as book:
            book.set_properties({"title": library.title, "author": library.publisher, "created": EPOCH})
            writer = SheetWriter(book)
            disclaimers = [(item.id, item.text) for item in records.disclaimers]
            for sheet in sheets(library, disclaimers, package_tables(written.read)):
                writer.write(sheet)
        yield File(PATH, stored(buffer, writer.strings()))


class SheetWriter:
    """Writes sheets of one workbook, with the indexes of their texts for the texts, which it keeps."""

    def __init__(self, book: "Workbook") -> None:
        self.texts: dict[str, int] = {}
        self.count = 0
        self.book = book
        self.bold = book.add_format({"bold": True})
        self.as_text = book.add_format({"num_format": TEXT})
        self.as_date = book.add_format({"num_format": "yyyy-mm-dd"})

    def write(self, sheet: Sheet) -> None:
        """Write a sheet; raises ExportFault when it does not fit."""
        target = self.book.add_worksheet(sheet.name)
        target.freeze_panes(1, 0)
        target.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        widths = [max(NARROWEST, len(name) + 2) for name in sheet.header]
        for column, name in enumerate(sheet.header):
            self._write_text(target, (0, column), name, self.bold)
        for row, cells in enumerate(sheet.rows, 1):
            for column, cell in enumerate(cells):
                if cell is None:
                    continue
                if not self._write(target, (row, column), cell):
                    where = f"row {row + 1} of the sheet `{sheet.name}`"
                    raise ExportFault(
                        f"a workbook cannot hold {where}: it would be longer than 1,048,576 rows",
                        "Export without the format `xlsx`; csv and sqlite have no such limit.",
                    )
                widths[column] = max(widths[column], min(WIDEST, len(str(cell)) + 2))
        for column, width in enumerate(widths):
            target.set_column(column, column, width)

    def _write(self, target: "Worksheet", place: tuple[int, int], cell: SheetCell) -> bool:
        """Write a cell; returns False when there is no place for it."""
        if isinstance(cell, bool):
            return bool(target.write_boolean(*place, cell) == 0)
        if isinstance(cell, int | float):
            return bool(target.write_number(*place, cell) == 0)
        if isinstance(cell, dt.date):
            return bool(target.write_datetime(*place, cell, self.as_date) == 0)
        assert cell is not None
        return self._write_text(target, place, cell, self.as_text if len(cell) <= MOST_AS_TEXT else None)

    def _write_text(self, target: "Worksheet", place: tuple[int, int], text: str, form: "Format | None") -> bool:
        # The escaping of XlsxWriter loses some texts, such as `<r></r>` and `_x005F_x0041_`.
        index = self.texts.setdefault(text, len(self.texts))
        self.count += 1
        return bool(target.write_string(*place, str(index), form) == 0)

    def strings(self) -> bytes:
        """The part that holds the texts."""
        items = "".join(f'<si><t xml:space="preserve">{_escaped(text)}</t></si>' for text in self.texts)
        return f'{STRINGS_START} count="{self.count}" uniqueCount="{len(self.texts)}">{items}</sst>'.encode()


def _escaped(text: str) -> str:
    return escape(UNWRITABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", text))


def stored(buffer: io.BytesIO, strings: bytes) -> bytes:
    """The same workbook with these texts, and without compression: the output of zlib differs between its builds."""
    target = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in source.namelist():
            archive.writestr(member(name), strings if name == STRINGS else source.read(name))
    return target.getvalue()
