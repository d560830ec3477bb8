"""Typed models built from YAML trees, with a position for each problem."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pipeline.model import wording
from pipeline.model.fields import ONE_NAME_PATTERN
from pipeline.model.list_slips import parts_of, written_list
from pipeline.model.strategy import Strategy
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Node, Scalar, Sequence, node_at, scalars, to_plain
from pipeline.source.text import Span

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]
LISTS = frozenset({"learner_models", "factors", "related", "authors", "aliases"})
# The last step of pydantic's location if a key of a mapping is invalid.
KEY = "[key]"
# Lists of ids. In names of people, a slash or a hyphen is part of the name.
IDS = LISTS - {"authors"}


def build(model: type[Model], node: MappingNode) -> tuple[Model | None, list[Problem]]:
    """Build a model from a mapping; without a model, there is a problem for each invalid field.

    Problems are of kind `missing-field`, `unknown-field` or `invalid-value`. Their data holds `field` (dotted, without
    list indices) and what `wording` needs.
    """
    try:
        return model.model_validate(to_plain(node)), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True, include_input=True)
        meant = {_meant(model, detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}
        # A field with a misspelled name is reported there, not as missing too.
        # A list whose items are all invalid is not reported as empty.
        reported = [detail for detail in details if detail["loc"] not in meant and not _is_filled(node, detail)]
        faults = (_problem(model, node, detail) for detail in reported)
        found = list({(fault.kind, fault.span, fault.data["field"]): fault for fault in faults}.values())
        return None, _without_nested(node, found)


def _is_filled(node: MappingNode, detail: Mapping[str, Any]) -> bool:
    """True for a list that is reported as empty because all its items are invalid."""
    found = node_at(node, detail["loc"])
    return detail["type"] == "too_short" and isinstance(found, Sequence) and bool(found.items)


def _without_nested(node: MappingNode, problems: list[Problem]) -> list[Problem]:
    """Replace the problems of the items of nested lists by one problem for each list."""
    nested = {
        field: value
        for field in LISTS
        if isinstance(value := node.get(field), Sequence) and any(isinstance(item, Sequence) for item in value.items)
    }
    remaining = [problem for problem in problems if problem.data["field"] not in nested]
    for field, value in nested.items():
        data = {"field": field, "fault": "nested_list", "accepted": "", "got": "a list"}
        remaining.append(Problem("invalid-value", value.span, data | {"meant": _meant_list(node, field)}))
    return remaining


def _meant_list(node: MappingNode, field: str) -> str:
    return written_list([value.text for value in values_of(node, field)])


def _meant(model: type[BaseModel], location: Location) -> Location | None:
    """The location of the field that an unknown one was probably meant to be."""
    name = wording.field_meant({"key": str(location[-1]), "known": ", ".join(_fields_at(model, location[:-1]))})
    return (*location[:-1], name) if name else None


def _problem(model: type[BaseModel], node: MappingNode, detail: Mapping[str, Any]) -> Problem:
    location: Location = tuple(step for step in detail["loc"] if step != KEY)
    field = ".".join(str(step) for step in location if isinstance(step, str))
    parent = node_at(node, location[:-1])
    key = parent.key(str(location[-1])) if isinstance(parent, MappingNode) else None
    fault = str(detail["type"])
    if fault == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        taken = [name for name in known if isinstance(parent, MappingNode) and parent.key(name)]
        data = {"field": field, "key": str(location[-1]), "known": ", ".join(known), "taken": ", ".join(taken)}
        return Problem("unknown-field", key.span if key else parent.span, data)
    named = [step for step in location if isinstance(step, str)]
    described = _fields_at(model, tuple(named[:-1])).get(named[-1]) if named else None
    described = described or (model.model_fields.get(named[0]) if named else None)
    data = {"field": field, "fault": fault, "accepted": described.description or "" if described else ""}
    if fault == "missing":
        return Problem(
            "missing-field", key.span if key else _first_line(parent), data | {"empty": str(key is not None)}
        )
    data |= {name: str(value) for name, value in detail.get("ctx", {}).items() if name != "error"}
    subject = key if key and KEY in detail["loc"] else node_at(node, location)
    data["got"] = _shape(subject)
    if field in LISTS and fault == "tuple_type" and isinstance(node, MappingNode):
        data["meant"] = _meant_list(node, field)
    elif fault == "tuple_type" and issubclass(model, Strategy) and isinstance(subject, Scalar):
        data["meant"] = written_list([part.text for part in _parts(subject)])  # a field of the library's own
    if isinstance(subject, Scalar):
        data["value"] = "" if subject.is_absent else subject.text
    if subject is key:
        data["named"] = ".".join(str(step) for step in location[:-1] if isinstance(step, str))
    if isinstance(location[-1], int):
        data["item"] = str(location[-1] + 1)
    return Problem("invalid-value", subject.span, data)


def _shape(node: Node) -> str:
    return {Scalar: "text", Sequence: "a list", MappingNode: "fields of its own"}[type(node)]


def _first_line(node: Node) -> Span:
    """The position of a missing field: the first key of its mapping."""
    if isinstance(node, MappingNode) and node.pairs:
        return node.pairs[0][0].span
    return Span(node.span.path, node.span.start, min(node.span.end, node.span.start + 1))


def _fields_at(model: type[BaseModel], location: Location) -> Mapping[str, FieldInfo]:
    """The fields of the model at a location."""
    for step in location:
        if isinstance(step, int):
            continue
        info = _by_name(model).get(step)
        model = next(_models_in(info.annotation), model) if info else model
    return _by_name(model)


def _by_name(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """The fields of a model by the names that authors write."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


def values_of(node: Node | None, field: str) -> tuple[Scalar, ...]:
    """Every value of a field of a mapping, whether one or a list.

    Text instead of a list is split into the values that it was meant to be; `invalid-value` reports it.
    """
    found = node.get(field) if isinstance(node, MappingNode) else None
    if found is None:
        return ()
    if not isinstance(found, Scalar):
        items = scalars(found)
        if isinstance(found, MappingNode) and field in LISTS:
            items = (key for key, _ in found.pairs)  # braces instead of brackets
        present = [item for item in items if item.text and not item.is_absent]
        return tuple(part for item in present for part in (_parts(item) if _is_several(item, field) else (item,)))
    if field not in LISTS or found.is_absent:
        return (found,) if found.text and not found.is_absent else ()
    return _parts(found)


def _is_several(item: Scalar, field: str) -> bool:
    """True for an item that holds several ids, which `invalid-value` reports."""
    return field in IDS and re.fullmatch(ONE_NAME_PATTERN, item.text) is None


def _parts(value: Scalar) -> tuple[Scalar, ...]:
    """The values that a text was meant to be, or the text itself."""
    ranges = parts_of(value.text)
    if ranges == [(0, len(value.text))]:
        return (value,)
    return tuple(Scalar(value.part(*part), value.text[slice(*part)], True, value.exact) for part in ranges)
