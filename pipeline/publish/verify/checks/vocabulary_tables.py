"""CSV: the tables of factors, categories, learner models and tombstones hold the values of the JSON documents."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.own_fields import LISTED
from pipeline.model.own_vocabulary import table_of
from pipeline.publish.schema.base import PublishedModel
from pipeline.publish.schema.records import CategoryV1, FactorV1, LearnerModelV1, TombstoneV1
from pipeline.publish.schema.site import OwnFieldV1
from pipeline.publish.schema.vocabularies import OwnTermV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import OWN_VOCABULARIES, items
from pipeline.publish.verify.columns import ORDINAL, RENAMED, cell_text, is_one_of, shape_of
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.descriptor import DESCRIPTOR, DescriptorResource, read_descriptor
from pipeline.publish.verify.violation import Violation, column_differences, id_differences

TOMBSTONES = "csv/tombstones.csv"
# The shapes of the items of each table; the document of the same name lists them.
SHAPES: Mapping[str, type[PublishedModel]] = {
    "factors": FactorV1,
    "categories": CategoryV1,
    "learner_models": LearnerModelV1,
    "tombstones": TombstoneV1,
}
# What own fields call them.
HOLDERS: Mapping[str, str] = {"factors": "factor", "categories": "category", "learner_models": "learner_model"}
# Values that are in JSON and in no table, and why.
JSON_ONLY: Mapping[str, str] = {
    "strategies": "the tables of strategies name each",
    "fields": "each has a column or a table of its own",
    "status": "all that are retired are in one table",
}
# The end of the name of the table with other names of terms, and the keys of a term that are no columns.
ALIASES = "_aliases"
IN_LISTS = ("aliases", "strategies", "fields")
Term = Mapping[str, Any]


@check("csv")
def retired_rows(context: VerifyContext) -> Iterator[Violation]:
    """Every retired strategy has a row among the tombstones."""
    table = context.table(TOMBSTONES)
    if table and "id" in table.header:
        yield from id_differences(TOMBSTONES, [row["id"] for row in table.rows()], context.manifest.retired)


@check("csv")
def vocabulary_tables(context: VerifyContext) -> Iterator[Violation]:
    """Each term has its row, each item of its lists too, and each key of it a column."""
    own = [table_of(id_) for id_ in context.manifest.site.vocabularies]
    for name in (*SHAPES, *own, *(f"{name}{ALIASES}" for name in own)):
        if f"csv/{name}.csv" not in context.paths:
            yield Violation(f"csv/{name}.csv", "", "it is missing")
    if not context.holds("json"):
        return
    try:
        resources = read_descriptor(context.text(DESCRIPTOR) or "")
    except ValueError:
        return
    for name in SHAPES:
        yield from _tables_of(context, name, resources)
    for vocabulary in items(context, OWN_VOCABULARIES):
        yield from _own_tables(context, vocabulary, resources)


def _tables_of(context: VerifyContext, name: str, resources: tuple[DescriptorResource, ...]) -> Iterator[Violation]:
    """Compare the tables of some terms and of their lists with their document."""
    document, shape, held = f"json/{name.replace('_', '-')}.json", SHAPES[name], set[str]()
    own = _own_fields(context, HOLDERS.get(name, ""))
    if context.document(document) is None:
        return
    for resource in resources:
        listed = "" if resource.name == name else _list_of(resource, name)
        if resource.name != name and not listed:
            continue
        keys = {listed: listed} if listed in own else _keys(resource, shape, listed)
        keys |= {} if listed else {column: column for column in resource.header if column in own}
        held.update(keys.values())
        if f"csv/{resource.path}" not in context.verified:
            yield from _row_differences(context, resource, document, listed, keys)
    for key in {*shape.model_fields, *own} - held - JSON_ONLY.keys():
        yield Violation(f"csv/{name}.csv", "", f"no column holds `{key}` of {document}")


def _own_tables(
    context: VerifyContext, vocabulary: Mapping[str, Any], resources: tuple[DescriptorResource, ...]
) -> Iterator[Violation]:
    """Compare the two tables of one of the library's own vocabularies with its terms."""
    name, terms, own = table_of(vocabulary["id"]), _flat(vocabulary["terms"]), _own_fields(context, vocabulary["id"])
    lists = {name + ALIASES: "aliases"} | {f"{name}_{id_}": id_ for id_, field in own.items() if field.type in LISTED}
    single = [id_ for id_ in own if id_ not in lists.values()]
    for missing in sorted(lists.keys() - {resource.name for resource in resources}):
        yield Violation(f"csv/{missing}.csv", "", "it is missing")
    for resource in resources:
        listed = lists.get(resource.name, "")
        if f"csv/{resource.path}" in context.verified or resource.name not in (name, *lists):
            continue
        plain = [key for key in OwnTermV1.model_fields if key not in IN_LISTS]
        keys = (
            {"alias" if listed == "aliases" else listed: listed} if listed else {key: key for key in (*plain, *single)}
        )
        header = ("term", ORDINAL, *keys) if listed else tuple(keys)
        if resource.header != header:
            yield Violation(f"csv/{resource.path}", "", f"its columns are not {', '.join(header)}")
            continue
        expected = [row for term in terms for row in _rows(keys, resource.header[0], term, listed)]
        yield from _differences(context, resource, f"{OWN_VOCABULARIES} for `{vocabulary['id']}`", expected)


def _own_fields(context: VerifyContext, holder: str) -> dict[str, OwnFieldV1]:
    """The own fields of one kind of thing that are in tables, by id."""
    return {field.id: field for field in context.manifest.site.fields if field.on == holder and field.column}


def _flat(terms: list[dict[str, Any]]) -> list[Term]:
    """Terms with the values of their own fields as cells hold them, like all others."""
    return [
        {**term, **{id_: _cell(value) for id_, value in term.get("fields", {}).items()}} if term.get("fields") else term
        for term in terms
    ]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return [_cell(each) for each in value]
    return value["id"] if isinstance(value, dict) else value


def _list_of(resource: DescriptorResource, name: str) -> str:
    """The list of terms that a table holds, or empty; the table has the name of one term and its list."""
    owner, ordinal = (*resource.header, "")[:2]
    is_list = is_one_of(owner, name) and resource.name.startswith(f"{owner}_") and ordinal == ORDINAL
    return resource.name.removeprefix(f"{owner}_") if is_list else ""


def _keys(resource: DescriptorResource, shape: type[PublishedModel], listed: str) -> dict[str, str]:
    """The key of a document that each column holds."""
    if not listed:
        return {column: column for column in resource.header if column in shape.model_fields}
    fields = ((name, *shape_of(shape, name)) for name in shape.model_fields)
    outer = [name for name, kind, item in fields if kind == "list" and listed in getattr(item, "model_fields", ())]
    names = {column: RENAMED.get(column, column) for column in resource.header[2:]}
    return {column: key for column, name in names.items() for key in (*outer, listed) if is_one_of(name, key)}


def _rows(keys: Mapping[str, str], owner: str, term: Term, listed: str) -> Iterator[dict[str, str]]:
    """The expected rows of a term."""
    if not listed:
        yield {column: cell_text(term.get(key)) for column, key in keys.items()}
        return
    for number, item in enumerate(_items(term, listed), 1):
        yield {owner: term["id"], ORDINAL: str(number)} | {column: item[key] for column, key in keys.items()}


def _items(term: Term, listed: str) -> list[Mapping[str, str]]:
    """The items of a list by its name; those of a list inside another come with the name of what holds them."""
    if listed in term:
        return [{listed: item} for item in term[listed]]
    return [
        {outer: part["name"], listed: item}
        for outer, parts in term.items()
        for part in (parts if isinstance(parts, list) else ())
        if isinstance(part, dict) and listed in part
        for item in part[listed]
    ]


def _row_differences(
    context: VerifyContext, resource: DescriptorResource, document: str, listed: str, keys: Mapping[str, str]
) -> Iterator[Violation]:
    path = f"csv/{resource.path}"
    table = context.table(path)
    if table is None or table.header != resource.header:
        return
    for name in table.header[2 if listed else 0 :]:
        if name not in keys:
            yield Violation(path, "", f"nothing in {document} has what the column `{name}` holds")
    expected = [row for term in _flat(items(context, document)) for row in _rows(keys, table.header[0], term, listed)]
    yield from _differences(context, resource, document, expected)


def _differences(
    context: VerifyContext, resource: DescriptorResource, document: str, expected: list[dict[str, str]]
) -> Iterator[Violation]:
    """Rows of a table that are not those that a document makes."""
    path = f"csv/{resource.path}"
    table = context.table(path)
    if table is None or table.header != resource.header:
        return
    found = list(table.rows())
    if len(found) != len(expected):
        yield Violation(path, "", f"it has {len(found)} rows; {document} makes {len(expected)}")
    for row, expected_row in zip(found, expected, strict=False):
        yield from column_differences(path, next(iter(row.values())), row, expected_row)
