"""The rows of a work-list that came back, each with its page and what was changed in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from pipeline.authoring.sheet.cells import CellFault, entered, is_day_first, value_of
from pipeline.authoring.sheet.columns import DIGEST, ID, OWN, PATH, SheetColumn, ValueKind, possible_columns
from pipeline.authoring.sheet.edits import Value
from pipeline.authoring.sheet.exporting import cells_of, digest_of
from pipeline.authoring.sheet.table import EMPTY, NotASheet, RawCell, RawTable, letter
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.names import did_you_mean


class SheetFault(NamedTuple):
    """What is wrong in a row (0 for the whole file), perhaps in a column, in words; `more` are further lines."""

    row: int
    letter: str
    words: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangedRow:
    """A row with changes: its number, its page, and the new values by column."""

    number: int
    entry: Entry
    values: Mapping[SheetColumn, Value]


@dataclass
class ReadRows:
    """The rows with changes, and all faults; `letters` are those of the fields' columns."""

    changed: list[ChangedRow] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    count: int = 0


class _Layout(NamedTuple):
    """Where the columns of a table stand."""

    fields: dict[SheetColumn, int]
    id: int
    path: int | None
    digest: int


def read_rows(name: str, table: RawTable, library: Library) -> ReadRows:
    """Read all rows; raises NotASheet if the table lacks the columns of a work-list."""
    read = ReadRows()
    layout = _layout(name, table, possible_columns(library.policy.fields), read)
    dates = [at for column, at in layout.fields.items() if column.kind is ValueKind.DATE]
    day_first = is_day_first(chain(_at(row, at) for _, row in table.rows for at in dates))
    first_rows: dict[str, int] = {}
    for number, row in table.rows:
        if not any(cell.text.strip() for cell in row):
            continue
        read.count += 1
        entry = _page(number, row, layout, library, read)
        if entry and (first := first_rows.setdefault(entry.path, number)) != number:
            words = f"the page {quoted(entry.id)} is in row {first} already; keep one of the two rows"
            read.faults.append(SheetFault(number, letter(layout.id), words))
        elif entry:
            _read_row(number, row, layout, entry, read, day_first=day_first)
    return read


def _layout(name: str, table: RawTable, possible: Mapping[str, SheetColumn], read: ReadRows) -> _Layout:
    header = table.header
    for needed in (ID, DIGEST):
        if needed not in header:
            raise NotASheet(
                name,
                f"its first row has no column `{needed}`; keep the first row as `strategies sheet export` wrote it",
            )
    fields: dict[SheetColumn, int] = {}
    for at, head in enumerate(header):
        if header.index(head) != at and head and not head.startswith(OWN):
            read.faults.append(SheetFault(1, letter(at), f"there are two columns {quoted(head)}; keep one"))
        elif head in possible:
            fields[possible[head]] = at
        elif head not in (ID, PATH, DIGEST) and not head.startswith(OWN) and (head or _is_used(table, at)):
            hint = did_you_mean(possible, head, f"; a column of your own begins with `{OWN}`") if head else ""
            words = f"{quoted(head)} is no field of pages{hint}" if head else "the column has no name"
            read.faults.append(SheetFault(1, letter(at), words))
    read.letters.update({column.field: letter(at) for column, at in fields.items()})
    return _Layout(fields, header.index(ID), header.index(PATH) if PATH in header else None, header.index(DIGEST))


def _is_used(table: RawTable, at: int) -> bool:
    return any(_at(row, at).text.strip() for _, row in table.rows)


def _at(row: Sequence[RawCell], index: int) -> RawCell:
    return row[index] if index < len(row) else EMPTY


def _page(number: int, row: Sequence[RawCell], layout: _Layout, library: Library, read: ReadRows) -> Entry | None:
    """The page of a row, or None and a fault."""
    id_ = _at(row, layout.id).text.strip()
    path = _at(row, layout.path).text.strip() if layout.path is not None else ""
    entry = library.by_path.get(path)
    if entry is None or entry.id != id_:
        entry = library.by_id.get(id_)
    at, words = letter(layout.id), ""
    if not id_:
        words = "the row has no id; a sheet makes no new pages: `strategies import` makes them from a list"
    elif entry is None:
        former = library.former_ids.get(id_)
        hint = f"; it is called `{former.id}` now: export the sheet again" if former else ""
        hint = hint or did_you_mean(library.by_id, id_, "; `strategies import` makes new pages")
        words = f"there is no page {quoted(id_)}{hint}"
    elif not entry.readable:
        words = f"{entry.path} cannot be read; `strategies check` says why"
    elif path and path != entry.path:
        at = letter(layout.path or 0)
        words = f"the page is at {entry.path}, and a sheet does not move it; write that here"
    if words:
        read.faults.append(SheetFault(number, at, words))
    return None if words else entry


def _read_row(
    number: int, row: Sequence[RawCell], layout: _Layout, entry: Entry, read: ReadRows, *, day_first: bool | None
) -> None:
    """Note the changes in a row, and its faults."""
    columns, faults = list(layout.fields), list[SheetFault]()
    values: dict[SheetColumn, Value] = {}
    for each, before in zip(columns, cells_of(entry, columns), strict=True):
        cell, at = _at(row, layout.fields[each]), letter(layout.fields[each])
        try:
            text = entered(cell, each, before or "", day_first=day_first)
        except CellFault as fault:
            faults.append(SheetFault(number, at, f"`{each.field}` {fault}"))
            continue
        if text == (before or ""):
            continue
        if before is None:
            words = f"`{each.field}` is written on {entry.path} in a form that no cell can hold; change it there"
            faults.append(SheetFault(number, at, words))
        elif (value := value_of(text, each)) != value_of(before, each):
            values[each] = value
    if (values or faults) and _at(row, layout.digest).text.strip() != digest_of(entry.source):
        read.faults.append(SheetFault(number, "", _stale(entry, layout, row)))
        return
    read.faults += faults
    if values and not faults:
        read.changed.append(ChangedRow(number, entry, values))


def _stale(entry: Entry, layout: _Layout, row: Sequence[RawCell]) -> str:
    if not _at(row, layout.digest).text.strip():
        return f"its `{DIGEST}` is gone, so nobody knows whether {entry.path} was changed since; export the sheet again"
    return (
        f"{entry.path} was changed after the sheet was made; delete this row if you changed nothing in it,"
        " or export a new sheet and make your changes there"
    )


def fields_of(row: ChangedRow) -> Iterator[str]:
    """The names of the fields that a row changes."""
    return (column.field for column in row.values)
