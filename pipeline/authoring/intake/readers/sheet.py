"""Work-lists: spreadsheets and CSV files with a row for each page, and the names of fields and sections above."""

import datetime as dt
from collections.abc import Iterator, Sequence

from pipeline.authoring.intake.field_names import OURS
from pipeline.authoring.intake.old_file import NotImported, OldFile, without_controls
from pipeline.authoring.intake.old_page import IsHeading, OldPage, fields_of
from pipeline.authoring.intake.readers.plain_text import markdown_of
from pipeline.authoring.tables import csv_rows, sheets
from pipeline.model.plain_markdown import plain
from pipeline.source.names import folded

WORKBOOKS = (".xlsx", ".xlsm")
ENDINGS = (".csv", ".tsv", *WORKBOOKS)
# Most rows of a list, each of which becomes a page.
MOST_ROWS = 2_000
TITLES = frozenset({"title", "name", "strategy", "page", "título", "titel", "titre", "العنوان"})
# How many columns a message names.
NAMED = 8
# Columns of a page's texts are longer than this in some row, or are known headings.
SHORT = 300
Row = Sequence[str]


def read(file: OldFile, is_heading: IsHeading) -> Iterator[OldPage]:
    """A page for each row with a title."""
    found, seen = False, list[str]()
    for sheet, rows in _tables(file):
        if not rows:
            continue
        heads = [" ".join(head.split()) for head in rows[0]]
        seen += filter(None, heads)
        at = next((index for index, head in enumerate(heads) if folded(head) in TITLES), None)
        if at is None:
            continue
        found = True
        if len(rows) > MOST_ROWS:
            raise NotImported(file.name, f"it has {len(rows):,} rows; divide it: {MOST_ROWS:,} are read at once")
        for number, row in enumerate(rows[1:], 2):
            if any(row):
                yield _page(
                    file, f"{file.name}, {f'sheet {sheet}, ' if sheet else ''}row {number}", heads, row, is_heading
                )
    if not found:
        named = ", ".join(f"“{head}”" for head in seen[:NAMED]) or "nothing"
        raise NotImported(file.name, f"no column of its first row is called title; the row has {named}")


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


def _tables(file: OldFile) -> Iterator[tuple[str, list[Row]]]:
    """The name and the rows of each sheet; CSV is one without a name."""
    if file.ending not in WORKBOOKS:
        yield "", [[_text(cell) for cell in row] for row in csv_rows(file.text)]
        return
    for sheet in sheets(file.data, results=True):
        yield sheet.name, [[_text(cell.value) for cell in row] for row in sheet.rows]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return without_controls(str(cell)).strip()
