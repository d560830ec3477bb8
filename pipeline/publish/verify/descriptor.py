"""Reading of a Frictionless data package (https://specs.frictionlessdata.io/table-schema) as far as bundles use it.

Anything unknown is refused, so that no constraint is ignored in silence.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

DESCRIPTOR = "csv/datapackage.json"
INTEGER = re.compile(r"[+-]?\d+")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _is_date(cell: str) -> bool:
    try:
        return bool(DATE.fullmatch(cell) and dt.date.fromisoformat(cell))
    except ValueError:
        return False


TYPES: Mapping[str, Callable[[str], object]] = {
    "string": lambda cell: True,
    "integer": INTEGER.fullmatch,
    "number": NUMBER.fullmatch,
    "boolean": {"true", "True", "TRUE", "1", "false", "False", "FALSE", "0"}.__contains__,
    "date": _is_date,
}


def _compiled(pattern: str | None) -> str | None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise ValueError(f"no pattern: {error}") from None
    return pattern


Pattern = Annotated[str | None, AfterValidator(_compiled)]
# The name of one field is a list of one.
Names = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else tuple(value))]


class Descriptor(BaseModel):
    """Base of the parts of a descriptor."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Constraints(Descriptor):
    """Constraints of the cells of a column besides their type."""

    required: bool = False
    unique: bool = False
    pattern: Pattern = None
    minimum: int | None = None


class DescriptorColumn(Descriptor):
    """One column."""

    name: str
    type: Literal["string", "integer", "number", "boolean", "date"] = "string"
    description: str = ""
    constraints: Constraints = Constraints()

    def reason_against(self, cell: str) -> str:
        """Why a cell may not be in this column; empty when it may."""
        rules = self.constraints
        if not cell:
            return "is empty" if rules.required else ""
        if not TYPES[self.type](cell):
            return f"is no {self.type}: `{cell[:80]}`"
        if rules.pattern is not None and not re.fullmatch(rules.pattern, cell):
            return f"does not match {rules.pattern}: `{cell[:80]}`"
        outside = self.type == "integer" and rules.minimum is not None and float(cell) < rules.minimum
        return f"is out of range: {float(cell):g}" if outside else ""


class ReferencedKey(Descriptor):
    """The columns that a foreign key refers to; an empty resource is the table itself."""

    resource: str
    fields: Names


class ForeignKey(Descriptor):
    """Columns whose values must be keys of another table."""

    fields: Names
    reference: ReferencedKey


class TableSchema(Descriptor):
    """The columns of a table and its keys."""

    fields: tuple[DescriptorColumn, ...]
    primary_key: Names = Field((), alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Field((), alias="foreignKeys")
    missing_values: tuple[Literal[""]] = Field(("",), alias="missingValues")

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.fields)

    @cached_property
    def unique(self) -> tuple[tuple[str, ...], ...]:
        """Every set of columns whose values are unique."""
        single = ((field.name,) for field in self.fields if field.constraints.unique)
        return tuple(dict.fromkeys((*((self.primary_key,) if self.primary_key else ()), *single)))


class DescriptorResource(BaseModel):
    """One table of a data package. Its other keys (titles, sources, dialect) are for other readers."""

    model_config = ConfigDict(frozen=True)

    name: str
    path: str
    table: TableSchema = Field(alias="schema")

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.table.header


class DataPackage(BaseModel):
    """A descriptor: its tables."""

    resources: Annotated[tuple[DescriptorResource, ...], Field(min_length=1)]


def read_descriptor(text: str) -> tuple[DescriptorResource, ...]:
    """The tables of a descriptor; raises ValueError when it is none, or names a column that does not exist."""
    try:
        resources = DataPackage.model_validate_json(text).resources
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    columns = {item.name: set(item.header) for item in resources}
    for item in resources:
        named = [(item.name, item.table.primary_key)]
        for key in item.table.foreign_keys:
            named += [(item.name, key.fields), (key.reference.resource or item.name, key.reference.fields)]
        for name, fields in named:
            if not set(fields) <= columns.get(name, set()):
                raise ValueError(
                    f"`{item.name}` has a key over {', '.join(fields)} of `{name}`, which has no such column"
                )
    return resources


def described_tables(text: str | None) -> dict[str, Mapping[str, Any]]:
    """The schemas of the tables with rows of each strategy, by path; none where the descriptor is invalid."""
    try:
        resources = read_descriptor(text or "")
    except ValueError:
        return {}
    found = (item for item in resources if item.name == "strategies" or item.header[0] == "strategy")
    return {f"csv/{item.path}": item.table.model_dump(mode="json", by_alias=True) for item in found}


def key_of(row: Mapping[str, Any], fields: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of some columns of a row."""
    return tuple([row[field] for field in fields])
