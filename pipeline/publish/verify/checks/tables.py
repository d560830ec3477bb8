"""CSV: every table is RFC 4180 in UTF-8 and fits its description in datapackage.json."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.check import check
from pipeline.publish.verify.columns import DISCLAIMER, STRATEGIES, missing_columns, plain_column
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.descriptor import DESCRIPTOR, DescriptorResource, TableSchema, key_of, read_descriptor
from pipeline.publish.verify.tables import BOM, MalformedTable, TableReader, row_name
from pipeline.publish.verify.violation import Violation, path_differences

# The keys that rows of a table have, by the name of the table and its columns.
Keys = Mapping[tuple[str, tuple[str, ...]], set[tuple[str, ...]]]


@check("csv", sharded=True)
def tables(context: VerifyContext) -> Iterator[Violation]:
    """Each table has a header with a name for each column, and rows of that many cells."""
    for path in context.below("csv", ".csv"):
        text = context.text(path)
        if text is None:
            yield Violation(path, "", "it cannot be read as UTF-8")
            continue
        table = TableReader(path, text)
        try:
            if text.startswith(BOM):
                yield Violation(path, "", "it begins with a byte-order mark")
            if "" in table.header or len(set(table.header)) < len(table.header):
                yield Violation(path, "row 1", "a column has no name, or two have the same")
        except MalformedTable:
            pass  # reported with all of its rows
        if reason := table.malformed():
            yield Violation(path, "", reason)


@check("csv", sharded=True)
def descriptions(context: VerifyContext) -> Iterator[Violation]:
    """Every table is described, and its columns, types, keys and references are as described."""
    text = context.text(DESCRIPTOR)
    if text is None:
        yield Violation(DESCRIPTOR, "", "it is missing")
        return
    try:
        resources = read_descriptor(text)
    except ValueError as error:
        yield Violation(DESCRIPTOR, "", f"it is no data package: {error}")
        return
    described = {f"csv/{resource.path}" for resource in resources}
    yield from path_differences(context.below("csv", ".csv"), described, "datapackage.json does not describe it")
    references = [(resource.name, key.reference) for resource in resources for key in resource.table.foreign_keys]
    keys: Keys = {(key.resource or name, key.fields): set() for name, key in references}
    fitting: list[tuple[DescriptorResource, TableReader]] = []
    for resource in resources:
        table = context.table(f"csv/{resource.path}")
        if table is None:
            continue
        if table.header != resource.header:
            yield Violation(table.path, "row 1", "its columns are not those that datapackage.json describes")
            continue
        fitting.append((resource, table))
        for (name, fields), values in keys.items():
            if name == resource.name:
                values.update(key_of(row, fields) for row in table.rows())
        yield from _row_violations(resource.table, table.path, table.rows())
    for resource, table in fitting:
        yield from _unresolved_keys(context, resource, table, keys)


def _row_violations(schema: TableSchema, path: str, rows: Iterable[dict[str, str]]) -> Iterator[Violation]:
    """Cells of the wrong type, and keys that appear twice."""
    seen: dict[tuple[str, ...], set[tuple[str, ...]]] = {fields: set() for fields in schema.unique}
    for number, row in enumerate(rows, 2):
        for column in schema.fields:
            if reason := column.reason_against(row[column.name]):
                yield Violation(path, row_name(number, row), f"`{column.name}` {reason}")
        for fields, keys in seen.items():
            key = key_of(row, fields)
            if "" in key and fields == schema.primary_key:
                yield Violation(path, row_name(number, row), f"its key `{', '.join(fields)}` is not whole")
            elif key in keys:
                yield Violation(path, row_name(number, row), f"its key {_shown(key)} stands twice")
            elif "" not in key:
                keys.add(key)


def _unresolved_keys(
    context: VerifyContext, resource: DescriptorResource, table: TableReader, keys: Keys
) -> Iterator[Violation]:
    """Foreign keys that no row of their table has."""
    for foreign in resource.table.foreign_keys:
        target = foreign.reference.resource or resource.name
        if f"csv/{target}.csv" in context.verified:
            continue  # its rows were compared strategy by strategy
        for number, row in enumerate(table.rows(), 2):
            key = key_of(row, foreign.fields)
            if "" not in key and key not in keys[target, foreign.reference.fields]:
                message = f"{_shown(key)} in `{', '.join(foreign.fields)}` is not in {target}"
                yield Violation(table.path, row_name(number, row), message)


def _shown(key: tuple[str, ...]) -> str:
    return ", ".join(f"`{part}`" for part in key)


@check("csv")
def columns(context: VerifyContext) -> Iterator[Violation]:
    """Every column holds a value of the records, and every value of the records has a column, or is only in JSON."""
    cells = context.expected.cells
    for each in cells.values():
        yield from each.unknown_columns()
    if cells:  # otherwise `descriptions` reports why there are none
        own = context.expected.own
        yield from missing_columns(cells, {field.id: field.type for field in own if field.column})


@check("csv", sharded=True)
def disclaimer_columns(context: VerifyContext) -> Iterator[Violation]:
    """strategies.csv holds each disclaimer in as many rows as the manifest says."""
    table = context.table(STRATEGIES)
    if table is None:
        return
    for item in context.manifest.disclaimers:
        column = DISCLAIMER + plain_column(item.id)
        if column not in table.header:
            yield Violation(STRATEGIES, "row 1", f"the column `{column}` is missing")
            continue
        cells = [row[column] for row in table.rows() if row[column]]
        if len(cells) != item.strategies or set(cells) - {item.text}:
            yield Violation(STRATEGIES, column, f"its cells do not carry the disclaimer as {MANIFEST} says")
