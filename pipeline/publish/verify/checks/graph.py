"""JSON: the graph holds each learner model and factor, nothing unknown, and every end of a relationship is a node."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from pipeline.publish.verify.checks.references import MODELS
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.strategy.graph import node_violations, relationship, thing
from pipeline.publish.verify.view import NODES, RELATIONSHIPS
from pipeline.publish.verify.violation import Violation

STRATEGY = ["Strategy"]


@check("json", each=True)
def nodes(context: VerifyContext) -> Iterator[Violation]:
    """There is one node for each learner model and factor, as their documents say; no other is unknown."""
    wanted = {node["identifier"]: node for node in _wanted_nodes(context)}
    if NODES not in context.paths or context.shape_violations(NODES):
        return
    strategies = {context.identifiers.of("strategy", id_) for id_ in context.manifest.published}
    found = set()
    for item in context.documents(NODES):
        node: dict[str, Any] = item
        identifier, id_ = node["identifier"], node["properties"]["id"]
        if identifier in found:
            yield Violation(NODES, id_, "its identifier stands twice")
        found.add(identifier)
        if node["labels"] == STRATEGY and identifier in strategies:
            continue  # what it says is looked at with the strategy
        if identifier not in wanted:
            yield Violation(
                NODES, id_, "its identifier is not the one that follows from its id, or nothing has this id"
            )
        else:
            yield from node_violations(id_, node, wanted[identifier])
    for identifier in sorted(wanted.keys() - found):
        yield Violation(NODES, wanted[identifier]["properties"]["id"], "it has no node")


def _wanted_nodes(context: VerifyContext) -> Iterator[dict[str, Any]]:
    identifier_of = context.identifiers.of
    for model in items(context, MODELS):
        said = {key: model[key] for key in ("id", "name", "grades")} | {"description": model["description"] or ""}
        yield thing(identifier_of("learner-model", model["id"]), "LearnerModel", said)
    for factor in items(context, FACTORS):
        said = {key: factor[key] for key in ("id", "name", "deprecated")} | {"description": factor["definition"]}
        yield thing(identifier_of("factor", factor["id"]), "Factor", said)


def items(context: VerifyContext, path: str) -> list[dict[str, Any]]:
    """The things that a vocabulary document lists; none where it is not sound."""
    document = context.document(path) or {}
    found = [value for key, value in document.items() if isinstance(value, list)]
    return found[0] if found else []


@check("json", each=True)
def relationships(context: VerifyContext) -> Iterator[Violation]:
    """Learner models and their factors are related; both ends of any relationship are nodes of the kind it says."""
    if any(path not in context.paths or context.shape_violations(path) for path in (NODES, RELATIONSHIPS)):
        return
    ends = {str(node["identifier"]): node["labels"] for node in context.documents(NODES)}
    seen, of_models = set(), []
    for number, item in enumerate(context.documents(RELATIONSHIPS), 1):
        for end in ("source", "target"):
            if ends.get(str(item[f"{end}_identifier"])) != item[f"{end}_labels"]:
                yield Violation(RELATIONSHIPS, f"line {number}", f"its {end} is not a node of the kind it says")
        if item["identifier"] in seen:
            yield Violation(RELATIONSHIPS, f"line {number}", "its identifier stands twice")
        seen.add(item["identifier"])
        if item["label"] == "hasFactor":
            of_models.append(item)
    for item, wanted in zip_longest(of_models, _of_models(context)):
        if item != wanted:
            told: dict[str, Any] = wanted or item or {}
            words = f"`hasFactor` to {told['target_identifier']} is not as {MODELS} says, or is not in its place"
            yield Violation(RELATIONSHIPS, told["source_identifier"], words)


def _of_models(context: VerifyContext) -> Iterator[dict[str, Any]]:
    for model in items(context, MODELS):
        grouped = [(group["name"], factor) for group in model["groups"] for factor in group["factors"]]
        for place, (group, factor) in enumerate(grouped, 1):
            order = {"position": place, "group": group}
            yield relationship(context.identifiers, "hasFactor", (model["id"], factor), order)
