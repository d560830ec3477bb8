"""YAML trees into typed models; every fault keeps the place of the key or value it is about."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pipeline.model import wording
from pipeline.model.fields import ONE_NAME_PATTERN
from pipeline.model.list_slips import parts_of, written_list
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Node, Scalar, Sequence, find, scalars, to_plain
from pipeline.source.text import Span

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]
LISTS = frozenset({"learner_models", "factors", "related", "authors", "aliases"})
# What pydantic puts behind the place of a mapping's key that is itself at fault.
KEY = "[key]"
# Those whose values are ids; in names of people a slash or a hyphen is part of the name.
IDS = LISTS - {"authors"}


def build(model: type[Model], node: MappingNode) -> tuple[Model | None, list[Problem]]:
    """Build a model from a mapping. Gives the model, or None and a problem for each fault.

    Problems are of kind `missing-field`, `unknown-field` or `invalid-value`; their data holds `field`
    (dotted, list indices left out) and what `wording` needs.
    """
    try:
        return model.model_validate(to_plain(node)), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True, include_input=True)
        meant = {_meant(model, detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}
        # A field that is missing because its name is misspelled is told of once, at the name.
        # A list whose items are all at fault is not empty besides.
        told = [detail for detail in details if detail["loc"] not in meant and not _is_filled(node, detail)]
        faults = (_problem(model, node, detail) for detail in told)
        found = list({(fault.kind, fault.span, fault.data["field"]): fault for fault in faults}.values())
        return None, _once_a_list(node, found)


def _is_filled(node: MappingNode, detail: Mapping[str, Any]) -> bool:
    """True when a list is said to hold too little for its items are at fault."""
    found = find(node, detail["loc"])
    return detail["type"] == "too_short" and isinstance(found, Sequence) and bool(found.items)


def _once_a_list(node: MappingNode, problems: list[Problem]) -> list[Problem]:
    """Problems without those of the items of a list that stands within another: that is told of once."""
    nested = {
        field: value
        for field in LISTS
        if isinstance(value := node.get(field), Sequence) and any(isinstance(item, Sequence) for item in value.items)
    }
    left = [problem for problem in problems if problem.data["field"] not in nested]
    for field, value in nested.items():
        data = {"field": field, "fault": "nested_list", "accepted": "", "got": "a list"}
        left.append(Problem("invalid-value", value.span, data | {"meant": _meant_list(node, field)}))
    return left


def _meant_list(node: MappingNode, field: str) -> str:
    return written_list([value.text for value in values_of(node, field)])


def _meant(model: type[BaseModel], location: Location) -> Location | None:
    """Where the field is that an unknown one was probably meant to be."""
    name = wording.field_meant({"key": str(location[-1]), "known": ", ".join(_fields_at(model, location[:-1]))})
    return (*location[:-1], name) if name else None


def _problem(model: type[BaseModel], node: MappingNode, detail: Mapping[str, Any]) -> Problem:
    location: Location = tuple(step for step in detail["loc"] if step != KEY)
    field = ".".join(str(step) for step in location if isinstance(step, str))
    parent = find(node, location[:-1])
    key = parent.key(str(location[-1])) if isinstance(parent, MappingNode) else None
    fault = str(detail["type"])
    if fault == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        taken = [name for name in known if isinstance(parent, MappingNode) and parent.key(name)]
        data = {"field": field, "key": str(location[-1]), "known": ", ".join(known), "taken": ", ".join(taken)}
        return Problem("unknown-field", key.span if key else parent.span, data)
    named = [step for step in location if isinstance(step, str)]
    described = _fields_at(model, tuple(named[:-1])).get(named[-1]) if named else None
    data = {"field": field, "fault": fault, "accepted": described.description or "" if described else ""}
    if fault == "missing":
        return Problem(
            "missing-field", key.span if key else _first_line(parent), data | {"empty": str(key is not None)}
        )
    data |= {name: str(value) for name, value in detail.get("ctx", {}).items() if name != "error"}
    place = key if key and KEY in detail["loc"] else find(node, location)
    data["got"] = _shape(place)
    if field in LISTS and fault == "tuple_type" and isinstance(node, MappingNode):
        data["meant"] = _meant_list(node, field)
    if isinstance(place, Scalar):
        data["value"] = "" if place.is_absent else place.text
    if place is key:
        data["named"] = ".".join(str(step) for step in location[:-1] if isinstance(step, str))
    if isinstance(location[-1], int):
        data["item"] = str(location[-1] + 1)
    return Problem("invalid-value", place.span, data)


def _shape(node: Node) -> str:
    return {Scalar: "text", Sequence: "a list", MappingNode: "fields of its own"}[type(node)]


def _first_line(node: Node) -> Span:
    """Where a missing field is shown: the first key of the mapping it is missing from."""
    if isinstance(node, MappingNode) and node.pairs:
        return node.pairs[0][0].span
    return Span(node.span.path, node.span.start, min(node.span.end, node.span.start + 1))


def _fields_at(model: type[BaseModel], location: Location) -> Mapping[str, FieldInfo]:
    """Fields of the model that a location leads to."""
    for step in location:
        if isinstance(step, int):
            continue
        info = model.model_fields.get(step)
        model = next(_models_in(info.annotation), model) if info else model
    return model.model_fields


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


def values_of(node: Node | None, field: str) -> tuple[Scalar, ...]:
    """Every value that a field of a mapping holds, whether one or a list, however broken the rest is.

    Text in place of a list, or of one item, reads as the values it was meant to be: `invalid-value` tells of the fault.
    """
    found = node.get(field) if isinstance(node, MappingNode) else None
    if found is None:
        return ()
    if not isinstance(found, Scalar):
        items = scalars(found)
        if isinstance(found, MappingNode) and field in LISTS:
            items = (key for key, _ in found.pairs)  # braces in place of brackets
        given = [item for item in items if item.text and not item.is_absent]
        return tuple(part for item in given for part in (_parts(item) if _is_several(item, field) else (item,)))
    if field not in LISTS or found.is_absent:
        return (found,) if found.text and not found.is_absent else ()
    return _parts(found)


def _is_several(item: Scalar, field: str) -> bool:
    """True for an item that `invalid-value` tells of, for it holds several ids."""
    return field in IDS and re.fullmatch(ONE_NAME_PATTERN, item.text) is None


def _parts(value: Scalar) -> tuple[Scalar, ...]:
    """The values that a text was meant to be; itself where it is one."""
    places = parts_of(value.text)
    if places == [(0, len(value.text))]:
        return (value,)
    return tuple(Scalar(value.part(*place), value.text[slice(*place)], True, value.exact) for place in places)
