"""SQLite: the database is whole and holds the rows of the tables, and nothing else."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import zip_longest

from pipeline.publish.bundle import Unreadable
from pipeline.publish.data_package import PackageTable
from pipeline.publish.database import (
    HEADER,
    MAGIC,
    PATH,
    SEARCH,
    STRATEGIES,
    definitions,
    library_row,
    section_rows,
    selection,
    without_version,
)
from pipeline.publish.table import Cell
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.package import tables_of
from pipeline.publish.verify.violation import Violation, id_differences

# The index must fit the table of sections: https://www.sqlite.org/fts5.html#the_integrity_check_command
CHECK_SEARCH = "INSERT INTO section_search (section_search, rank) VALUES ('integrity-check', 1)"
# Tables in which the full-text index stores itself.
SHADOWS = frozenset(f"{SEARCH}_{name}" for name in ("config", "data", "docsize", "idx"))
Rows = Iterable[tuple[Cell, ...]]


@check("sqlite")
def database(context: VerifyContext) -> Iterator[Violation]:
    """The database is one, and its schema and rows are those that follow from the tables."""
    if PATH not in context.paths:
        yield Violation(PATH, "", "it is missing")
        return
    try:
        data = context.bundle.read(PATH)
    except Unreadable:
        return  # `files` reports it
    if not data.startswith(MAGIC) or len(data) < HEADER or without_version(data) != data:
        yield Violation(PATH, "", "it is no database as this tool writes it")
        return
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.deserialize(data)
            connection.execute("PRAGMA trusted_schema = OFF")
            yield from _violations(context, connection, tables_of(context))
        except (sqlite3.Error, UnicodeDecodeError) as error:
            yield Violation(PATH, "", f"it cannot be read as a database: {error}")


def _violations(
    context: VerifyContext, connection: sqlite3.Connection, tables: Sequence[PackageTable]
) -> Iterator[Violation]:
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    free = connection.execute("PRAGMA freelist_count").fetchone()[0]
    if found != "ok" or free:
        yield Violation(
            PATH,
            "",
            f"it is damaged: {' '.join(found.split())}" if found != "ok" else "it has pages that hold no table",
        )
        return
    schema = tuple(_schema_violations(connection, tables))
    yield from schema
    if schema:
        return  # no view or trigger of others is run
    for table, row, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield Violation(PATH, f"{table} {row or ''}".strip(), "a row refers to one that does not exist")
    yield from _manifest_violations(context, connection)
    for each in tables:
        yield from _row_differences(connection, each.name, each.rows(), each.schema.primary_key)
        if each.name == STRATEGIES:
            yield from _row_differences(connection, "sections", section_rows(each))
    connection.execute(CHECK_SEARCH)


def _schema_violations(connection: sqlite3.Connection, tables: Sequence[PackageTable]) -> Iterator[Violation]:
    """Tables, indexes, views and triggers that differ from the expected ones.

    A database without the CSV tables may have any plain table and index beside those that every library has.
    """
    expected = set(definitions([table.resource for table in tables]))
    found = {}
    for kind, name, statement in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        shadow = kind == "table" and name in SHADOWS
        automatic = kind == "index" and statement is None
        plain = not tables and kind in ("table", "index") and not str(statement).startswith("CREATE VIRTUAL")
        if not (shadow or automatic or (plain and statement not in expected)):
            found[statement] = name
    for statement in sorted(found.keys() - expected, key=str):
        yield Violation(PATH, str(found[statement]), "it is not defined as the tables are described")
    for statement in sorted(expected - found.keys()):
        yield Violation(PATH, statement.partition("\n")[0], "it is missing")


def _manifest_violations(context: VerifyContext, connection: sqlite3.Connection) -> Iterator[Violation]:
    """What a database says that the manifest says, too."""
    manifest = context.manifest
    yield from _row_differences(connection, "library", [library_row(manifest.schema_version, manifest.library)])
    disclaimers = sorted((item.id, item.text) for item in manifest.disclaimers)
    yield from _row_differences(connection, "disclaimers", disclaimers)
    for table, ids in ((STRATEGIES, manifest.published), ("tombstones", manifest.retired)):
        found = [str(row[0]) for row in connection.execute(selection(table, ("id",)))]
        yield from id_differences(PATH, found, ids)


def _row_differences(
    connection: sqlite3.Connection, table: str, rows: Rows, key: Sequence[str] = ("id",)
) -> Iterator[Violation]:
    """Rows that are not those that should be there, in the order of their key; the first says enough."""
    found = connection.execute(selection(table, key))
    for number, (row, expected) in enumerate(zip_longest(found, rows), 1):
        if row != expected:
            record = f"{table}, row {number} ({(row or expected or ('',))[0]})"
            yield Violation(PATH, record, "it does not say what the tables and the manifest do")
            return
