"""Reads CSV strictly by RFC 4180, without the csv module that wrote it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.publish.fault import Fault
from pipeline.publish.inspection import Inspection

# A cell and what ends it: quoted with quotes doubled, or bare; then a comma or the end of the row.
CELL = re.compile(r'(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))(,|\r\n)')

BOM = "\ufeff"


class Malformed(Exception):  # noqa: N818 - names what the text is
    """A text that is no table: says in which row, counted as spreadsheets do, and why."""


@dataclass(frozen=True)
class Table:
    """A table of a bundle. Row 1 is the header."""

    path: str
    text: str

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return next(self._cells())

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row below the header by column; an absent value is an empty cell. Raises Malformed."""
        lines = self._cells()
        header = next(lines)
        for number, row in enumerate(lines, 2):
            if len(row) != len(header):
                raise Malformed(f"row {number} has {len(row)} cells; the header has {len(header)}")
            yield dict(zip(header, row, strict=True))

    def _cells(self) -> Iterator[tuple[str, ...]]:
        row: list[str] = []
        position, number = 0, 1
        while position < len(self.text) or number == 1:
            cell = CELL.match(self.text, position)
            if cell is None:
                raise Malformed(f"row {number} is not RFC 4180: quotes doubled, each row ended by CRLF")
            row.append(cell[2] if cell[1] is None else cell[1].replace('""', '"'))
            position = cell.end()
            if cell[3] != ",":
                yield tuple(row)
                row, number = [], number + 1
        if row:
            raise Malformed(f"row {number} is not ended by CRLF")


def sound_table(inspection: Inspection, path: str) -> Table | None:
    """A table that can be read to its end, or None; what is wrong with it is reported by the check `tables`."""
    text = inspection.text(path)
    if text is None:
        return None
    table = Table(path, text)
    try:
        for _ in table.rows():
            pass
    except Malformed:
        return None
    return table


def row_name(number: int, row: dict[str, str]) -> str:
    """How a fault names a row: its number and its first cell."""
    return f"row {number} ({next(iter(row.values()), '')})"


def cell(value: object) -> str:
    """A value as a cell holds it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def differences(path: str, record: str, row: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Fault]:
    """Give each column of a row that does not hold what it should."""
    for column, value in wanted.items():
        if row.get(column) != value:
            yield Fault(path, record, f"`{column}` is not what the record says")
