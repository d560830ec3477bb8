"""Leads from a column's name to its place in a record, by rule: by nothing of what wrote the table.

A column has the name of a field of the record; or of a thing in it, and holds its id; or of a thing and one of its
parts (`source_title`). Others hold the text of a section or a disclaimer. A table of a list has the list's name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.descriptor import TableSchema
from pipeline.publish.verify.violation import Violation

STRATEGIES = "csv/strategies.csv"
# How the description of a column begins that holds the text of a section; a strategy need not have it.
OF_SECTION = "text of the section “"
DISCLAIMER = "disclaimer_"
# The columns of a list's table that are about the owner.
OWNER, POSITION = "strategy", "position"
# What stands in JSON and in no table, and why.
JSON_ONLY: Mapping[str, str] = {
    "images": "the files are of the site, and the manifest lists them",
    "mentions": "follows from the links in the texts",
    "sections.id": "names the column",
    "sections.heading": "stands in the description of the column",
    "sections.markdown": "tables hold plain text",
    "sections.html": "tables hold plain text",
    "sections.disclaimer": "has a column of its own, by its id",
    "category.name": "stands in categories.csv",
    "learner_models.name": "stands in learner_models.csv",
    "factors.name": "stands in factors.csv",
    "related.title": "stands in the row of that strategy",
    "related.summary": "stands in the row of that strategy",
    "related.category": "stands in the row of that strategy",
}
# The value of a cell: of a record, or of an item of one of its lists.
Value = Callable[[Any], object]


@dataclass(frozen=True)
class Cells:
    """The cells of one table that follow from a record. `unknown` are columns that lead to nothing."""

    path: str
    schema: TableSchema
    listed: str = ""  # the field with the list, or empty for the table of strategies
    values: Mapping[str, Value] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.schema.fields)

    def rows(self, record: StrategyV1) -> list[dict[str, str]]:
        """What the rows of a strategy must hold, but for unknown columns."""
        if not self.listed:
            return [{name: cell_text(value(record)) for name, value in self.values.items()}]
        return [
            {OWNER: record.id, POSITION: str(place)}
            | {name: cell_text(value(item)) for name, value in self.values.items()}
            for place, item in enumerate(getattr(record, self.listed), 1)
        ]

    def faults(self) -> Iterator[Violation]:
        """What can be said against the columns whatever stands in them."""
        for name in self.unknown:
            yield Violation(self.path, "", f"no record has what the column `{name}` holds")


def cell_text(value: object) -> str:
    """A value as a cell holds it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def column_of(id_: str) -> str:
    """The name of the column of a section by its id."""
    return id_.replace("-", "_")


def cells_of(path: str, described: Mapping[str, Any], disclaimers: Mapping[str, str]) -> Cells:
    """How the rows of a table with this description follow from a record."""
    schema = TableSchema.model_validate(described)
    listed = "" if path == STRATEGIES else list_of(path)
    values: dict[str, Value] = {}
    for column in schema.fields:
        found: Value | None = None
        if path == STRATEGIES:
            found = _of_record(column.name, column.description, disclaimers)
        elif listed and column.name not in (OWNER, POSITION):
            found = _of_item(listed, column.name)
        if found is not None:
            values[column.name] = found
    known = {*values} | ({OWNER, POSITION} if listed else set())
    return Cells(path, schema, listed, values, tuple(item.name for item in schema.fields if item.name not in known))


def list_of(path: str) -> str:
    """The field whose list a table holds, or empty."""
    name = path.removeprefix("csv/").removesuffix(".csv")
    found = (field for field in StrategyV1.model_fields if name in (field, f"{OWNER}_{field}"))
    return next((field for field in found if shape_of(StrategyV1, field)[0] == "list"), "")


def is_one_of(column: str, listed: str) -> bool:
    """True for the name of one thing in a list of this name."""
    return column in (listed, listed.removesuffix("s"), listed.removesuffix("es"))


def shape_of(model: type[BaseModel], name: str) -> tuple[str, Any]:
    """Whether a field is `plain`, a `thing` or a `list`; and the model of the thing, or of the items."""
    annotation: Any = model.model_fields[name].annotation
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(each for each in get_args(annotation) if each is not NoneType)
    if get_origin(annotation) is list:
        return "list", get_args(annotation)[0]
    return ("thing", annotation) if _is_model(annotation) else ("plain", None)


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _of_record(name: str, description: str, disclaimers: Mapping[str, str]) -> Value | None:
    for own in StrategyV1.model_fields:
        kind, model = shape_of(StrategyV1, own)
        if name == own and kind == "plain":
            return attrgetter(name)
        if kind == "thing" and name == own and "id" in model.model_fields:
            return attrgetter(f"{own}.id")
        if kind == "thing" and name.removeprefix(f"{own}_") in model.model_fields.keys() - {name}:
            return _part(own, name.removeprefix(f"{own}_"))
    if name.startswith(DISCLAIMER):
        due = next((id_ for id_ in disclaimers if name == DISCLAIMER + column_of(id_)), None)
        return None if due is None else _disclaimer(due)
    return _section(name) if description.startswith(OF_SECTION) else None


def _part(thing: str, part: str) -> Value:
    return lambda record: getattr(getattr(record, thing), part, None)


def _disclaimer(id_: str) -> Value:
    def text(record: StrategyV1) -> str | None:
        shown = (section.disclaimer for section in record.sections if section.disclaimer)
        return next((due.text for due in shown if due.id == id_), None)

    return text


def _section(name: str) -> Value:
    def text(record: StrategyV1) -> str | None:
        return next((section.text for section in record.sections if column_of(section.id) == name), None)

    return text


def _of_item(listed: str, name: str) -> Value | None:
    _, item = shape_of(StrategyV1, listed)
    if not _is_model(item):
        return (lambda value: value) if is_one_of(name, listed) else None
    if name in item.model_fields and shape_of(item, name)[0] == "plain":
        return attrgetter(name)
    return attrgetter("id") if is_one_of(name, listed) and "id" in item.model_fields else None


def left_out(tables: Mapping[str, Cells]) -> Iterator[str]:
    """What of a record stands in no column, though nothing says that it need not: `field` or `field.part`."""
    own = set(tables[STRATEGIES].values) if STRATEGIES in tables else set()
    lists = {cells.listed: set(cells.values) for cells in tables.values() if cells.listed}
    for name in StrategyV1.model_fields:
        kind, model = shape_of(StrategyV1, name)
        if name in JSON_ONLY or name == "sections" or (kind == "plain" and name in own):
            continue
        if kind == "plain" or (kind == "list" and name not in lists):
            yield name
        elif kind == "thing":
            held = {part for part in model.model_fields if f"{name}_{part}" in own or (part == "id" and name in own)}
            yield from (f"{name}.{part}" for part in model.model_fields if part not in held)
        elif not _is_model(model):
            yield from () if lists[name] else (name,)
        else:
            held = {"id"} if any(is_one_of(column, name) for column in lists[name]) else set()
            yield from (f"{name}.{part}" for part in model.model_fields if part not in held | lists[name])


def missing(tables: Mapping[str, Cells]) -> Iterator[Violation]:
    """A fault for each key of records that stands in no table and need not stand in JSON only."""
    for name in left_out(tables):
        if name not in JSON_ONLY:
            yield Violation(STRATEGIES, "", f"no column holds `{name}` of the records")
