"""A work-list as a table: cells as a file holds them, whatever its format."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from pipeline.authoring.sheet.columns import SheetColumn
from pipeline.source.environment import EnvironmentFault


class Content(Enum):
    """What a cell holds besides its text."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth value"
    DAY = "date"
    FORMULA = "formula"
    ERROR = "error"


class RawCell(NamedTuple):
    """A cell of a file; `day` is the date that a cell of a date or number stands for."""

    text: str
    content: Content = Content.TEXT
    day: dt.date | None = None


EMPTY = RawCell("")


class RawTable(NamedTuple):
    """The first row of a table and the rows below, each with its number in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[RawCell, ...]], ...]

    @classmethod
    def of(cls, rows: Iterable[tuple[RawCell, ...]]) -> "RawTable":
        """The table of all rows of a file."""
        first, *below = [*rows] or [()]
        return cls(tuple(cell.text.strip() for cell in first), tuple(enumerate(below, 2)))


class PageRow(NamedTuple):
    """A page in a work-list: its id, path and digest, and the text of its cell in each column."""

    id: str
    path: str
    digest: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class NewSheet:
    """A work-list to write; `choices` are the lists of ids and names that values come from."""

    columns: Sequence[SheetColumn]
    rows: Sequence[PageRow]
    choices: Mapping[str, Sequence[tuple[str, str]]]


class NotASheet(EnvironmentFault):
    """A file that cannot be read as a work-list, and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be read as a work-list: {why}")


def letter(index: int) -> str:
    """The letters above a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
