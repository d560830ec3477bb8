"""The value of a record that each column of a table holds, found by the column's name.

A column has the name of a field of the record; or of an object in it, and holds its id; or of an object and one of its
fields (`source_title`). Others hold the text of a section or a disclaimer, or a field of the library's own. A table of
a list has the list's name. None of this uses the code that writes the tables.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.model.reserved_words import RESERVED
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.descriptor import TableSchema
from pipeline.publish.verify.violation import Violation

STRATEGIES = "csv/strategies.csv"
# How the description of a column begins that holds the text of a section; a strategy need not have it.
OF_SECTION = "text of the section “"
DISCLAIMER = "disclaimer_"
# The columns of a list's table that are about the owner.
OWNER, ORDINAL = "strategy", "ordinal"
# Tables and columns with another name than their field, which SQL reserves.
RENAMED: Mapping[str, str] = {"citations": "references", "factor_group": "group"}
# Values that are in JSON and in no table, and why.
JSON_ONLY: Mapping[str, str] = {
    "images": "the files are of the site, and the manifest lists them",
    "outdated_languages": "is of interest to translators, and in translations.json",
    "references.csl": "is an object; its words are in `text`",
    "related.languages": "is in the rows of that strategy",
    "mentions": "follows from the links in the texts",
    "sections.id": "names the column",
    "sections.heading": "is in the description of the column",
    "sections.markdown": "tables hold plain text",
    "sections.html": "tables hold plain text",
    "sections.disclaimer": "has a column of its own, by its id",
    "category.name": "is in categories.csv",
    "learner_models.name": "is in learner_models.csv",
    "factors.name": "is in factors.csv",
    "related.title": "is in the row of that strategy",
    "related.summary": "is in the row of that strategy",
    "related.category": "is in the row of that strategy",
}
# The types of own fields whose values are lists.
LISTED = frozenset({"choices", "references"})
EMPTY: Mapping[str, str] = {}
# The value of a cell: of a record, or of an item of one of its lists.
Value = Callable[[Any], object]


@dataclass(frozen=True)
class Cells:
    """The cells of one table that follow from a record. `unknown` are columns without a value."""

    path: str
    schema: TableSchema
    listed: str = ""  # the field with the list, or empty for the table of strategies
    values: Mapping[str, Value] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    own: bool = False  # true when the list is that of one of the library's own fields

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.schema.header

    def rows(self, record: StrategyV1) -> list[dict[str, str]]:
        """The expected rows of a strategy, without unknown columns."""
        if not self.listed:
            return [{name: cell_text(value(record)) for name, value in self.values.items()}]
        return [
            {OWNER: record.id, ORDINAL: str(number)}
            | {name: cell_text(value(item)) for name, value in self.values.items()}
            for number, item in enumerate(self._items(record), 1)
        ]

    def _items(self, record: StrategyV1) -> Iterable[object]:
        found = record.fields.get(self.listed, []) if self.own else getattr(record, self.listed)
        return found if isinstance(found, list) else []

    def unknown_columns(self) -> Iterator[Violation]:
        """Columns that no record has a value for."""
        for name in self.unknown:
            yield Violation(self.path, "", f"no record has what the column `{name}` holds")


def cell_text(value: object) -> str:
    """A value as a cell holds it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def column_of(id_: str) -> str:
    """The name of the column of a section by its id."""
    name = plain_column(id_)
    return f"{name}_text" if name in RESERVED else name


def plain_column(id_: str) -> str:
    """An id as the name of a column, which SQL may reserve."""
    return id_.replace("-", "_")


def cells_of(
    path: str, described: Mapping[str, Any], disclaimers: Mapping[str, str], fields: Mapping[str, str] = EMPTY
) -> Cells:
    """How the rows of a table with this description follow from a record; `fields` are types of own fields, by id."""
    schema = TableSchema.model_validate(described)
    listed, found = "", dict[str, Value | None]()
    if path == STRATEGIES:
        found = {
            column.name: _of_own_field(column.name)
            if column.name in fields and fields[column.name] not in LISTED
            else _of_record(column.name, column.description, disclaimers)
            for column in schema.fields
        }
    elif (own := _listed_field(path)) in fields and fields[own] in LISTED:
        return Cells(path, schema, own, {own: _id_or_text}, tuple({*schema.header} - {OWNER, ORDINAL, own}), own=True)
    elif listed := list_of(path):
        found = {name: _of_item(listed, name) for name in schema.header if name not in (OWNER, ORDINAL)}
    values = {name: value for name, value in found.items() if value}
    known = {*values} | ({OWNER, ORDINAL} if listed else set())
    return Cells(path, schema, listed, values, tuple(name for name in schema.header if name not in known))


def _listed_field(path: str) -> str:
    """The own field whose values a table holds, by the name of the table."""
    return path.removeprefix(f"csv/{OWNER}_").removesuffix(".csv")


def _of_own_field(id_: str) -> Value:
    return lambda record: _id_or_text(record.fields.get(id_))


def _id_or_text(value: object) -> object:
    """A value of an own field as a cell holds it: what a reference names, by its id."""
    return getattr(value, "id", value)


def list_of(path: str) -> str:
    """The field whose list a table holds, or empty."""
    name = path.removeprefix("csv/").removesuffix(".csv")
    name = RENAMED.get(name, name)
    found = (field for field in StrategyV1.model_fields if name in (field, f"{OWNER}_{field}"))
    return next((field for field in found if shape_of(StrategyV1, field)[0] == "list"), "")


def is_one_of(column: str, listed: str) -> bool:
    """True for the singular of the name of a list, or for that name."""
    singular = f"{listed.removesuffix('ies')}y" if listed.endswith("ies") else listed.removesuffix("s")
    return column in (listed, singular, listed.removesuffix("es"))


def shape_of(model: type[BaseModel], name: str) -> tuple[str, Any]:
    """Whether a field is `plain`, an `object` or a `list`; and the model of the object, or of the items."""
    annotation: Any = model.model_fields[name].annotation
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(each for each in get_args(annotation) if each is not NoneType)
    if get_origin(annotation) is list:
        return "list", get_args(annotation)[0]
    return ("object", annotation) if _is_model(annotation) else ("plain", None)


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _of_record(name: str, description: str, disclaimers: Mapping[str, str]) -> Value | None:
    for own in StrategyV1.model_fields:
        kind, model = shape_of(StrategyV1, own)
        if name == own and kind == "plain":
            return attrgetter(name)
        if kind == "object" and name == own and "id" in model.model_fields:
            return attrgetter(f"{own}.id")
        part = name.removeprefix(f"{own}_")
        if kind == "object" and part in model.model_fields.keys() - {name}:
            return lambda record: getattr(getattr(record, own), part, None)
    if name.startswith(DISCLAIMER):
        id_ = next((id_ for id_ in disclaimers if name == DISCLAIMER + plain_column(id_)), None)
        return None if id_ is None else lambda record: _text_of_disclaimer(record, id_)
    return (lambda record: _text_of_section(record, name)) if description.startswith(OF_SECTION) else None


def _text_of_disclaimer(record: StrategyV1, id_: str) -> str | None:
    shown = (section.disclaimer for section in record.sections if section.disclaimer)
    return next((disclaimer.text for disclaimer in shown if disclaimer.id == id_), None)


def _text_of_section(record: StrategyV1, column: str) -> str | None:
    return next((section.text for section in record.sections if column_of(section.id) == column), None)


def _of_item(listed: str, name: str) -> Value | None:
    _, item = shape_of(StrategyV1, listed)
    name = RENAMED.get(name, name)
    if not _is_model(item):
        return (lambda value: value) if is_one_of(name, listed) else None
    if name in item.model_fields and shape_of(item, name)[0] == "plain":
        return attrgetter(name)
    return attrgetter("id") if is_one_of(name, listed) and "id" in item.model_fields else None


def left_out(tables: Mapping[str, Cells], fields: Mapping[str, str] = EMPTY) -> Iterator[str]:
    """Values of a record that no column holds and that are not in JSON only: `field` or `field.part`.

    `fields` are the types of own fields that have a column, by id.
    """
    columns = tables[STRATEGIES].header if STRATEGIES in tables else ()
    for id_, kind in fields.items():
        if not (f"csv/{OWNER}_{id_}.csv" in tables if kind in LISTED else id_ in columns):
            yield f"fields.{id_}"
    own = set(tables[STRATEGIES].values) if STRATEGIES in tables else set()
    lists = {cells.listed: {RENAMED.get(name, name) for name in cells.values} for cells in tables.values()}
    for name in StrategyV1.model_fields:
        kind, model = shape_of(StrategyV1, name)
        if name in JSON_ONLY or name in ("sections", "fields") or (kind == "plain" and name in own):
            continue
        if kind == "plain" or (kind == "list" and name not in lists):
            yield name
        elif kind == "object":
            held = {part for part in model.model_fields if f"{name}_{part}" in own or (part == "id" and name in own)}
            yield from (f"{name}.{part}" for part in model.model_fields if part not in held)
        elif not _is_model(model):
            yield from () if lists[name] else (name,)
        else:
            held = {"id"} if any(is_one_of(column, name) for column in lists[name]) else set()
            yield from (f"{name}.{part}" for part in model.model_fields if part not in held | lists[name])


def missing_columns(tables: Mapping[str, Cells], fields: Mapping[str, str] = EMPTY) -> Iterator[Violation]:
    """Values of records that no table holds and that need not be in JSON only."""
    for name in left_out(tables, fields):
        if name not in JSON_ONLY:
            yield Violation(STRATEGIES, "", f"no column holds `{name}` of the records")
