"""All tables as one SQLite database, with keys, indexes, views and a full-text index over sections.

It is written by the SQLite inside of apsw, pinned by version: the SQLite of a system or a Python differs in version and
in build options, on which the bytes depend.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.publish.data_package import PackageTable, package_tables
from pipeline.publish.database import (
    FILL_SEARCH,
    LIBRARY,
    PATH,
    STRATEGIES,
    definitions,
    insertion,
    library_row,
    section_rows,
    without_version,
)
from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.records import Records
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.table import Cell

if TYPE_CHECKING:
    from apsw import Connection

# The columns of the table `sections`, and of the table `disclaimers`.
OF_SECTIONS, OF_DISCLAIMERS = 6, 2


class Sqlite(Exporter):
    """One database that holds all tables."""

    format = "sqlite"
    on_demand = True
    module = "apsw"
    needs = ("csv",)

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """Load the CSV tables."""
        import apsw  # of an extra

        with closing(apsw.Connection(":memory:")) as database:
            for pragma in ("page_size = 4096", "auto_vacuum = NONE", "encoding = 'UTF-8'", "foreign_keys = OFF"):
                database.execute(f"PRAGMA {pragma}")
            with database:
                _fill(database, package_tables(written.read), records)
            database.execute("VACUUM")
            yield File(PATH, without_version(database.serialize("main")))


def _fill(database: "Connection", tables: Sequence[PackageTable], records: Records) -> None:
    for statement in definitions([table.resource for table in tables]):
        database.execute(statement)
    for table in tables:
        _insert(database, table.name, len(table.schema.fields), table.rows())
    _insert(database, "library", len(LIBRARY), [library_row(SCHEMA_VERSION, records.library)])
    _insert(database, "disclaimers", OF_DISCLAIMERS, sorted((item.id, item.text) for item in records.disclaimers))
    strategies = next(table for table in tables if table.name == STRATEGIES)
    _insert(database, "sections", OF_SECTIONS, section_rows(strategies))
    for statement in FILL_SEARCH:
        database.execute(statement)


def _insert(database: "Connection", table: str, columns: int, rows: Iterable[tuple[Cell, ...]]) -> None:
    database.executemany(insertion(table, columns), rows)
