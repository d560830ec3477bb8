"""The tables of a bundle as its data package describes them, for formats that are made from these tables."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

PACKAGE = "csv/datapackage.json"
# The longest cell that a bundle may contain is far above the default of the module.
csv.field_size_limit(1 << 30)

Cell = str | int | bool | None


class Field(NamedTuple):
    """A column of a table: its type in the terms of Table Schema."""

    name: str
    type: str
    description: str
    required: bool


class ForeignKey(NamedTuple):
    """A column whose values are those of a column of another table."""

    field: str
    table: str
    target: str


class DataTable(NamedTuple):
    """A table of the package, with a way to read its rows."""

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    read: Callable[[], Iterator[list[Cell]]]


def data_tables(read: Callable[[str], bytes]) -> tuple[Mapping[str, Any], list[DataTable]]:
    """The descriptor of a bundle and its tables; `read` gives the bytes of a file of the bundle."""
    package = json.loads(read(PACKAGE))
    return package, [_table(resource, read) for resource in package["resources"]]


def _table(resource: Mapping[str, Any], read: Callable[[str], bytes]) -> DataTable:
    name, schema = resource["name"], resource["schema"]
    fields = tuple(
        Field(each["name"], each["type"], each["description"], each.get("constraints", {}).get("required", False))
        for each in schema["fields"]
    )
    keys = tuple(
        ForeignKey(each["fields"][0], each["reference"]["resource"] or name, each["reference"]["fields"][0])
        for each in schema["foreignKeys"]
    )
    types = [field.type for field in fields]

    def rows() -> Iterator[list[Cell]]:
        text = io.StringIO(read(f"csv/{resource['path']}").decode(), newline="")
        lines = csv.reader(text, strict=True)
        next(lines)
        return ([_value(cell, type_) for cell, type_ in zip(line, types, strict=True)] for line in lines)

    return DataTable(name, resource["description"], fields, tuple(schema["primaryKey"]), keys, rows)


def _value(cell: str, type_: str) -> Cell:
    if not cell:
        return None
    match type_:
        case "integer":
            return int(cell)
        case "boolean":
            return cell == "true"
        case _:
            return cell
