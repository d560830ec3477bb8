"""CSV: the tables of factors, categories, learner models and tombstones say what the JSON documents say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pipeline.publish.verify.checks.documents import listing
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check
from pipeline.publish.verify.tables import cell, differences, sound_table

TOMBSTONES = "csv/tombstones.csv"
# Tables of one row a thing: the JSON document and its list, and which columns hold the parts of their names.
THINGS: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "factors": ("factors", "factors", ("id", "name", "definition", "deprecated", "replaced_by")),
    "categories": ("categories", "categories", ("id", "name", "description")),
    "learner_models": ("learner-models", "learner_models", ("id", "name", "description")),
    "tombstones": ("tombstones", "tombstones", ("id", "title", "updated", "replaced_by")),
}
# Tables of a thing's list: the table of the things, the column with their id, the list, the columns of its items.
LISTS: Mapping[str, tuple[str, str, str, Sequence[str]]] = {
    "factor_aliases": ("factors", "factor", "aliases", ("alias",)),
    "tombstone_aliases": ("tombstones", "tombstone", "aliases", ("alias",)),
    "learner_model_grades": ("learner_models", "learner_model", "grades", ("grade",)),
    "learner_model_factors": ("learner_models", "learner_model", "groups", ("group", "factor")),
}
Thing = Mapping[str, object]
Described = TypeVar("Described")


@check("csv")
def retired_rows(inspection: Inspection) -> Iterator[Fault]:
    """Every retired strategy has a row among the tombstones."""
    table = sound_table(inspection, TOMBSTONES)
    if table and "id" in table.header:
        yield from listing(TOMBSTONES, [row["id"] for row in table.rows()], inspection.manifest.retired)


@check("csv")
def vocabulary_tables(inspection: Inspection) -> Iterator[Fault]:
    """Each thing has its row, and each item of its lists."""
    for name in (*THINGS, *LISTS):
        if f"csv/{name}.csv" not in inspection.paths:
            yield Fault(f"csv/{name}.csv", "", "it is missing")
    if not inspection.holds("json"):
        return
    for name, (_, _, columns) in _unproved(inspection, THINGS):
        wanted = [tuple(cell(thing[column]) for column in columns) for thing in _things(inspection, name)]
        yield from _same_rows(inspection, name, columns, wanted)
    for name, (things, owner, key, columns) in _unproved(inspection, LISTS):
        items = [
            (str(thing["id"]), str(position), *item)
            for thing in _things(inspection, things)
            for position, item in enumerate(_items(thing[key]), 1)
        ]
        yield from _same_rows(inspection, name, (owner, "position", *columns), items)


def _unproved(inspection: Inspection, known: Mapping[str, Described]) -> Iterator[tuple[str, Described]]:
    """Tables that were not proved before."""
    return ((name, said) for name, said in known.items() if f"csv/{name}.csv" not in inspection.proved)


def _things(inspection: Inspection, name: str) -> list[Thing]:
    document, key, _ = THINGS[name]
    content = inspection.document(f"json/{document}.json") or {key: []}
    things = content[key]
    assert isinstance(things, list)
    return things


def _items(value: object) -> Iterator[tuple[str, ...]]:
    """The items of a list; groups are taken apart into group and factor."""
    assert isinstance(value, list)
    for item in value:
        if isinstance(item, dict):
            yield from ((item["name"], factor) for factor in item["factors"])
        else:
            yield (item,)


def _same_rows(
    inspection: Inspection, name: str, columns: Sequence[str], wanted: Sequence[Sequence[str]]
) -> Iterator[Fault]:
    path = f"csv/{name}.csv"
    table = sound_table(inspection, path)
    document = f"json/{THINGS[LISTS[name][0] if name in LISTS else name][0]}.json"
    if table is None or inspection.document(document) is None:
        return
    rows = list(table.rows())
    if len(rows) != len(wanted):
        yield Fault(path, "", f"it has {len(rows)} rows; {document} makes {len(wanted)}")
    for row, cells in zip(rows, wanted, strict=False):
        yield from differences(path, cells[0], row, dict(zip(columns, cells, strict=True)))
