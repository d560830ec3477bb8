"""CSV: the tables of factors, categories, learner models and tombstones say what the JSON documents say."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.publish.schema.records import CategoryV1, FactorV1, LearnerModelV1, PublishedModel, TombstoneV1
from pipeline.publish.verify.checks.graph import items
from pipeline.publish.verify.checks.tables import DESCRIPTOR
from pipeline.publish.verify.columns import POSITION, cell_text, is_one_of, shape_of
from pipeline.publish.verify.context import VerifyContext, check, listing
from pipeline.publish.verify.descriptor import DescriptorResource, read_descriptor
from pipeline.publish.verify.strategy.rows import column_differences
from pipeline.publish.verify.tables import valid_table
from pipeline.publish.verify.violation import Violation

TOMBSTONES = "csv/tombstones.csv"
# Tables of one row a thing, and the documents that list these things.
DOCUMENTS: Mapping[str, str] = {
    name: f"json/{name.replace('_', '-')}.json" for name in ("factors", "categories", "learner_models", "tombstones")
}
# What stands in JSON and in no table, and why.
JSON_ONLY: Mapping[str, str] = {
    "strategies": "the tables of strategies name each",
    "status": "all that are retired stand in one table",
}
SHAPES: Mapping[str, type[PublishedModel]] = {
    "factors": FactorV1,
    "categories": CategoryV1,
    "learner_models": LearnerModelV1,
    "tombstones": TombstoneV1,
}
Thing = Mapping[str, Any]


@check("csv")
def retired_rows(context: VerifyContext) -> Iterator[Violation]:
    """Every retired strategy has a row among the tombstones."""
    table = valid_table(context, TOMBSTONES)
    if table and "id" in table.header:
        yield from listing(TOMBSTONES, [row["id"] for row in table.rows()], context.manifest.retired)


@check("csv")
def vocabulary_tables(context: VerifyContext) -> Iterator[Violation]:
    """Each thing has its row, each item of its lists too, and each key of it a column."""
    for name in DOCUMENTS:
        if f"csv/{name}.csv" not in context.paths:
            yield Violation(f"csv/{name}.csv", "", "it is missing")
    if not context.holds("json"):
        return
    try:
        resources = read_descriptor(context.text(DESCRIPTOR) or "")
    except ValueError:
        return
    for name, document in DOCUMENTS.items():
        if context.document(document) is not None:
            yield from _tables_of(context, name, document, resources)


def _tables_of(
    context: VerifyContext, name: str, document: str, resources: tuple[DescriptorResource, ...]
) -> Iterator[Violation]:
    """Compare the tables of some things and of their lists with their document."""
    things, held = items(context, document), set[str]()
    for resource in resources:
        listed = "" if resource.name == name else _list_of(resource, name)
        if resource.name != name and not listed:
            continue
        known, columns = _known(resource, name, listed), [field.name for field in resource.fields]
        held.update(known.values())
        if f"csv/{resource.path}" not in context.verified:
            wanted = [row for thing in things for row in _rows(known, columns[0], thing, listed)]
            unknown = [column for column in columns[2 if listed else 0 :] if column not in known]
            yield from _same_rows(context, resource, document, wanted, unknown)
    for key in SHAPES[name].model_fields.keys() - held - JSON_ONLY.keys():
        yield Violation(f"csv/{name}.csv", "", f"no column holds `{key}` of {document}")


def _list_of(resource: DescriptorResource, things: str) -> str:
    """The list of some things that a table holds: it is named by one of them and its list."""
    owner = resource.fields[0].name
    begins = is_one_of(owner, things) and resource.name.startswith(f"{owner}_") and len(resource.fields) > 1
    return resource.name.removeprefix(f"{owner}_") if begins and resource.fields[1].name == POSITION else ""


def _known(resource: DescriptorResource, name: str, listed: str) -> dict[str, str]:
    """The columns that lead to something in a document, each with the key that it leads to."""
    columns = [field.name for field in resource.fields]
    if not listed:
        return {column: column for column in columns if column in SHAPES[name].model_fields}
    keys = [listed, *_outer(SHAPES[name], listed)]
    found = {column: next((key for key in keys if is_one_of(column, key)), "") for column in columns[2:]}
    return {column: key for column, key in found.items() if key}


def _rows(known: Mapping[str, str], owner: str, thing: Thing, listed: str) -> Iterator[dict[str, str]]:
    """The rows of a thing."""
    if not listed:
        yield {column: cell_text(thing[key]) for column, key in known.items()}
        return
    for place, item in enumerate(_items(thing, listed), 1):
        yield {owner: thing["id"], POSITION: str(place)} | {column: item[key] for column, key in known.items()}


def _items(thing: Thing, listed: str) -> list[Mapping[str, str]]:
    """The items of a list by its name; those of a list in another list come with the name of what they are in."""
    if listed in thing:
        return [{listed: item} for item in thing[listed]]
    lists = [(key, value) for key, value in thing.items() if isinstance(value, list)]
    return [
        {outer: part["name"], listed: item}
        for outer, parts in lists
        for part in parts
        if isinstance(part, dict) and listed in part
        for item in part[listed]
    ]


def _outer(shape: type[PublishedModel], listed: str) -> list[str]:
    """The list in whose items another list stands."""
    found = ((name, *shape_of(shape, name)) for name in shape.model_fields)
    return [name for name, kind, inner in found if kind == "list" and listed in getattr(inner, "model_fields", ())]


def _same_rows(
    context: VerifyContext,
    resource: DescriptorResource,
    document: str,
    wanted: list[dict[str, str]],
    unknown: list[str],
) -> Iterator[Violation]:
    path = f"csv/{resource.path}"
    table = valid_table(context, path)
    if table is None or table.header != tuple(field.name for field in resource.fields):
        return
    for name in unknown:
        yield Violation(path, "", f"nothing in {document} has what the column `{name}` holds")
    rows = list(table.rows())
    if len(rows) != len(wanted):
        yield Violation(path, "", f"it has {len(rows)} rows; {document} makes {len(wanted)}")
    for row, due in zip(rows, wanted, strict=False):
        if row != due:
            yield from column_differences(path, next(iter(row.values())), row, due)
