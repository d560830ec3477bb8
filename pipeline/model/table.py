"""Definitions of tables: columns with their source, keys, and references to other tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from pipeline.model.fields import ID_PATTERN

Cell = str | int | bool | None
Row = tuple[Cell, ...]
# For a column, the table and column that it refers to; an empty name is the same table.
References = Mapping[str, tuple[str, str]]
Type = Literal["string", "integer", "boolean", "date"]
# Returns the cell of a record, or of an item of its list.
Value = Callable[[Any], Cell]
# The JSON Schema of each field of a published shape, by the shape's name.
FieldSchemas = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Column:
    """A column, the source of its cells, and their constraints."""

    name: str
    type: Type
    description: str
    value: Value
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: int | None = None  # of a number


@dataclass(frozen=True)
class FieldColumn:
    """A column with the type and description of a field of a published shape."""

    name: str
    shape: str = "StrategyV1"
    field: str = ""  # if it is not the name
    value: Value | None = None  # if it is not the attribute of this name
    description: str = ""  # if it is not that of the field
    required: bool | None = None  # if it is not that of the field
    unique: bool = False

    def column(self, schemas: FieldSchemas) -> Column:
        """The column, given the schemas of all shapes."""
        schema, needed = _plain(schemas(self.shape)[self.field or self.name])
        return Column(
            self.name,
            "date" if schema.get("format") == "date" else schema["type"],
            self.description or schema["description"],
            self.value or named(self.name),
            required=needed if self.required is None else self.required,
            unique=self.unique,
            pattern=schema.get("pattern"),
            minimum=schema.get("minimum"),
        )


def _plain(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The schema of a field without `null`, and whether it always has a value."""
    if "anyOf" not in schema:
        return schema, True
    plain, _ = schema["anyOf"]
    return {**plain, **schema}, False


@dataclass(frozen=True)
class Table:
    """A table sorted by its key, with a row for each record or, with `items`, for each item of its list.

    Rows of items start with the owner and the position in its list; the other columns are about the item. `records` is
    None for published strategies, which are passed one by one.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    records: Callable[[], Iterable[Any]] | None = None
    items: Callable[[Any], Iterable[Any]] | None = None
    key: tuple[str, ...] = ("id",)
    references: References = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(column.name for column in self.columns)

    def rows(self) -> Iterator[Row]:
        """All rows of a table that has `records`."""
        assert self.records is not None
        return (row for record in self.records() for row in self.rows_of(record))

    def rows_of(self, record: object) -> Iterable[Row]:
        """The rows of a record."""
        if self.items is None:
            return (tuple([column.value(record) for column in self.columns]),)
        owner, _, *others = self.columns
        items = enumerate(self.items(record), 1)
        return [(owner.value(record), number, *[column.value(item) for column in others]) for number, item in items]


def named(name: str) -> Value:
    """The attribute of this name as a cell."""
    return attrgetter(name)


def itself(item: Any) -> Cell:
    """An item that is text as a cell."""
    return item  # type: ignore[no-any-return]


def id_column(name: str, description: str, value: Value, *, unique: bool = False) -> Column:
    """A column of ids."""
    return Column(name, "string", description, value, required=True, unique=unique, pattern=ID_PATTERN)


def _no_position(item: object) -> Cell:
    raise AssertionError("the position of an item depends on its list, see `Table`")


POSITION = Column("position", "integer", "place in the author's order, from 1", _no_position, required=True, minimum=1)
