"""Work-lists: spreadsheets and CSV files with a row for each page, and the names of fields and sections above."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from pipeline.authoring.intake.archive import checked
from pipeline.authoring.intake.field_names import OURS
from pipeline.authoring.intake.old_file import NotImported, OldFile, without_controls
from pipeline.authoring.intake.old_page import IsHeading, OldPage, fields_of
from pipeline.authoring.intake.readers.plain_text import markdown_of
from pipeline.model.plain_markdown import plain
from pipeline.source.names import folded

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm")
MOST_ROWS, MOST_COLUMNS = 5_000, 200
TITLES = frozenset({"title", "name", "strategy", "page"})
# Columns of a page's texts are longer than this in some row, or are known headings.
SHORT = 300
Row = Sequence[str]


def read(file: OldFile, is_heading: IsHeading) -> Iterator[OldPage]:
    """A page for each row with a title."""
    tables = _workbook(file) if file.ending.startswith(".xls") else [("", _rows_of_csv(file))]
    found = False
    for sheet, rows in tables:
        if not rows:
            continue
        heads = [" ".join(head.split()) for head in rows[0]]
        at = next((index for index, head in enumerate(heads) if folded(head) in TITLES), None)
        if at is None:
            continue
        found = True
        for number, row in enumerate(rows[1:], 2):
            if any(row):
                yield _page(
                    file, f"{file.name}, {f'sheet {sheet}, ' if sheet else ''}row {number}", heads, row, is_heading
                )
    if not found:
        raise NotImported(file.name, "no column of its first row is called title")


def _page(file: OldFile, name: str, heads: Row, row: Row, is_heading: IsHeading) -> OldPage:
    """The page of a row: columns that are headings of the house become sections, the others fields."""
    fields: list[tuple[str, object]] = []
    sections: list[str] = []
    title = ""
    for head, cell in zip(heads, row, strict=False):
        if not cell:
            continue
        if folded(head) in TITLES and not title:
            title = " ".join(cell.split())
        elif head.lower() not in OURS and (is_heading(head) or len(cell) > SHORT or "\n" in cell):
            sections.append(f"# {plain(head)}\n\n{markdown_of(cell, lambda line: False, headings=False)}")
        else:
            fields.append((head, cell))
    if extra := [cell for cell in row[len(heads) :] if cell]:
        fields.append(("cells without a name above", extra))
    return OldPage(name, "", "\n".join(sections), "\n".join(filter(None, row)), title, fields_of(fields))


def _rows_of_csv(file: OldFile) -> list[Row]:
    text = file.text
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        return _limited(file, csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise NotImported(file.name, f"it is no table: {error}") from None


def _workbook(file: OldFile) -> list[tuple[str, list[Row]]]:
    """The name and the rows of each sheet; formulas by their last result, and no macro is run."""
    from openpyxl import load_workbook  # part of the extra `import`

    archive = checked(file)
    try:
        book = load_workbook(archive, read_only=True, data_only=True, keep_links=False)
        return [(sheet.title, _limited(file, sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    except NotImported:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged workbook can fail anywhere in the library
        raise NotImported(file.name, f"it is damaged, or no workbook ({type(error).__name__})") from None


def _limited(file: OldFile, rows: Iterable[Iterable[object]]) -> list[Row]:
    found: list[Row] = []
    for row in islice(rows, MOST_ROWS + 2):
        cells = [_text(cell) for cell in islice(row, MOST_COLUMNS + 1)]
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise NotImported(file.name, f"it has more than {MOST_COLUMNS} columns")
        found.append(cells)
    if len(found) > MOST_ROWS + 1:
        raise NotImported(file.name, f"it has more than {MOST_ROWS:,} rows")
    return found


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return without_controls(str(cell)).strip()
