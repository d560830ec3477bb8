"""CSV: the data package that describes all tables."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.exporters.csv_tables import LINE_END, path_of
from pipeline.publish.records import Records
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.manifest import ManifestFileV1
from pipeline.publish.table import Column, Table
from pipeline.publish.tables import other_tables, strategy_tables

# A licence's name that a data package may hold.
LICENCE_NAME = re.compile(r"[-A-Za-z0-9._]+")


class CsvDescriptor(Exporter):
    """The descriptor of all tables."""

    format = "csv"

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """The descriptor, which holds the size and the hash of each table."""
        resources = [
            _resource(table, written.file(path_of(table)))
            for table in (*strategy_tables(records.policy), *other_tables(records))
        ]
        text = json.dumps(_package(records, resources), ensure_ascii=False, allow_nan=False, indent=2)
        yield File("csv/datapackage.json", (text + "\n").encode())


def _package(records: Records, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """https://specs.frictionlessdata.io/data-package."""
    library = records.library
    named = bool(LICENCE_NAME.fullmatch(library.licence))
    licence = {"name": library.licence if named else "notspecified", "title": library.licence}
    return {
        "profile": "tabular-data-package",
        "name": "strategies",
        "title": library.title,
        "version": library.version,
        "schema_version": SCHEMA_VERSION,
        "licenses": [licence | ({"path": library.licence_url} if library.licence_url else {})],
        "contributors": [{"title": library.publisher, "role": "publisher"}],
        "resources": resources,
    }


def _resource(table: Table, file: ManifestFileV1) -> dict[str, Any]:
    """https://specs.frictionlessdata.io/tabular-data-resource."""
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": LINE_END,
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema_of(table),
    }


def schema_of(table: Table) -> dict[str, Any]:
    """https://specs.frictionlessdata.io/table-schema."""
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [column.name], "reference": {"resource": column.references, "fields": ["id"]}}
            for column in table.columns
            if column.references is not None
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    values = {name: getattr(column, name) for name in ("required", "unique", "pattern", "minimum")}
    constraints = {name: value for name, value in values.items() if value is not None and value is not False}
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})
