"""Values of published things at the places that changes name: a field, a list, a group or a section."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from pipeline.publish.citations.cited_work import day_of
from pipeline.publish.schema.records import FieldValueV1, NamedV1, ReferenceV1

# By which field an item of a list, or an object in a field, is compared.
BY: Mapping[str, str] = {
    "category": "id",
    "factors": "id",
    "groups": "name",
    "images": "path",
    "learner_models": "id",
    "related": "id",
    "resources": "url",
    "sections": "id",
    "source": "url",
    "videos": "url",
}
SECTIONS, GROUPS, FIELDS, LANGUAGES = "sections", "groups", "fields", "languages"
REFERENCES = "references"


def values_at(item: BaseModel, place: str) -> list[str] | None:
    """The values at a place, as changes name them; None if the thing has no such place."""
    name, _, part = place.partition("/")
    if name not in type(item).model_fields:
        return None
    if part:
        return _values_of_part(item, name, part)
    value = getattr(item, name)
    if value is None:
        return []
    return [_shown(name, each) for each in (value if isinstance(value, list) else [value])]


def texts_at(item: BaseModel, place: str) -> list[str]:
    """The texts at a place, of which a change compares one: that of a section is plain or Markdown."""
    name, _, part = place.partition("/")
    if name == SECTIONS and part and "/" not in part:
        return [text for each in getattr(item, name, ()) if each.id == part for text in (each.text, each.markdown)]
    return values_at(item, place) or []


def cited(reference: ReferenceV1) -> str:
    """The shortest form of a reference."""
    return reference.doi or reference.url or reference.text


def facts_of(reference: ReferenceV1) -> list[str]:
    """What is known of a work, each fact as `title: On Reading`; none of a citation that a page holds itself.

    What is no item of CSL-JSON has its text for a fact.
    """
    try:
        return [f"{name}: {fact}" for name, value in (reference.csl or {}).items() for fact in _facts(name, value)]
    except (ValueError, LookupError, TypeError, AttributeError):  # a bundle that nobody verified
        return [reference.text]


def _facts(name: str, value: object) -> Iterator[str]:
    if isinstance(value, list):  # people
        yield from (", ".join(person.values()) for person in value)
    else:
        yield str(day_of({name: value}) if isinstance(value, dict) else value)


def _values_of_part(item: BaseModel, name: str, part: str) -> list[str] | None:
    """The values of one group or section; none if there is no such group."""
    if name == GROUPS:
        return [factor for group in getattr(item, name) if group.name == part for factor in group.factors]
    if name == FIELDS:
        return shown_value(getattr(item, name).get(part))
    if name == REFERENCES:
        return next((facts_of(each) for each in getattr(item, name) if each.id == part), None)
    if name == LANGUAGES:
        return [part] if part in getattr(item, name) else None
    id_, _, field = part.partition("/")
    section = next((each for each in getattr(item, name, ()) if name == SECTIONS and each.id == id_), None)
    if section is None or field not in ("heading", "disclaimer"):
        return None
    if field == "heading":
        return [section.heading]
    return [section.disclaimer.id] if section.disclaimer else []


def shown_value(value: FieldValueV1 | None) -> list[str]:
    """The value of a field of the library's own; what a reference names is compared by its id."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [each.id if isinstance(each, NamedV1) else _shown(FIELDS, each) for each in values]


def _shown(name: str, value: object) -> str:
    if isinstance(value, ReferenceV1):
        return cited(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(getattr(value, BY[name]) if isinstance(value, BaseModel) else value)
