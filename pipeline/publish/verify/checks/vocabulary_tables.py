"""CSV: the tables of factors, categories, learner models and tombstones say what the JSON documents say."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.publish.verify.checks.graph import items
from pipeline.publish.verify.checks.tables import DESCRIPTOR
from pipeline.publish.verify.columns import POSITION, cell, is_one_of
from pipeline.publish.verify.descriptor import Resource, read_descriptor
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check, listing
from pipeline.publish.verify.strategy.rows import differences
from pipeline.publish.verify.tables import sound_table

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
Thing = Mapping[str, Any]


@check("csv")
def retired_rows(inspection: Inspection) -> Iterator[Fault]:
    """Every retired strategy has a row among the tombstones."""
    table = sound_table(inspection, TOMBSTONES)
    if table and "id" in table.header:
        yield from listing(TOMBSTONES, [row["id"] for row in table.rows()], inspection.manifest.retired)


@check("csv")
def vocabulary_tables(inspection: Inspection) -> Iterator[Fault]:
    """Each thing has its row, each item of its lists too, and each key of it a column."""
    for name in DOCUMENTS:
        if f"csv/{name}.csv" not in inspection.paths:
            yield Fault(f"csv/{name}.csv", "", "it is missing")
    if not inspection.holds("json"):
        return
    try:
        resources = read_descriptor(inspection.text(DESCRIPTOR) or "")
    except ValueError:
        return
    for name, document in DOCUMENTS.items():
        if inspection.document(document) is not None:
            yield from _tables_of(inspection, name, document, resources)


def _tables_of(inspection: Inspection, name: str, document: str, resources: tuple[Resource, ...]) -> Iterator[Fault]:
    """Compare the tables of some things and of their lists with their document."""
    things, held = items(inspection, document), set()
    for resource in resources:
        listed = "" if resource.name == name else _list_of(resource, name)
        if resource.name != name and not listed:
            continue
        held.update([listed] if listed else [field.name for field in resource.fields])
        if f"csv/{resource.path}" not in inspection.proved:
            wanted = [row for thing in things for row in _rows(resource, thing, listed)]
            yield from _same_rows(inspection, resource, document, wanted)
    for key in sorted({key for thing in things for key in thing} - held - JSON_ONLY.keys()):
        if not any(key in _outer(thing, listed) for thing in things for listed in held):
            yield Fault(f"csv/{name}.csv", "", f"no column holds `{key}` of {document}")


def _list_of(resource: Resource, things: str) -> str:
    """The list of some things that a table holds: it is named by one of them and its list."""
    owner = resource.fields[0].name
    begins = is_one_of(owner, things) and resource.name.startswith(f"{owner}_") and len(resource.fields) > 1
    return resource.name.removeprefix(f"{owner}_") if begins and resource.fields[1].name == POSITION else ""


def _rows(resource: Resource, thing: Thing, listed: str) -> Iterator[dict[str, str | None]]:
    """The rows of a thing; a column that leads to nothing in it holds None."""
    names = [field.name for field in resource.fields]
    if not listed:
        yield {name: cell(thing[name]) if name in thing else None for name in names}
        return
    for place, item in enumerate(_items(thing, listed), 1):
        row: dict[str, str | None] = {names[0]: str(thing["id"]), POSITION: str(place)}
        yield row | {name: _of_item(item, name) for name in names[2:]}


def _of_item(item: Mapping[str, str], name: str) -> str | None:
    return next((value for key, value in item.items() if is_one_of(name, key)), None)


def _items(thing: Thing, listed: str) -> list[Mapping[str, str]]:
    """The items of a list by its name; those of a list in another list come with the name of what they are in."""
    if listed in thing:
        return [{listed: item} for item in thing[listed]]
    outer = _outer(thing, listed)
    return (
        [{outer[0]: part["name"], listed: item} for part in thing[outer[0]] for item in part[listed]] if outer else []
    )


def _outer(thing: Thing, listed: str) -> list[str]:
    """The list in whose items another list stands."""
    lists = ((key, value) for key, value in thing.items() if isinstance(value, list))
    return [key for key, value in lists if any(isinstance(part, dict) and listed in part for part in value)]


def _same_rows(
    inspection: Inspection, resource: Resource, document: str, wanted: list[dict[str, str | None]]
) -> Iterator[Fault]:
    path = f"csv/{resource.path}"
    table = sound_table(inspection, path)
    if table is None or table.header != tuple(field.name for field in resource.fields):
        return
    rows = list(table.rows())
    if len(rows) != len(wanted):
        yield Fault(path, "", f"it has {len(rows)} rows; {document} makes {len(wanted)}")
    for row, due in zip(rows, wanted, strict=False):
        for name in [name for name, value in due.items() if value is None]:
            yield Fault(path, "", f"nothing in {document} has what the column `{name}` holds")
        if row != due:
            yield from differences(path, next(iter(row.values())), row, {k: v for k, v in due.items() if v is not None})
