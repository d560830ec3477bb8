"""Reads CSV strictly by RFC 4180, by nothing of what wrote it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.publish.verify.context import VerifyContext

# A cell: quoted with quotes doubled, or bare; a row of them; and cells of a row that has no end.
CELL = r'(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))'
UNNAMED = CELL.replace("((", "(?:(").replace("([", "(?:[")
CELLS = re.compile(rf"{CELL}(?:,|\r\n)")
ROW = re.compile(rf"(?:{UNNAMED},)*+{UNNAMED}\r\n")
ENDLESS = re.compile(rf"(?:{UNNAMED},)++")

BOM = "\ufeff"


class MalformedTable(Exception):  # noqa: N818 - names what the text is
    """A text that is no table: says in which row, counted as spreadsheets do, and why."""


@dataclass(frozen=True)
class TableReader:
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
            raise MalformedTable(f"row {number} has {len(row)} cells; the header has {len(header)}")
        yield dict(zip(header, row, strict=True))


def rows_of(text: str, number: int = 1) -> Iterator[tuple[str, ...]]:
    """Each row of a text, the first of which has a number; it has one at least. Raises Malformed."""
    for start, end, plain in _places(text, number):
        if plain:
            yield tuple(text[start : end - 2].split(","))
        else:
            yield tuple([bare or quoted.replace('""', '"') for quoted, bare in CELLS.findall(text, start, end)])


def raw_rows(text: str) -> Iterator[tuple[str, str]]:
    """Each row of a text as it stands there, by its first cell, which is no text in quotes. Raises Malformed."""
    for start, end, _ in _places(text, 1):
        row = text[start:end]
        yield row[: row.find(",")] if "," in row else row.removesuffix("\r\n"), row


def _places(text: str, number: int) -> Iterator[tuple[int, int, bool]]:
    """Where each row begins and where the next does, and whether it has no quotes."""
    position = 0
    while position < len(text) or position == 0:
        # A row without quotes is one line: so are nearly all of tables of ids.
        end = text.find("\r\n", position)
        line = text[position : max(end, position)]
        if end >= 0 and not any(mark in line for mark in '"\r\n'):
            yield position, end + 2, True
            position, number = end + 2, number + 1
            continue
        row = ROW.match(text, position)
        if row is None:
            endless = position > 0 and ENDLESS.fullmatch(text, position)
            why = "is not ended by CRLF" if endless else "is not RFC 4180: quotes doubled, each row ended by CRLF"
            raise MalformedTable(f"row {number} {why}")
        yield position, row.end(), False
        position, number = row.end(), number + 1


def valid_table(context: "VerifyContext", path: str) -> TableReader | None:
    """A table that can be read to its end, or None; what is wrong with it is reported by the check `tables`."""
    text = context.text(path)
    return None if text is None or table_fault(context, path, text) else TableReader(path, text)


def table_fault(context: "VerifyContext", path: str, text: str) -> str:
    """Why a table cannot be read to its end, or empty."""

    def read() -> str:
        try:
            for _ in TableReader(path, text).rows():
                pass
        except MalformedTable as error:
            return str(error)
        return ""

    return context.table_fault(path, read)


def row_name(number: int, row: dict[str, str]) -> str:
    """How a fault names a row: its number and its first cell."""
    return f"row {number} ({next(iter(row.values()), '')})"
