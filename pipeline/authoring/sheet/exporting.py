"""The rows of a work-list, made from the pages of a library."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from pipeline.authoring.sheet.cells import shown
from pipeline.authoring.sheet.columns import SheetColumn, choices_in
from pipeline.authoring.sheet.table import NewSheet, PageRow
from pipeline.authoring.sheet.xlsx_file import fits
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.parse.yaml_tree import Mapping as Front
from pipeline.source.parse.yaml_tree import to_plain
from pipeline.source.text import Source, Span, normalised

NO_FIELDS = Front(Span("", 0, 0), ())


def digest_of(source: Source) -> str:
    """The digest of a page's text, the same whatever line endings a checkout gives it."""
    return f"sha256:{sha256(normalised(source.text).encode('utf-8', 'surrogateescape')).hexdigest()}"


def cells_of(entry: Entry, columns: Sequence[SheetColumn]) -> list[str | None]:
    """The text of a page's cell in each column; None for a value that no cell can hold."""
    front = entry.facts.front if entry.facts.valid else to_plain(entry.document.front or NO_FIELDS)
    return [shown(front, column) for column in columns] if isinstance(front, Mapping) else [None] * len(columns)


def work_list(library: Library, columns: Sequence[SheetColumn]) -> tuple[NewSheet, list[str]]:
    """The work-list of a library, and a line for each page that has no place in it."""
    rows, left_out = list[PageRow](), list[str]()
    for entry in library.entries:
        if not entry.readable:
            left_out.append(f"{entry.path} is left out: it cannot be read; `strategies check` says why")
            continue
        cells = cells_of(entry, columns)
        unfit = [column.field for column, cell in zip(columns, cells, strict=True) if cell is None or not fits(cell)]
        if unfit:
            names = ", ".join(f"`{field}`" for field in unfit)
            left_out.append(f"{entry.path} is left out: no cell can hold its {names}; `strategies check` may say why")
            continue
        rows.append(PageRow(entry.id, entry.path, digest_of(entry.source), tuple(cell or "" for cell in cells)))
    return NewSheet(columns, rows, choices_in(library, columns)), left_out
