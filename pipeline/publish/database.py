"""The database of a bundle: definitions of its tables, indexes and views, and its rows besides those of the tables."""

import struct
from collections.abc import Iterator, Sequence
from types import NoneType
from typing import get_args

from pipeline.model.reserved_words import RESERVED
from pipeline.model.strategy_columns import RESERVED_SUFFIX
from pipeline.publish.data_package import DISCLAIMER, SECTION, SECTION_END, PackageTable, without_disclaimer
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.table import Cell
from pipeline.publish.verify.descriptor import DescriptorColumn, DescriptorResource

PATH = "sqlite/library.sqlite"
MAGIC = b"SQLite format 3\0"
HEADER = 100  # bytes
TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}
# Header fields that hold how often and by which version of SQLite the file was written, and what stands there instead.
# https://www.sqlite.org/fileformat2.html#the_database_header
CHANGE_COUNTER, VALID_FOR, VERSION = 24, 92, 96
FIXED_VERSION = 3_040_000
STRATEGIES = "strategies"
SEARCH = "section_search"
# Statements that fill the full-text index, and merge its parts.
FILL_SEARCH = (
    "INSERT INTO section_search (section_search) VALUES ('rebuild')",
    "INSERT INTO section_search (section_search) VALUES ('optimize')",
)
# The columns of the table `library`; those of published fields are NULL where a field has no value.
LIBRARY = ("schema_version", *LibraryV1.model_fields)
OPTIONAL = {name for name, field in LibraryV1.model_fields.items() if NoneType in get_args(field.annotation)}
# Tables that no CSV file has, views, and the full-text index over sections.
LAST = (
    "CREATE TABLE library (\n  "
    + ",\n  ".join(f"{name} TEXT{'' if name in OPTIONAL else ' NOT NULL'}" for name in LIBRARY)
    + "\n)",
    """CREATE TABLE disclaimers (
  id TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
)""",
    """CREATE TABLE sections (
  id INTEGER NOT NULL PRIMARY KEY,
  strategy TEXT NOT NULL REFERENCES strategies (id),
  section TEXT NOT NULL,
  heading TEXT NOT NULL,
  text TEXT NOT NULL,
  disclaimer TEXT,
  UNIQUE (strategy, section)
)""",
    """CREATE VIEW strategy_overview AS
SELECT strategies.id, strategies.title, strategies.summary, strategies.updated, strategies.category,
  categories.name AS category_name,
  (SELECT group_concat(name, '; ') FROM (
    SELECT factors.name FROM strategy_factors JOIN factors ON factors.id = strategy_factors.factor
    WHERE strategy_factors.strategy = strategies.id ORDER BY strategy_factors.ordinal
  )) AS factor_names,
  (SELECT group_concat(name, '; ') FROM (
    SELECT learner_models.name FROM strategy_learner_models
    JOIN learner_models ON learner_models.id = strategy_learner_models.learner_model
    WHERE strategy_learner_models.strategy = strategies.id ORDER BY strategy_learner_models.ordinal
  )) AS learner_model_names
FROM strategies JOIN categories ON categories.id = strategies.category""",
    """CREATE VIEW strategies_by_factor AS
SELECT factors.id AS factor, factors.name AS factor_name, strategy_factors.factor_group,
  strategies.id AS strategy, strategies.title, strategies.summary
FROM factors JOIN strategy_factors ON strategy_factors.factor = factors.id
JOIN strategies ON strategies.id = strategy_factors.strategy""",
    """CREATE VIEW strategies_by_grade AS
SELECT learner_model_grades.grade, learner_models.id AS learner_model, learner_models.name AS learner_model_name,
  strategies.id AS strategy, strategies.title, strategies.summary
FROM learner_model_grades JOIN learner_models ON learner_models.id = learner_model_grades.learner_model
JOIN strategy_learner_models ON strategy_learner_models.learner_model = learner_models.id
JOIN strategies ON strategies.id = strategy_learner_models.strategy""",
    """CREATE VIEW current_ids AS
SELECT id, id AS strategy FROM strategies
UNION ALL SELECT alias, strategy FROM strategy_aliases
UNION ALL SELECT id, replaced_by FROM tombstones
UNION ALL SELECT alias, replaced_by FROM tombstone_aliases JOIN tombstones ON tombstones.id = tombstone""",
    """CREATE VIRTUAL TABLE section_search USING fts5 (
  heading, text, content = 'sections', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
)""",
)


def definitions(resources: Sequence[DescriptorResource]) -> Iterator[str]:
    """The statements that create the database, in their order."""
    for resource in resources:
        yield _table(resource)
    for resource in resources:
        for key in resource.table.foreign_keys:
            column = key.fields[0]
            if column not in resource.table.primary_key:
                name = quoted(f"{resource.name}_{column}")
                yield f"CREATE INDEX {name} ON {quoted(resource.name)} ({quoted(column)})"
    yield from LAST


def insertion(table: str, columns: int) -> str:
    """The statement that adds a row of so many columns to a table."""
    return f"INSERT INTO {quoted(table)} VALUES ({', '.join('?' * columns)})"  # noqa: S608 - a quoted name


def selection(table: str, key: Sequence[str]) -> str:
    """The statement that gives all rows of a table in the order of its key."""
    return f"SELECT * FROM {quoted(table)} ORDER BY {', '.join(map(quoted, key))}"  # noqa: S608 - quoted names


def quoted(name: str) -> str:
    """A name in a statement; no table needs that, but a section's id may begin with a digit."""
    return '"' + name.replace('"', '""') + '"'


def section_rows(strategies: PackageTable) -> Iterator[tuple[int, str, str, str, str, str | None]]:
    """The rows of the table of sections."""
    columns = strategies.schema.fields
    number = 0
    for row in strategies.reader.rows():
        disclaimers = [row[each.name] for each in columns if each.name.startswith(DISCLAIMER) and row[each.name]]
        for column in columns:
            if column.description.startswith(SECTION) and row[column.name]:
                number += 1
                heading = column.description.removeprefix(SECTION).removesuffix(SECTION_END)
                text, disclaimer = without_disclaimer(row[column.name], disclaimers)
                yield number, row["id"], _section_id(column.name), heading, text, disclaimer


def library_row(schema_version: str, library: LibraryV1) -> tuple[Cell, ...]:
    """The row of the table `library`."""
    values = (getattr(library, name) for name in LIBRARY[1:])
    return schema_version, *(" ".join(value) if isinstance(value, list) else value for value in values)


def without_version(data: bytes) -> bytes:
    """A database file that does not say which version of SQLite wrote it."""
    header = bytearray(data[:HEADER])
    for offset, value in ((CHANGE_COUNTER, 1), (VALID_FOR, 1), (VERSION, FIXED_VERSION)):
        struct.pack_into(">I", header, offset, value)
    return bytes(header) + data[HEADER:]


def _table(resource: DescriptorResource) -> str:
    schema = resource.table
    parts = [_column(column) for column in schema.fields]
    parts.append(f"PRIMARY KEY ({', '.join(map(quoted, schema.primary_key))})")
    parts += [f"UNIQUE ({quoted(fields[0])})" for fields in schema.unique if fields != schema.primary_key]
    for key in schema.foreign_keys:
        target = quoted(key.reference.resource or resource.name)
        parts.append(f"FOREIGN KEY ({quoted(key.fields[0])}) REFERENCES {target} ({quoted(key.reference.fields[0])})")
    # Rows of these tables are short: they need no other key.
    end = " WITHOUT ROWID" if len(schema.primary_key) > 1 else ""
    return f"CREATE TABLE {quoted(resource.name)} (\n  " + ",\n  ".join(parts) + f"\n){end}"


def _column(column: DescriptorColumn) -> str:
    name, rules = quoted(column.name), column.constraints
    parts = [name, TYPES[column.type]]
    if rules.required:
        parts.append("NOT NULL")
    if column.type == "boolean":
        parts.append(f"CHECK ({name} IN (0, 1))")
    if rules.minimum is not None:
        parts.append(f"CHECK ({name} >= {rules.minimum})")
    return " ".join(parts)


def _section_id(column: str) -> str:
    name = column.removesuffix(RESERVED_SUFFIX)
    return (name if name in RESERVED else column).replace("_", "-")
