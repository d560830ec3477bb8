"""CSV: every table, and a descriptor that says what stands in them.

RFC 4180: CRLF, UTF-8 without a byte-order mark, a header row. Cells are raw; an empty one means that there is nothing.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.exporter import File, exporter
from pipeline.model.published import SCHEMA_VERSION
from pipeline.model.records import Records
from pipeline.model.table import Cell, Column, Table
from pipeline.model.tables import tables

LINE_END = "\r\n"
# What a data package takes as a licence's name.
LICENCE_NAME = re.compile(r"[-A-Za-z0-9._]+")


@exporter("csv")
def csv_tables(records: Records) -> Iterator[File]:
    """All tables, each sorted by its key, then their descriptor."""
    resources = []
    for table in tables(records):
        data = table_text(table.header, table.rows).encode()
        resources.append(_resource(table, data))
        yield File(f"csv/{table.name}.csv", data)
    text = json.dumps(_package(records, resources), ensure_ascii=False, allow_nan=False, indent=2)
    yield File("csv/datapackage.json", (text + "\n").encode())


def table_text(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """One table as text."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=LINE_END)
    writer.writerow(header)
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _package(records: Records, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """https://specs.frictionlessdata.io/data-package."""
    library = records.library
    named = bool(LICENCE_NAME.fullmatch(library.licence))
    return {
        "profile": "tabular-data-package",
        "name": "strategies",
        "title": library.title,
        "version": library.version,
        "schema_version": SCHEMA_VERSION,
        "licenses": [{"name": library.licence if named else "notspecified", "title": library.licence}],
        "contributors": [{"title": library.publisher, "role": "publisher"}],
        "resources": resources,
    }


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    """https://specs.frictionlessdata.io/tabular-data-resource."""
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": LINE_END,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": resource, "fields": [field]}}
                for column, (resource, field) in table.references.items()
            ],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.unique:
        constraints["unique"] = True
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.type == "integer":
        constraints["minimum"] = column.minimum
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})
