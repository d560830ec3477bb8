"""Tables and their columns: where cells come from, keys, and references to other tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Literal

from pipeline.model.fields import ID_PATTERN
from pipeline.publish.schema.base import PublishedModel

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]
Type = Literal["string", "integer", "number", "boolean", "date"]
# Reads a cell from a record, or from an item of its list. Each table has records of another type.
Value = Callable[[Any], Cell]
Items = Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class Column:
    """A column, the source of its cells, and the constraints on them.

    `references` names the table whose ids the cells hold; an empty name is the column's own table.
    """

    name: str
    type: Type
    description: str
    value: Value
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: int | None = None
    references: str | None = None


@dataclass(frozen=True)
class Table:
    """A table, sorted by its key, with a row for each record, or for each item of the record's list `items`.

    A row of an item begins with the record's id and the item's number; its other columns are about the item.
    `records` is None for published strategies, which are rendered one at a time.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    records: Callable[[], Iterable[Any]] | None = None
    items: Items | None = None
    key: tuple[str, ...] = ("id",)

    @property
    def header(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(column.name for column in self.columns)

    def rows(self) -> Iterator[Row]:
        """All rows of a table that is not about strategies."""
        assert self.records is not None
        return (row for record in self.records() for row in self.rows_of(record))

    def rows_of(self, record: object) -> Iterable[Row]:
        """The rows of one record."""
        if self.items is None:
            return [tuple([column.value(record) for column in self.columns])]
        owner, _, *others = self.columns
        items = enumerate(self.items(record), 1)
        return [(owner.value(record), number, *[column.value(item) for column in others]) for number, item in items]


@cache
def _field_schemas(model: type[PublishedModel]) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = model.model_json_schema(mode="serialization")["properties"]
    return properties


def field_column(model: type[PublishedModel], name: str) -> Column:
    """The column of a published field: type, description and constraints come from its JSON Schema."""
    schema = _field_schemas(model)[name]
    nullable = "anyOf" in schema
    if nullable:
        schema = schema["anyOf"][0] | schema
    return Column(
        name,
        "date" if schema.get("format") == "date" else schema["type"],
        schema.get("description", ""),
        attrgetter(name),
        required=not nullable,
        unique=name == "id",
        pattern=schema.get("pattern"),
        minimum=schema.get("minimum"),
    )


def text_column(name: str, description: str, value: Value | None = None) -> Column:
    """A column of texts that are never empty, by default those of the attribute of the same name."""
    return Column(name, "string", description, value or attrgetter(name), required=True)


def id_column(
    name: str, description: str, references: str | None = None, value: Value = attrgetter("id"), *, unique: bool = False
) -> Column:
    """A column of ids, by default those of the records or items themselves."""
    return Column(
        name, "string", description, value, required=True, unique=unique, pattern=ID_PATTERN, references=references
    )


def item(value: Any) -> Cell:
    """The cell of an item that is a text itself."""
    return value  # type: ignore[no-any-return]


def _no_value(record: object) -> Cell:
    raise AssertionError("`Table.rows_of` numbers the items of a list")


ORDINAL = Column("ordinal", "integer", "place in the author's order, from 1", _no_value, required=True, minimum=1)


@dataclass(frozen=True)
class Owner:
    """Records with lists that become tables of their own; `column` holds the record's id."""

    column: Column
    records: Callable[[], Iterable[Any]] | None = None

    def table(self, name: str, description: str, items: Items, *columns: Column) -> Table:
        """The table of one list of each record; its items are numbered."""
        key = (self.column.name, ORDINAL.name)
        return Table(name, description, (self.column, ORDINAL, *columns), self.records, items, key)
