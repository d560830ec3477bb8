"""Columns and tables of a library's own fields."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from pipeline.model.own_fields import OwnField, listed_table
from pipeline.model.own_vocabulary import table_of
from pipeline.model.policy import PagePolicy
from pipeline.publish.schema.own_values import FieldValueV1, NamedV1
from pipeline.publish.table import Cell, Column, Owner, Table, Type, id_column, item, text_column

# Types of the columns of the library's own fields, where they are no text.
OWN_TYPES: Mapping[str, Type] = {"integer": "integer", "number": "number", "date": "date", "boolean": "boolean"}
# The packaged tables whose ids a reference can hold.
TABLES: Mapping[str, str] = {
    "strategy": "strategies",
    "factor": "factors",
    "category": "categories",
    "learner_model": "learner_models",
}


class Holder(Protocol):
    """A record with values of the library's own fields."""

    @property
    def fields(self) -> Mapping[str, FieldValueV1]:
        """The values by the ids of the fields."""


def own_columns(policy: PagePolicy, holder: str) -> Iterator[Column]:
    """The columns of the library's own fields of one kind of thing."""
    own = policy.fields_on(holder)
    return (_own_column(field) for field in own if field.column and not field.is_listed)


def own_lists(policy: PagePolicy, holder: str, owner: Owner) -> Iterator[Table]:
    """The tables of those of them whose values are lists."""
    return (_own_list(field, owner) for field in policy.fields_on(holder) if field.column and field.is_listed)


def _own_column(field: OwnField) -> Column:
    """The column of a field of the library's own; of a reference it holds the id."""

    def value(record: Holder) -> Cell:
        found = record.fields.get(field.id)
        assert not isinstance(found, list)
        return found.id if isinstance(found, NamedV1) else found

    target = field.target and _target(field)
    return Column(
        field.id, OWN_TYPES.get(field.type, "string"), _described(field), value, field.required, references=target
    )


def _own_list(field: OwnField, owner: Owner) -> Table:
    """The table of a field whose values are lists: of texts, or of the ids of what it names."""

    def values(record: Holder) -> list[str]:
        found = record.fields.get(field.id, [])
        return (
            [each.id if isinstance(each, NamedV1) else str(each) for each in found] if isinstance(found, list) else []
        )

    described = _described(field)
    text = text_column(field.id, described, item)
    column = id_column(field.id, described, _target(field) or "strategies", item) if field.target else text
    return owner.table(listed_table(field), f"values of {described}", values, column)


def _target(field: OwnField) -> str:
    """The table that a reference leads to; empty if it is its own."""
    target = field.target or ""
    table = TABLES.get(target, table_of(target))
    return "" if target == field.on and not field.is_listed else table


def _described(field: OwnField) -> str:
    """The description of a field's column, which begins like no other."""
    name = f"the library's own field “{field.name}”"
    return f"{name}: {field.description}" if field.description else name
