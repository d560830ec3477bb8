"""JSON: the graph holds each term and retired strategy and nothing unknown; both ends of relationships are nodes."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import CATEGORIES, MODELS, grouped_factors, items, own_terms
from pipeline.publish.verify.context import TOMBSTONES, VerifyContext
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.strategy.graph import expected_node, expected_relationship, former_ids, node_violations
from pipeline.publish.verify.view import NODES, RELATIONSHIPS
from pipeline.publish.verify.violation import Violation

# The documents of terms in the order of the file, with the kinds of relationship that lead to their successors.
SUCCESSIONS = {
    FACTORS: "replacedBy:factor",
    CATEGORIES: "replacedBy:category",
    MODELS: "replacedBy:learner-model",
}


@check("json", sharded=True)
def nodes(context: VerifyContext) -> Iterator[Violation]:
    """There is one node for each term and each retired strategy, as their documents say, and no unknown node."""
    expected = {node["identifier"]: node for node in _expected_nodes(context)}
    if NODES not in context.paths or context.shape_violations(NODES):
        return
    strategies = {context.expected.identifiers.of("strategy", id_) for id_ in context.manifest.published}
    found = set()
    for item in context.documents(NODES):
        node: dict[str, Any] = item
        identifier, id_ = node["identifier"], node["properties"]["id"]
        if identifier in found:
            yield Violation(NODES, id_, "its identifier stands twice")
        found.add(identifier)
        if node["labels"] == ["Strategy"] and identifier in strategies:
            continue  # it is compared with its strategy
        if identifier in expected:
            yield from node_violations(id_, node, expected[identifier])
        else:
            message = "its identifier is not the one that follows from its id, or nothing has this id"
            yield Violation(NODES, id_, message)
    for identifier in sorted(expected.keys() - found):
        yield Violation(NODES, expected[identifier]["properties"]["id"], "it has no node")


def _expected_nodes(context: VerifyContext) -> Iterator[dict[str, Any]]:
    identifiers = context.expected.identifiers
    identifier_of = identifiers.of
    for model in items(context, MODELS):
        properties = _of_term(model) | {"grades": model["grades"], "description": model["description"] or ""}
        yield expected_node(identifier_of("learner-model", model["id"]), "LearnerModel", properties)
    for factor in items(context, FACTORS):
        properties = _of_term(factor) | {"description": factor["definition"]}
        yield expected_node(identifier_of("factor", factor["id"]), "Factor", properties)
    for category in items(context, CATEGORIES):
        properties = _of_term(category) | {"description": category["description"]}
        yield expected_node(identifier_of("category", category["id"]), "Category", properties)
    for vocabulary, term in own_terms(context):
        properties = _of_term(term) | {"description": term["definition"] or "", "vocabulary": vocabulary}
        yield expected_node(identifier_of("term", vocabulary, term["id"]), "Term", properties)
    for tombstone in items(context, TOMBSTONES):
        properties = {"id": tombstone["id"], "name": tombstone["title"], "dateModified": tombstone["updated"]}
        properties |= former_ids(tombstone["aliases"], identifiers)
        yield expected_node(identifier_of("strategy", tombstone["id"]), "RetiredStrategy", properties)


def _of_term(term: dict[str, Any]) -> dict[str, Any]:
    """What the node of any term says."""
    return {key: term[key] for key in ("id", "name", "deprecated")} | {"alternateNames": term["aliases"]}


@check("json", sharded=True)
def relationships(context: VerifyContext) -> Iterator[Violation]:
    """Terms and retired strategies are related as they should; both ends of each relationship are nodes of its kind."""
    if any(path not in context.paths or context.shape_violations(path) for path in (NODES, RELATIONSHIPS)):
        return
    labels = {str(node["identifier"]): node["labels"] for node in context.documents(NODES)}
    strategies = {id_ for id_, label in labels.items() if label == ["Strategy"]}
    seen, of_terms = set(), []
    for number, item in enumerate(context.documents(RELATIONSHIPS), 1):
        for end in ("source", "target"):
            wanted = item[f"{end}_labels"]
            left_out = wanted == ["Strategy"] and not context.manifest.published
            if not left_out and labels.get(str(item[f"{end}_identifier"])) != wanted:
                yield Violation(RELATIONSHIPS, f"line {number}", f"its {end} is not a node of the kind it says")
        if item["identifier"] in seen:
            yield Violation(RELATIONSHIPS, f"line {number}", "its identifier stands twice")
        seen.add(item["identifier"])
        if item["label"] != "hasStrategy" and item["source_identifier"] not in strategies:
            of_terms.append(item)
    for item, expected in zip_longest(of_terms, _of_terms(context)):
        if item != expected:
            shown: dict[str, Any] = expected or item or {}
            end = f"`{shown['label']}` to {shown['target_identifier']}"
            message = f"{end} is not as the documents of terms and tombstones say, or is not in its place"
            yield Violation(RELATIONSHIPS, shown["source_identifier"], message)


def _of_terms(context: VerifyContext) -> Iterator[dict[str, Any]]:
    identifiers = context.expected.identifiers
    for model in items(context, MODELS):
        for position, (group, factor) in enumerate(grouped_factors(model), 1):
            properties = {"position": position, "group": group}
            yield expected_relationship(identifiers, "hasFactor", (model["id"], factor), properties)
    replaced = [(label, "", item) for path, label in SUCCESSIONS.items() for item in items(context, path)]
    replaced += [("replacedBy:term", f"{vocabulary}:", term) for vocabulary, term in own_terms(context)]
    replaced += [("replacedBy:strategy", "", item) for item in items(context, TOMBSTONES)]
    for label, scope, item in replaced:
        if item["replaced_by"] is not None:
            yield expected_relationship(identifiers, label, (scope + item["id"], scope + item["replaced_by"]), {})
