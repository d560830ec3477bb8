"""JSON: the graph has one node for each strategy and its relationships, which say what its record says."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.strategy_summary import named_in
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.view import NODES, RELATIONSHIPS, StrategyView
from pipeline.publish.verify.violation import Violation, key_differences
from pipeline.publish.written_language import written_language

# The nodes at the ends of a relationship: kind and label of each. Those of `replacedBy` are of one of several kinds.
ENDS: Mapping[str, tuple[tuple[Any, str], tuple[Any, str]]] = {
    "hasFactor": (("learner-model", "LearnerModel"), ("factor", "Factor")),
    "hasStrategy": (("learner-model", "LearnerModel"), ("strategy", "Strategy")),
    "inCategory": (("strategy", "Strategy"), ("category", "Category")),
    "namesTerm": (("strategy", "Strategy"), ("term", "Term")),
    "replacedBy:term": (("term", "Term"), ("term", "Term")),
    "relatedTo": (("strategy", "Strategy"), ("strategy", "Strategy")),
    "replacedBy:category": (("category", "Category"), ("category", "Category")),
    "replacedBy:factor": (("factor", "Factor"), ("factor", "Factor")),
    "replacedBy:learner-model": (("learner-model", "LearnerModel"), ("learner-model", "LearnerModel")),
    "replacedBy:strategy": (("strategy", "RetiredStrategy"), ("strategy", "Strategy")),
    "targetsFactor": (("strategy", "Strategy"), ("factor", "Factor")),
}


@check("json")
def node(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each key of the node, and that there is one and no other."""
    found = view.shards.get(NODES)
    if found is None:
        return
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        yield Violation(NODES, view.id, "it has not one node")
        return
    yield from node_violations(view.id, found[0], _node(view.record, expected))


def node_violations(record: str, found: dict[str, Any], expected: dict[str, Any]) -> Iterator[Violation]:
    """Differences between a node and the expected one; its properties are compared key by key."""
    if found == expected:
        return
    properties = found.get("properties")
    if isinstance(properties, dict):
        yield from key_differences(NODES, record, properties, expected["properties"], "what the record says")
        found = found | {"properties": expected["properties"]}
    yield from key_differences(NODES, record, found, expected, "what follows from its id")


def _node(record: StrategyV1, expected: Expected) -> dict[str, Any]:
    library = expected.library
    properties = {
        "id": record.id,
        "name": record.title,
        "description": record.summary,
        "category": record.category.id,
        "dateModified": record.updated,
        "inLanguage": written_language(library, record.languages),
        "license": library.licence,
        "provider": library.publisher,
        "disclaimers": [section.disclaimer.text for section in record.sections if section.disclaimer],
    } | former_ids(record.aliases, expected.identifiers)
    return expected_node(expected.identifiers.of("strategy", record.id), "Strategy", properties)


def former_ids(aliases: list[str], identifiers: Identifiers) -> dict[str, Any]:
    """The properties of a node about the former ids of a strategy."""
    return {"formerIds": aliases, "formerIdentifiers": [identifiers.of("strategy", alias) for alias in aliases]}


def expected_node(identifier: str, label: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A node as it must be."""
    return {"type": "node", "identifier": identifier, "labels": [label], "properties": properties}


@check("json")
def relationships(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The relationships are exactly those of the record, in its order."""
    found = view.shards.get(RELATIONSHIPS)
    if found is None:
        return
    expected_items = list(_relationships(view.record, expected))
    if found == expected_items:
        return
    if not isinstance(found, list):
        yield Violation(RELATIONSHIPS, view.id, "a line is not JSON")
        return
    for item in (item for item in found if item not in expected_items):
        yield Violation(RELATIONSHIPS, view.id, f"the record says no such thing: {_shown(item)}")
    for item in (item for item in expected_items if item not in found):
        yield Violation(RELATIONSHIPS, view.id, f"{_shown(item)} is missing")
    yield Violation(RELATIONSHIPS, view.id, "its relationships are not those of the record, each once and in its order")


def _shown(item: object) -> str:
    return f"`{item.get('label')}` to {item.get('target_identifier')}" if isinstance(item, dict) else str(item)[:60]


def _relationships(record: StrategyV1, expected: Expected) -> Iterator[dict[str, Any]]:
    identifiers = expected.identifiers
    yield expected_relationship(identifiers, "inCategory", (record.id, record.category.id), {})
    for model in record.learner_models:
        yield expected_relationship(identifiers, "hasStrategy", (model.id, record.id), {})
    for position, card in enumerate(record.related, 1):
        yield expected_relationship(identifiers, "relatedTo", (record.id, card.id), {"position": position})
    for position, factor in enumerate(record.factors, 1):
        properties = {"position": position, "group": factor.group}
        yield expected_relationship(identifiers, "targetsFactor", (record.id, factor.id), properties)
    for field in expected.own:
        own = field.target not in (None, "strategy", "factor", "category", "learner_model")
        for position, id_ in enumerate(named_in(record.fields, field.id) if own else (), 1):
            ends = record.id, f"{field.target}:{id_}"
            found = expected_relationship(identifiers, "namesTerm", ends, {"position": position, "field": field.id})
            yield found | {"identifier": identifiers.of("namesTerm", field.id, *ends)}


def expected_relationship(
    identifiers: Identifiers, label: Any, ends: tuple[str, str], properties: dict[str, Any]
) -> dict[str, Any]:
    """A relationship as it must be; `label` is a key of `ENDS`."""
    (source, source_label), (target, target_label) = ENDS[label]
    return {
        "type": "relationship",
        "identifier": identifiers.of(label, *ends),
        "source_identifier": identifiers.of(source, ends[0]),
        "target_identifier": identifiers.of(target, ends[1]),
        "label": label.partition(":")[0],
        "source_labels": [source_label],
        "target_labels": [target_label],
        "properties": properties,
    }
