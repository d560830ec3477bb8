"""Work-lists as CSV: written for spreadsheets, and read in the forms in which they save it."""

import csv
import io
import re

from pipeline.authoring.sheet.columns import DIGEST, ID, PATH
from pipeline.authoring.sheet.table import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    Content,
    NewSheet,
    NotASheet,
    RawCell,
    RawTable,
)

ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = ",;\t"
# Beginnings of texts that a spreadsheet would compute. One with an apostrophe before it is shown as it is.
COMPUTED = re.compile(r"['=+@\t\r-]")
LARGEST_CELL = 1_000_000


def write(sheet: NewSheet) -> bytes:
    """The work-list with a byte-order mark, without which Excel takes it for another encoding."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([ID, PATH, *(column.field for column in sheet.columns), DIGEST])
    for row in sheet.rows:
        writer.writerow(map(guarded, [row.id, row.path, *row.cells, row.digest]))
    return buffer.getvalue().encode("utf-8-sig")


def read(name: str, data: bytes) -> RawTable:
    """The table in a CSV file, with commas, semicolons or tabs; raises NotASheet for anything else."""
    encoding = next((found for mark, found in ENCODINGS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise NotASheet(
            name, "its encoding may have lost letters; save it as `CSV UTF-8` or as .xlsx, or make the changes again"
        ) from None
    if "\x00" in text:
        raise NotASheet(name, "it is no text")
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(LARGEST_CELL)
    rows: list[tuple[int, tuple[RawCell, ...]]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise NotASheet(name, f"it has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns")
            rows.append((number, tuple(map(_cell, row))))
    except csv.Error as error:
        raise NotASheet(name, f"it is no table: {error}") from None
    header = tuple(cell.text.strip() for cell in rows[0][1]) if rows else ()
    return RawTable(header, tuple(rows[1:]))


def guarded(text: str) -> str:
    """A text with an apostrophe before it if a spreadsheet would compute it."""
    return f"'{text}" if COMPUTED.match(text) else text


def _cell(text: str) -> RawCell:
    if not text.strip():
        return EMPTY
    if text.startswith("'") and COMPUTED.match(text[1:]):
        return RawCell(text[1:])
    return RawCell(text, Content.FORMULA if text.startswith("=") else Content.TEXT)
