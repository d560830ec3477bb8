"""Strict reading of CSV by RFC 4180, independent of the code that writes it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.source.memoise import cached_property

# A complete cell in quotes.
QUOTED = re.compile(r'(?<![^,\n])"(?:[^"]++|"")*+"(?![^,\r])')
# What may not be left in a row once each quoted cell is replaced by a placeholder.
MISPLACED = re.compile(r'["\r\n]')
BOM = "\ufeff"
# A section may be longer than the cells that the csv module reads by default.
csv.field_size_limit(2**31 - 1)


class MalformedTable(Exception):  # noqa: N818 - names what the text is
    """A text that is not a table; the message names the row, counted as spreadsheets do, and the reason."""


@dataclass(frozen=True)
class TableReader:
    """A table of a bundle. Row 1 is the header."""

    path: str
    text: str

    @cached_property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return next(rows_of(self.text))

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row below the header by column; an absent value is an empty cell. Raises MalformedTable."""
        rows = rows_of(self.text)
        return _by_column(next(rows), rows)

    def malformed(self) -> str:
        """Why the table cannot be read to its end, or empty."""
        try:
            for _ in self.rows():
                pass
        except MalformedTable as error:
            return str(error)
        return ""


def rows_below(header: tuple[str, ...], text: str) -> list[dict[str, str]]:
    """The rows of a text without a header, by column. Raises MalformedTable."""
    return list(_by_column(header, rows_of(text, 2))) if text else []


def _by_column(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[dict[str, str]]:
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise MalformedTable(f"row {number} has {len(row)} cells; the header has {len(header)}")
        yield dict(zip(header, row, strict=True))


def rows_of(text: str, first: int = 1) -> Iterator[tuple[str, ...]]:
    """Each row of a text, which has one at least; `first` is the number of the first. Raises MalformedTable.

    The csv module accepts more than RFC 4180, so the form is checked first.
    """
    *lines, rest = (QUOTED.sub("_", text) if '"' in text else text).split("\r\n")
    malformed = next((index for index, line in enumerate(lines) if MISPLACED.search(line)), len(lines))
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for _ in range(malformed):
        yield tuple(next(rows)) or ("",)
    if malformed < len(lines) or rest or not lines:
        cut = malformed == len(lines) and lines and rest.endswith(",") and not MISPLACED.search(rest)
        reason = "is not ended by CRLF" if cut else "is not RFC 4180: quotes doubled, each row ended by CRLF"
        raise MalformedTable(f"row {first + malformed} {reason}")


def row_name(number: int, row: dict[str, str]) -> str:
    """A row in messages: its number and its first cell."""
    return f"row {number} ({next(iter(row.values()), '')})"
