"""The ids of a library in the schemas of what its authors write, so that editors offer them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.model.library import Library
from pipeline.model.own_fields import OwnField
from pipeline.model.policy import PagePolicy
from pipeline.model.strategy import REFERENCE_FIELDS

Schema = dict[str, Any]
# The name of each id, by what it is one of: a strategy, a factor, or a term of the vocabulary with that id.
IdNames = Mapping[str, Mapping[str, str]]
# The kind of term in the list of each schema.
TERMS = {"factors": "factor", "categories": "category", "learner-models": "learner_model"}
PAGE = "strategy-front-matter"


def library_ids(library: Library) -> IdNames:
    """The ids that may be written in a library; a list that cannot be read completely is left out."""
    lists = {name.replace("-", "_"): terms for name, terms in library.vocabulary.lists.items()}
    lists |= library.vocabulary.own
    known = {
        kind: {term.id: term.name for term in terms if not term.deprecated}
        for kind, terms in lists.items()
        if terms.complete
    }
    return {"strategy": {entry.id: entry.title for entry in library.entries}, **known}


def with_ids(schema: Schema, name: str, policy: PagePolicy, ids: IdNames) -> Schema:
    """The schema of a file that authors write, with the ids of the library as the only values of its references."""
    if name == PAGE:
        _restrict(schema["properties"], {**REFERENCE_FIELDS, **_targets(policy.fields)}, ids)
    for model, kind in _models(schema, name):
        properties = model["properties"]
        _restrict(properties, {"replaced_by": kind, **_targets(policy.fields_on(kind))}, ids)
        if kind == "learner_model":
            _restrict(properties, {"factors": "factor"}, ids)
            _restrict(properties["groups"]["patternProperties"], dict.fromkeys(_groups(properties), "factor"), ids)
    return schema


def _models(schema: Schema, name: str) -> Iterator[tuple[Schema, str]]:
    """The model of the terms in a schema of a list, and the kind of term."""
    if name in TERMS or name.startswith("vocabulary-"):
        kind = TERMS[name] if name in TERMS else name.removeprefix("vocabulary-")
        definition = str(schema["items"].get("$ref", "")).rpartition("/")[2]
        yield (schema["$defs"][definition] if definition else schema["items"]), kind


def _groups(properties: Schema) -> Iterable[str]:
    patterns: Mapping[str, Any] = properties["groups"].get("patternProperties", {})
    return patterns


def _targets(fields: Iterable[OwnField]) -> dict[str, str]:
    return {field.id: field.target for field in fields if field.target}


def _restrict(properties: Schema, targets: Mapping[str, str], ids: IdNames) -> None:
    """Name the ids of each field that refers to a list with terms."""
    for field, target in targets.items():
        if field in properties and (known := ids.get(target)):
            _name(properties[field], known)


def _name(schema: Schema, known: Mapping[str, str]) -> None:
    for part in schema.get("anyOf", ()):
        _name(part, known)
    if "items" in schema:
        _name(schema["items"], known)
    elif schema.get("type") == "string":
        schema |= {"enum": [*known], "enumDescriptions": [*known.values()]}
    elif schema.get("type") == ["string", "null"]:
        schema |= {"enum": [*known, None], "enumDescriptions": [*known.values(), ""]}
