"""JSON: a strategy has one node in the graph, which says what its record says, and the relationships of its record."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.expected import Expected, each
from pipeline.publish.verify.strategy.record import key_differences
from pipeline.publish.verify.view import NODES, RELATIONSHIPS, StrategyView
from pipeline.publish.verify.violation import Violation

# The nodes at the ends of a relationship: kind and label of each.
ENDS: Mapping[str, tuple[tuple[Any, str], tuple[Any, str]]] = {
    "hasFactor": (("learner-model", "LearnerModel"), ("factor", "Factor")),
    "hasStrategy": (("learner-model", "LearnerModel"), ("strategy", "Strategy")),
    "relatedTo": (("strategy", "Strategy"), ("strategy", "Strategy")),
    "targetsFactor": (("strategy", "Strategy"), ("factor", "Factor")),
}


@each("json")
def node(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each key of the node, and that there is one and no other."""
    found = view.parts.get(NODES)
    if found is None:
        return
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        yield Violation(NODES, view.id, "it has not one node")
        return
    yield from node_violations(view.id, found[0], node_of(view.record, expected))


def node_violations(record: str, found: dict[str, Any], wanted: dict[str, Any]) -> Iterator[Violation]:
    """What a node says that it should not, or does not say; its properties key by key."""
    if found == wanted:
        return
    properties = found.get("properties")
    if isinstance(properties, dict):
        yield from key_differences(NODES, record, properties, wanted["properties"], "what the record says")
        found = found | {"properties": wanted["properties"]}
    yield from key_differences(NODES, record, found, wanted, "what follows from its id")


def node_of(record: StrategyV1, expected: Expected) -> dict[str, Any]:
    """What the node of a strategy must be."""
    library = expected.library
    properties = {
        "id": record.id,
        "name": record.title,
        "description": record.summary,
        "category": record.category.id,
        "dateModified": record.updated,
        "inLanguage": library.language,
        "license": library.licence,
        "provider": library.publisher,
        "disclaimers": [section.disclaimer.text for section in record.sections if section.disclaimer],
    }
    return thing(expected.identifiers.of("strategy", record.id), "Strategy", properties)


def thing(identifier: str, label: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A node."""
    return {"type": "node", "identifier": identifier, "labels": [label], "properties": properties}


@each("json")
def relationships(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The relationships are those of the record, to the letter, and in its order."""
    found = view.parts.get(RELATIONSHIPS)
    if found is None:
        return
    wanted = list(_wanted(view.record, expected.identifiers))
    if found == wanted:
        return
    if not isinstance(found, list):
        yield Violation(RELATIONSHIPS, view.id, "a line is not JSON")
        return
    for item in (item for item in found if item not in wanted):
        yield Violation(RELATIONSHIPS, view.id, f"the record says no such thing: {_named(item)}")
    for item in (item for item in wanted if item not in found):
        yield Violation(RELATIONSHIPS, view.id, f"{_named(item)} is missing")
    yield Violation(RELATIONSHIPS, view.id, "its relationships are not those of the record, each once and in its order")


def _named(item: object) -> str:
    return f"`{item.get('label')}` to {item.get('target_identifier')}" if isinstance(item, dict) else str(item)[:60]


def _wanted(record: StrategyV1, identifiers: Identifiers) -> Iterator[dict[str, Any]]:
    for model in record.learner_models:
        yield relationship(identifiers, "hasStrategy", (model.id, record.id), {})
    for place, card in enumerate(record.related, 1):
        yield relationship(identifiers, "relatedTo", (record.id, card.id), {"position": place})
    for place, factor in enumerate(record.factors, 1):
        order = {"position": place, "group": factor.group}
        yield relationship(identifiers, "targetsFactor", (record.id, factor.id), order)


def relationship(
    identifiers: Identifiers, label: Any, ends: tuple[str, str], properties: dict[str, Any]
) -> dict[str, Any]:
    """What one relationship must be."""
    (source, source_label), (target, target_label) = ENDS[label]
    return {
        "type": "relationship",
        "identifier": identifiers.of(label, *ends),
        "source_identifier": identifiers.of(source, ends[0]),
        "target_identifier": identifiers.of(target, ends[1]),
        "label": label,
        "source_labels": [source_label],
        "target_labels": [target_label],
        "properties": properties,
    }
