"""Tables of other programs: CSV in the forms in which they save it, and the sheets of workbooks."""

import csv
import datetime as dt
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from pipeline.authoring.archive import NotADocument, checked

Cell = TypeVar("Cell")
# Most rows and columns that are read.
MOST_ROWS, MOST_COLUMNS = 50_000, 200
# Byte-order marks, and how texts with them are encoded.
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = ",;\t"
# Most characters of a cell of CSV.
LARGEST_CELL = 1_000_000


class RawSheet(NamedTuple):
    """A sheet of a workbook: its name, the day that it counts days from, and rows of cells as openpyxl has them."""

    name: str
    epoch: dt.datetime
    rows: list[tuple[Any, ...]]


def encoding_of(data: bytes) -> str:
    """The encoding that a byte-order mark names, or else UTF-8."""
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), "utf-8")


def csv_rows(text: str) -> list[tuple[str, ...]]:
    """The rows of CSV with commas, semicolons or tabs; raises NotADocument for anything else."""
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(LARGEST_CELL)
    try:
        return _limited(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise NotADocument(f"it is no table: {error}") from None


def sheets(data: bytes, *, results: bool) -> Iterator[RawSheet]:
    """The sheets of a workbook, formulas by their last results if these are wanted; no macro is run.

    Raises NotADocument for anything else, or for a workbook that is damaged or far too large.
    """
    from openpyxl import load_workbook  # part of the extras `import` and `sheet`

    archive = checked(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            book = load_workbook(archive, read_only=True, data_only=results, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs state too few rows
            yield RawSheet(sheet.title, book.epoch, _limited(sheet.iter_rows()))
    except NotADocument:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged workbook can fail anywhere in the library
        raise NotADocument(f"it is damaged, or no workbook ({type(error).__name__})") from None


def _limited(rows: Iterable[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """The rows without cells that are empty beyond the last column that is read."""
    found = []
    for row in islice(rows, MOST_ROWS + 1):
        if any(map(_is_full, islice(row, MOST_COLUMNS, None))):
            raise NotADocument(f"it has more than {MOST_COLUMNS} columns")
        found.append(tuple(row[:MOST_COLUMNS]))
    if len(found) > MOST_ROWS:
        raise NotADocument(f"it has more than {MOST_ROWS:,} rows")
    return found


def _is_full(cell: object) -> bool:
    """True if a cell of CSV or of a workbook holds something."""
    return bool(cell) if isinstance(cell, str) else getattr(cell, "value", None) is not None
