"""CSV: every table is RFC 4180 in UTF-8 and fits its description in datapackage.json: types, keys, references."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.descriptor import DescriptorResource, TableSchema, key_of, read_descriptor
from pipeline.publish.verify.tables import BOM, MalformedTable, TableReader, row_name, table_fault, valid_table
from pipeline.publish.verify.violation import Violation

DESCRIPTOR = "csv/datapackage.json"


@check("csv", each=True)
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
            pass  # told of with all of its rows
        if fault := table_fault(context, path, text):
            yield Violation(path, "", fault)


@check("csv", each=True)
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
    for path in sorted(described ^ set(context.below("csv", ".csv"))):
        yield Violation(path, "", "it is missing" if path in described else "datapackage.json does not describe it")
    wanted = {(key.resource or resource.name, key.referenced) for resource in resources for key in resource.references}
    values: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]] = {key: set() for key in wanted}
    fitting: list[tuple[DescriptorResource, TableReader]] = []
    for resource in resources:
        table = valid_table(context, f"csv/{resource.path}")
        if table is None:
            continue
        if table.header != tuple(field.name for field in resource.fields):
            yield Violation(table.path, "row 1", "its columns are not those that datapackage.json describes")
            continue
        fitting.append((resource, table))
        kept = [(fields, values[name, fields]) for name, fields in wanted if name == resource.name]
        yield from row_faults(resource.table, table.path, _keeping(table.rows(), kept))
    for resource, table in fitting:
        yield from _resolves(context, resource, table, values)


def _keeping(
    rows: Iterable[dict[str, str]], kept: Sequence[tuple[tuple[str, ...], set[tuple[str, ...]]]]
) -> Iterator[dict[str, str]]:
    """The rows, and on the way each one's values of some columns into their set."""
    for row in rows:
        for fields, values in kept:
            values.add(key_of(row, fields))
        yield row


def row_faults(schema: TableSchema, path: str, rows: Iterable[dict[str, str]]) -> Iterator[Violation]:
    """Each cell has its type; no key stands twice."""
    seen: dict[tuple[str, ...], set[tuple[str, ...]]] = {fields: set() for fields in schema.unique}
    for number, row in enumerate(rows, 2):
        for name, fault in schema.bound:
            if reason := fault(row[name]):
                yield Violation(path, row_name(number, row), f"`{name}` {reason}")
        for fields, keys in seen.items():
            key = key_of(row, fields)
            if "" in key and fields == schema.primary_key:
                yield Violation(path, row_name(number, row), f"its key `{', '.join(fields)}` is not whole")
            elif key in keys:
                yield Violation(path, row_name(number, row), f"its key {_shown(key)} stands twice")
            elif "" not in key:
                keys.add(key)


def _resolves(
    context: VerifyContext,
    resource: DescriptorResource,
    table: TableReader,
    values: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]],
) -> Iterator[Violation]:
    for number, row in enumerate(table.rows(), 2):
        for reference in resource.references:
            key = key_of(row, reference.fields)
            target = reference.resource or resource.name
            if f"csv/{target}.csv" in context.verified:
                continue  # its rows were looked at strategy by strategy
            if "" not in key and key not in values[target, reference.referenced]:
                yield Violation(
                    table.path,
                    row_name(number, row),
                    f"{_shown(key)} in `{', '.join(reference.fields)}` is not in {target}",
                )


def _shown(key: tuple[str, ...]) -> str:
    return ", ".join(f"`{part}`" for part in key)
