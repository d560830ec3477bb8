"""What a table is: columns that say where their cells come from, a key, and where its values stand in other tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from pipeline.model.fields import ID_PATTERN

Cell = str | int | bool | None
Row = tuple[Cell, ...]
# For a column, the table and the column its values stand in; an empty table is the same one.
References = Mapping[str, tuple[str, str]]
Type = Literal["string", "integer", "boolean", "date"]
# The cell of a thing, or of an item of its list: tables are of many kinds of things.
Value = Callable[[Any], Cell]
# The JSON Schema of each field of a published shape, by the shape's name.
FieldSchemas = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Column:
    """A column: what its cells hold and where that comes from, and whether each row must have one."""

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
    """A column that holds a field of a published shape, which says of what type it is and describes it.

    The schemas are passed in: the page policy needs the names of columns where nothing is published.
    """

    name: str
    shape: str = "StrategyV1"
    field: str = ""  # where it is not the name
    value: Value | None = None  # where it is not the attribute of this name
    description: str = ""  # where the field's own does not do
    required: bool | None = None  # where an empty text may stand in it
    unique: bool = False

    def column(self, schemas: FieldSchemas) -> Column:
        """The column itself."""
        said, needed = _plain(schemas(self.shape)[self.field or self.name])
        return Column(
            self.name,
            "date" if said.get("format") == "date" else said["type"],
            self.description or said["description"],
            self.value or named(self.name),
            required=needed if self.required is None else self.required,
            unique=self.unique,
            pattern=said.get("pattern"),
            minimum=said.get("minimum"),
        )


def _plain(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The schema of a field without `null`, and whether it always has a value."""
    if "anyOf" not in schema:
        return schema, True
    told, _ = schema["anyOf"]
    return {**told, **schema}, False


@dataclass(frozen=True)
class Table:
    """A table of things, sorted by its key: a row for each, or with `items` a row for each item of its list.

    The rows of items begin with the owner and the place in its list; the other columns are about the item.
    `things` are all there are; None where they are the published strategies, which come one by one.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    things: Callable[[], Iterable[Any]] | None = None
    items: Callable[[Any], Iterable[Any]] | None = None
    key: tuple[str, ...] = ("id",)
    references: References = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(column.name for column in self.columns)

    def rows(self) -> Iterator[Row]:
        """All rows of a table of other things than strategies."""
        assert self.things is not None
        return (row for thing in self.things() for row in self.rows_of(thing))

    def rows_of(self, thing: object) -> Iterable[Row]:
        """The rows of one thing."""
        if self.items is None:
            return (tuple([column.value(thing) for column in self.columns]),)
        owner, _, *rest = self.columns
        items = enumerate(self.items(thing), 1)
        return [(owner.value(thing), place, *[column.value(item) for column in rest]) for place, item in items]


def named(name: str) -> Value:
    """The cell that is the attribute of this name."""
    return attrgetter(name)


def whole(item: Any) -> Cell:
    """The cell of an item that is plain text itself."""
    return item  # type: ignore[no-any-return]


def id_column(name: str, description: str, value: Value, *, unique: bool = False) -> Column:
    """A column of ids."""
    return Column(name, "string", description, value, required=True, unique=unique, pattern=ID_PATTERN)


def _no_place(item: object) -> Cell:
    raise AssertionError("the place of an item follows from its list, see `Table`")


POSITION = Column("position", "integer", "place in the author's order, from 1", _no_place, required=True, minimum=1)
