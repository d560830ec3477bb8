"""CSV: every table, and a descriptor that says what stands in them.

RFC 4180: CRLF, UTF-8 without a byte-order mark, a header row. Cells are raw; an empty one means that there is nothing.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline.exporter import Exporter, File, Frame, Piece, Written
from pipeline.lazy import lazy
from pipeline.model.manifest import ManifestFileV1
from pipeline.model.published import SCHEMA_VERSION, StrategyV1
from pipeline.model.records import Records
from pipeline.model.rendition import Rendition
from pipeline.model.table import Cell, Column, Row, Table
from pipeline.model.tables import tables

LINE_END = "\r\n"
# A cell that holds one of these, or a comma, stands in quotes.
QUOTED = ('"', "\n", "\r")
# What a data package takes as a licence's name.
LICENCE_NAME = re.compile(r"[-A-Za-z0-9._]+")


class CsvTables(Exporter):
    """All tables, each sorted by its key, then their descriptor."""

    format = "csv"
    reads_shares = True  # the descriptor holds the size and the hash of each table

    @lazy
    def _tables(self) -> tuple[Table, ...]:
        return tables(self.records)

    @lazy
    def _of_strategies(self) -> list[tuple[str, Callable[[StrategyV1], Iterable[Row]]]]:
        return [(_path(table), table.rows_of) for table in self._tables if table.rows_of]

    def frames(self) -> Iterator[Frame]:
        """The tables with rows of each strategy."""
        return (Frame(_path(table), rows_text([table.header])) for table in self._tables if table.rows_of)

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[Piece]:
        """A strategy's rows."""
        return (Piece(path, rows_text(rows_of(strategy))) for path, rows_of in self._of_strategies)

    def rest(self, written: Written) -> Iterator[File]:
        """The other tables, and what describes them all."""
        for table in self._tables:
            if not table.rows_of:
                yield File(_path(table), rows_text([table.header, *table.rows]))
        resources = [_resource(table, written.file(_path(table))) for table in self._tables]
        text = json.dumps(_package(self.records, resources), ensure_ascii=False, allow_nan=False, indent=2)
        yield File("csv/datapackage.json", (text + "\n").encode())


def _path(table: Table) -> str:
    return f"csv/{table.name}.csv"


def rows_text(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Rows as text; a header is one too.

    As the csv module writes them, which looks at each character on its own: 0.1 ms a page, four times as long.
    """
    return "".join(map(_line, rows)).encode()


def _line(row: Iterable[Cell]) -> str:
    cells = [cell if type(cell) is str else _written(cell) for cell in row]
    line = ",".join(cells)
    if line.count(",") >= len(cells) or any(mark in line for mark in QUOTED):
        line = ",".join(map(_quoted, cells))
    return line + LINE_END


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "," in cell or any(mark in cell for mark in QUOTED) else cell


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
            {"fields": [column], "reference": {"resource": resource, "fields": [field]}}
            for column, (resource, field) in table.references.items()
        ],
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
