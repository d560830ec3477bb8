"""What a table is: typed columns, rows, a key, and where its values stand in other tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.model.fields import ID_PATTERN

if TYPE_CHECKING:
    from pipeline.model.published import StrategyV1

Cell = str | int | bool | None
Row = tuple[Cell, ...]
# Gives the items of each owner's list, by the owner's id.
Groups = Callable[[], Iterable[tuple[str, Iterable[Row]]]]
# For a column, the table and the column its values stand in; an empty table is the same one.
References = Mapping[str, tuple[str, str]]
Type = Literal["string", "integer", "boolean", "date"]


@dataclass(frozen=True)
class Column:
    """A column: what its cells hold, and whether each row must have one."""

    name: str
    description: str
    type: Type = "string"
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: int = 1  # of a number


@dataclass(frozen=True)
class Table:
    """A table, sorted by its key: its `rows`, or those that `rows_of` gives for each strategy by id."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]] = tuple
    key: tuple[str, ...] = ("id",)
    references: References = field(default_factory=dict)
    rows_of: "Callable[[StrategyV1], Iterable[Row]] | None" = None

    @property
    def header(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(column.name for column in self.columns)


def id_column(name: str, description: str, *, required: bool = True, unique: bool = False) -> Column:
    """A column of ids."""
    return Column(name, description, required=required, unique=unique, pattern=ID_PATTERN)


def text_column(name: str, description: str, *, required: bool = False) -> Column:
    """A column of plain text."""
    return Column(name, description, required=required)


POSITION = Column("position", "place in the author's order, from 1", "integer", required=True)


def list_table(
    name: str, description: str, columns: tuple[Column, ...], groups: Groups, references: References
) -> Table:
    """A table of the items of lists, numbered within each; the first column names the owner."""
    owner, *rest = columns

    def rows() -> Iterator[Row]:
        return (row for id_, items in groups() for row in numbered(id_, items))

    return Table(name, description, (owner, POSITION, *rest), rows, (owner.name, POSITION.name), references)


def numbered(id_: str, items: Iterable[Row]) -> Iterator[Row]:
    """The rows of one owner's list."""
    return ((id_, number, *row) for number, row in enumerate(items, 1))
