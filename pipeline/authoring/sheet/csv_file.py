"""Work-lists as CSV: written for spreadsheets, and read in the forms in which they save it."""

import csv
import io
import re

from pipeline.authoring.archive import NotADocument
from pipeline.authoring.sheet.columns import DIGEST, ID, PATH
from pipeline.authoring.sheet.table import EMPTY, Content, NewSheet, RawCell, RawTable
from pipeline.authoring.tables import csv_rows, encoding_of

# Beginnings of texts that a spreadsheet would compute. One with an apostrophe before it is shown as it is.
COMPUTED = re.compile(r"['=+@\t\r-]")


def write(sheet: NewSheet) -> bytes:
    """The work-list with a byte-order mark, without which Excel takes it for another encoding."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([ID, PATH, *(column.field for column in sheet.columns), DIGEST])
    for row in sheet.rows:
        writer.writerow(map(guarded, [row.id, row.path, *row.cells, row.digest]))
    return buffer.getvalue().encode("utf-8-sig")


def read(data: bytes) -> RawTable:
    """The table in a CSV file; raises NotADocument for anything else."""
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError:
        raise NotADocument(
            "its encoding may have lost letters; save it as `CSV UTF-8` or as .xlsx, or make the changes again"
        ) from None
    if "\x00" in text:
        raise NotADocument("it is no text")
    return RawTable.of(tuple(map(_cell, row)) for row in csv_rows(text))


def guarded(text: str) -> str:
    """A text with an apostrophe before it if a spreadsheet would compute it."""
    return f"'{text}" if COMPUTED.match(text) else text


def _cell(text: str) -> RawCell:
    if not text.strip():
        return EMPTY
    if text.startswith("'") and COMPUTED.match(text[1:]):
        return RawCell(text[1:])
    return RawCell(text, Content.FORMULA if text.startswith("=") else Content.TEXT)
