"""Strict reading of a workbook, independent of the library that writes it.

Only what a sheet of plain values needs is accepted: no formula, link, macro, comment, picture or hidden part.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pipeline.publish.table import Cell

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
START = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BOOK, BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
PROPERTIES = "docProps/core.xml"
PARTS = frozenset(
    {
        *("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/theme/theme1.xml"),
        *(BOOK, BOOK_RELATIONS, STRINGS, STYLES, PROPERTIES),
    }
)
# The elements of a sheet, without their namespace.
ELEMENTS = frozenset(
    {
        *("worksheet", "dimension", "sheetViews", "sheetView", "pane", "selection", "sheetFormatPr", "cols", "col"),
        *("sheetData", "row", "c", "v", "pageMargins", "ignoredErrors", "ignoredError"),
    }
)
FORMATS = frozenset({"yyyy-mm-dd"})
# A character that XML cannot hold, or the underscore of a text that reads as such an escape.
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
COLUMN = re.compile(r"([A-Z]{1,3})[1-9][0-9]*")
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


class MalformedWorkbook(Exception):  # noqa: N818 - names what the file is
    """A file that is no workbook of plain values; the message names the reason."""


class WorkbookReader:
    """The sheets of a workbook by name, in their order, each with its rows; an absent cell is None."""

    def __init__(self, data: bytes) -> None:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {info.filename: _part(archive, info) for info in archive.infolist()}
            if len(self._parts) != len(archive.infolist()):
                raise MalformedWorkbook("a part stands in it twice")
            self._paths = self._read_book()
            self._texts = [_text(item) for item in self._tree(STRINGS)]
        except (zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, EOFError, ET.ParseError) as error:
            raise MalformedWorkbook(f"it is no workbook: {error}") from None

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets."""
        return tuple(self._paths)

    @property
    def properties(self) -> dict[str, str]:
        """Title, author and the like, by their names without namespace."""
        return {item.tag.partition("}")[2]: item.text or "" for item in self._tree(PROPERTIES)}

    def rows(self, name: str) -> Iterator[tuple[Cell, ...]]:
        """The rows of a sheet, as long as the header. Raises MalformedWorkbook."""
        try:
            width = 0
            for number, row in enumerate(self._tree(self._paths[name]).iter(f"{MAIN}row"), 1):
                if row.get("r") != str(number):
                    raise MalformedWorkbook(f"row {number} of the sheet `{name}` is missing")
                cells = {_column(cell): self._value(cell) for cell in row}
                width = width or len(cells)
                if any(column >= width for column in cells) or len(cells) != len(row):
                    raise MalformedWorkbook(f"row {number} of the sheet `{name}` has cells that its header has not")
                yield tuple(cells.get(column) for column in range(width))
        except (ValueError, IndexError) as error:
            raise MalformedWorkbook(f"the sheet `{name}` cannot be read: {error}") from None

    def _tree(self, path: str) -> ET.Element:
        return ET.fromstring(self._parts[path])  # noqa: S314 - `_part` refuses declarations of entities

    def _read_book(self) -> dict[str, str]:
        """The parts of all sheets by their names."""
        book = self._tree(BOOK)
        sheets = book.findall(f"{MAIN}sheets/{MAIN}sheet")
        targets = {item.get("Id"): f"xl/{item.get('Target')}" for item in self._tree(BOOK_RELATIONS)}
        paths = {sheet.get("name", ""): targets[sheet.get(RELATION)] for sheet in sheets}
        expected = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
        if list(paths.values()) != expected or set(self._parts) != {*PARTS, *expected}:
            strange = sorted(set(self._parts) ^ {*PARTS, *expected}) or [BOOK]
            raise MalformedWorkbook(f"{', '.join(strange)[:80]}: a workbook of plain sheets has other parts")
        if any(sheet.get("state") for sheet in sheets) or book.find(f"{MAIN}definedNames") is not None:
            raise MalformedWorkbook("a sheet is hidden, or a range has a name")
        formats = {item.get("formatCode") for item in self._tree(STYLES).iter(f"{MAIN}numFmt")}
        if formats - FORMATS:
            raise MalformedWorkbook("it has a format of cells that nothing needs")
        for path in expected:
            for element in self._tree(path).iter():
                if element.tag.removeprefix(MAIN) not in ELEMENTS or element.get("hidden"):
                    raise MalformedWorkbook(f"{path}: `{element.tag.rpartition('}')[2]}` may not stand there")
        return paths

    def _value(self, cell: ET.Element) -> Cell:
        value = cell.findtext(f"{MAIN}v") or ""
        match cell.get("t", "n"):
            case "s":
                return self._texts[int(value)]
            case "b" if value in ("0", "1"):
                return value == "1"
            case "n" if NUMBER.fullmatch(value):
                return float(value) if "." in value else int(value)
        raise ValueError(f"its cell {cell.get('r')} holds no text, number or truth value")


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A part that no other one was hidden in, and that declares no entities."""
    if info.compress_type != zipfile.ZIP_STORED:
        raise MalformedWorkbook(f"{info.filename} is compressed")
    data = archive.read(info)
    if not data.startswith(START) or b"<!" in data:
        raise MalformedWorkbook(f"{info.filename} is no XML as a workbook holds it")
    return data


def _text(item: ET.Element) -> str:
    text = "".join(part.text or "" for part in item.iter(f"{MAIN}t"))
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _column(cell: ET.Element) -> int:
    """The index of a cell's column, from 0."""
    place = COLUMN.fullmatch(cell.get("r", ""))
    if place is None:
        raise ValueError("a cell has no place")
    number = 0
    for letter in place[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
