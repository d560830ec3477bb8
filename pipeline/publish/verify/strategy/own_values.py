"""JSON: a record has values of the library's own fields only, each of the field's type, in their order."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import NamedV1
from pipeline.publish.schema.site import OwnFieldV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.descriptor import TYPES
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.view import StrategyView, own_document
from pipeline.publish.verify.violation import Violation

WEB = re.compile(r"https?://\S+")


@check("json")
def own_values(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each value of an own field fits what the manifest says of the field; required fields have one."""
    for fault in value_faults(view.record.fields, expected.own):
        yield Violation(own_document(view.id), view.id, fault)


def value_faults(values: Mapping[str, object], own: Iterable[OwnFieldV1]) -> Iterator[str]:
    """What is wrong with the values of own fields of a record, a term or the library, which has these fields."""
    fields = {field.id: field for field in own}
    for id_, value in values.items():
        if id_ not in fields:
            yield f"it has a field `{id_}`, which is not in {MANIFEST}"
        elif not _fits(value, fields[id_]):
            yield f"its `{id_}` is no value of a field of type {fields[id_].type}"
    if [id_ for id_ in fields if id_ in values] != [id_ for id_ in values if id_ in fields]:
        yield f"its own fields are not in the order of {MANIFEST}"
    for field in fields.values():
        if field.required and field.id not in values:
            yield f"it has no `{field.id}`, which every {field.on.replace('_', ' ')} should have"


def _fits(value: object, field: OwnFieldV1) -> bool:
    match field.type:
        case "choice":
            return value in field.choices
        case "choices":
            listed = value if isinstance(value, list) else []
            return bool(listed) and len(set(listed)) == len(listed) and set(listed) <= set(field.choices)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return type(value) is int
        case "number":
            return type(value) in (int, float)
        case "reference":
            return isinstance(value, NamedV1)
        case "references":
            named = value if isinstance(value, list) else []
            ids = [each.id for each in named if isinstance(each, NamedV1)]
            return bool(ids) and len(set(ids)) == len(named)
        case "date":
            return isinstance(value, str) and bool(TYPES["date"](value))
        case "url":
            return isinstance(value, str) and bool(WEB.fullmatch(value))
        case _:
            return isinstance(value, str) and bool(value) and "\n" not in value
