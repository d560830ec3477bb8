"""Reads CSV strictly by RFC 4180, by nothing of what wrote it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection

# A cell: quoted with quotes doubled, or bare; a row of them; and cells of a row that has no end.
CELL = r'(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))'
UNNAMED = CELL.replace("((", "(?:(").replace("([", "(?:[")
CELLS = re.compile(rf"{CELL}(?:,|\r\n)")
ROW = re.compile(rf"(?:{UNNAMED},)*+{UNNAMED}\r\n")
ENDLESS = re.compile(rf"(?:{UNNAMED},)++")

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
        return next(rows_of(self.text))

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row below the header by column; an absent value is an empty cell. Raises Malformed."""
        lines = rows_of(self.text)
        return _named(next(lines), lines)


def rows_below(header: tuple[str, ...], text: str) -> list[dict[str, str]]:
    """The rows of a text that stands below a header, by column. Raises Malformed."""
    *lines, rest = text.split("\r\n")
    if rest or '"' in text or not text.count("\r") == text.count("\n") == len(lines):
        return list(_named(header, rows_of(text, 2)))
    # Without quotes each row is a line, and a comma always the end of a cell.
    return list(_named(header, [tuple(line.split(",")) for line in lines]))


def _named(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[dict[str, str]]:
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise Malformed(f"row {number} has {len(row)} cells; the header has {len(header)}")
        yield dict(zip(header, row, strict=True))


def rows_of(text: str, number: int = 1) -> Iterator[tuple[str, ...]]:
    """Each row of a text, the first of which has a number; it has one at least. Raises Malformed."""
    position = 0
    while position < len(text) or position == 0:
        # A row without quotes is one line: so are nearly all of tables of ids.
        end = text.find("\r\n", position)
        line = text[position : max(end, position)]
        if end >= 0 and not any(mark in line for mark in '"\r\n'):
            yield tuple(line.split(","))
            position, number = end + 2, number + 1
            continue
        row = ROW.match(text, position)
        if row is None:
            endless = position > 0 and ENDLESS.fullmatch(text, position)
            why = "is not ended by CRLF" if endless else "is not RFC 4180: quotes doubled, each row ended by CRLF"
            raise Malformed(f"row {number} {why}")
        end = row.end()
        yield tuple([bare or quoted.replace('""', '"') for quoted, bare in CELLS.findall(text, position, end)])
        position, number = end, number + 1


def sound_table(inspection: Inspection, path: str) -> Table | None:
    """A table that can be read to its end, or None; what is wrong with it is reported by the check `tables`."""
    text = inspection.text(path)
    return None if text is None or table_fault(inspection, path, text) else Table(path, text)


def table_fault(inspection: Inspection, path: str, text: str) -> str:
    """Why a table cannot be read to its end, or empty."""

    def read() -> str:
        try:
            for _ in Table(path, text).rows():
                pass
        except Malformed as error:
            return str(error)
        return ""

    return inspection.table_fault(path, read)


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
