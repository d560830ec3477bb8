"""The tables as one SQLite database, with keys, indexes, views and a full-text search over sections."""

import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from pipeline.publish.data_package import DataTable, data_tables
from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.records import Records

PATH = "sqlite/library.sqlite"
TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "string": "TEXT", "date": "TEXT"}
# Columns of the strategies table that no section has.
SECTION = "text of the section "
# Header fields that tell how often and with which version of SQLite the file was written, and what they say instead.
# https://www.sqlite.org/fileformat2.html#the_database_header
COUNTER, VALID_FOR, VERSION = 24, 92, 96
FIXED_VERSION = 3_040_000
VIEWS = (
    """CREATE VIEW strategy_overview AS
    SELECT strategies.id, strategies.title, strategies.summary, strategies.updated, categories.name AS category
    FROM strategies JOIN categories ON categories.id = strategies.category""",
    """CREATE VIEW factor_overview AS
    SELECT factors.id, factors.name, count(strategy_factors.strategy) AS strategies
    FROM factors LEFT JOIN strategy_factors ON strategy_factors.factor = factors.id GROUP BY factors.id""",
)


class Sqlite(Exporter):
    """One database that holds all tables."""

    format = "sqlite"
    needs = ("csv",)

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """Load the CSV tables."""
        package, tables = data_tables(written.read)
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
            fill(database, package, tables)
            yield File(PATH, without_version(database.serialize()))


def fill(database: sqlite3.Connection, package: Mapping[str, Any], tables: list[DataTable]) -> None:
    """Create and load all tables, then the indexes, the views and the search."""
    database.execute("PRAGMA page_size = 4096")
    database.execute("PRAGMA foreign_keys = OFF")  # checked as a whole below
    database.execute("BEGIN")
    for table in tables:
        database.execute(_definition(table))
        marks = ", ".join("?" for _ in table.fields)
        database.executemany(f"INSERT INTO {_name(table.name)} VALUES ({marks})", table.read())
    for table in tables:
        for key in table.foreign_keys:
            if key.field != table.key[0]:
                index = _name(f"{table.name}_{key.field}")
                database.execute(f"CREATE INDEX {index} ON {_name(table.name)} ({_name(key.field)})")
    for view in VIEWS:
        database.execute(view)
    _add_search(database, tables)
    _add_package(database, package)
    database.execute("COMMIT")
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    assert not broken, broken


def without_version(data: bytes) -> bytes:
    """A database file that does not tell which version of SQLite wrote it."""
    header = bytearray(data[:100])
    for offset, value in ((COUNTER, 1), (VALID_FOR, 1), (VERSION, FIXED_VERSION)):
        struct.pack_into(">I", header, offset, value)
    return bytes(header) + data[100:]


def _definition(table: DataTable) -> str:
    parts = []
    for field in table.fields:
        check = f" CHECK ({_name(field.name)} IN (0, 1))" if field.type == "boolean" else ""
        parts.append(f"{_name(field.name)} {TYPES[field.type]}{' NOT NULL' if field.required else ''}{check}")
    parts.append(f"PRIMARY KEY ({', '.join(map(_name, table.key))})")
    for key in table.foreign_keys:
        target = f"{_name(key.table)} ({_name(key.target)})"
        parts.append(f"FOREIGN KEY ({_name(key.field)}) REFERENCES {target} DEFERRABLE INITIALLY DEFERRED")
    return f"CREATE TABLE {_name(table.name)} (\n  " + ",\n  ".join(parts) + "\n) WITHOUT ROWID"


def _add_search(database: sqlite3.Connection, tables: list[DataTable]) -> None:
    """Index the text of each section: `SELECT … FROM section_search WHERE section_search MATCH 'words'`."""
    database.execute("CREATE VIRTUAL TABLE section_search USING fts5 (strategy UNINDEXED, section UNINDEXED, text)")
    strategies = next(table for table in tables if table.name == "strategies")
    sections = [
        (place, field.name) for place, field in enumerate(strategies.fields) if field.description.startswith(SECTION)
    ]
    rows = ((row[0], name, row[place]) for row in strategies.read() for place, name in sections if row[place])
    database.executemany("INSERT INTO section_search VALUES (?, ?, ?)", rows)
    database.execute("INSERT INTO section_search (section_search) VALUES ('optimize')")


def _add_package(database: sqlite3.Connection, package: Mapping[str, Any]) -> None:
    """State title, version and licence in the database itself."""
    database.execute("CREATE TABLE library (title TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL)")
    licence = package["licenses"][0]["title"]
    database.execute("INSERT INTO library VALUES (?, ?, ?)", (package["title"], package["version"], licence))


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
