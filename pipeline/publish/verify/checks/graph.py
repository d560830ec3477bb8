"""JSON: the graph's nodes and relationships are those of the records, and every end of a relationship is a node."""

from collections.abc import Iterable, Iterator

from pipeline.model.head import Head
from pipeline.model.identifiers import Identifiers, Kind
from pipeline.model.published import FactorsV1, LearnerModelsV1, StrategyV1
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check

NODES, RELATIONSHIPS = "json/graph/nodes.jsonl", "json/graph/relationships.jsonl"
FACTORS, MODELS = "json/factors.json", "json/learner-models.json"
KINDS: dict[str, Kind] = {"Strategy": "strategy", "Factor": "factor", "LearnerModel": "learner-model"}
# What a relationship says: its label, and the ids and kinds of its two ends.
Relationship = tuple[str, str, str]


@check("json", each=True)
def nodes(inspection: Inspection) -> Iterator[Fault]:
    """There is one node for each learner model, factor and strategy, with its name, text and disclaimers."""
    wanted = dict(_wanted_nodes(inspection))
    if NODES not in inspection.paths or inspection.shape_faults(NODES) or not inspection.sound:
        return
    found: dict[str, dict[str, object]] = {}
    for node in inspection.documents(NODES):
        identifier, properties = str(node["identifier"]), node["properties"]
        assert isinstance(properties, dict)
        id_ = str(properties["id"])
        if identifier in found:
            yield Fault(NODES, id_, "its identifier stands twice")
        found[identifier] = properties
        if identifier not in wanted:
            yield Fault(NODES, id_, "its identifier is not the one that follows from its id, or nothing has this id")
        for key, value in wanted.get(identifier, {}).items():
            if properties.get(key) != value:
                yield Fault(NODES, id_, f"its `{key}` is not what the record says")
    for identifier in sorted(wanted.keys() - found.keys()):
        yield Fault(NODES, str(wanted[identifier]["id"]), "it has no node")


def _wanted_nodes(inspection: Inspection) -> Iterator[tuple[str, dict[str, object]]]:
    identifier_of = inspection.identifiers.of
    for factor in FactorsV1.model_validate(document).factors if (document := inspection.document(FACTORS)) else ():
        texts: dict[str, object] = {"id": factor.id, "name": factor.name, "description": factor.definition}
        yield identifier_of("factor", factor.id), texts
    for model in (
        LearnerModelsV1.model_validate(document).learner_models if (document := inspection.document(MODELS)) else ()
    ):
        yield identifier_of("learner-model", model.id), {"id": model.id, "name": model.name, "grades": model.grades}
    for strategy in inspection.strategies():
        yield identifier_of("strategy", strategy.id), node_properties(strategy)


def node_properties(strategy: StrategyV1) -> dict[str, object]:
    """What the node of a strategy must say of it."""
    return {
        "id": strategy.id,
        "name": strategy.title,
        "description": strategy.summary,
        "category": strategy.category.id,
        "disclaimers": [section.disclaimer.text for section in strategy.sections if section.disclaimer],
    }


@check("json", each=True)
def relationships(inspection: Inspection) -> Iterator[Fault]:
    """Every relationship of the records is there, none more, and both its ends are nodes of the kind it says."""
    if any(path not in inspection.paths or inspection.shape_faults(path) for path in (NODES, RELATIONSHIPS)):
        return
    ends = {str(node["identifier"]): node["labels"] for node in inspection.documents(NODES)}
    wanted = set(_wanted_relationships(inspection)) if inspection.sound else None
    found = set()
    for number, item in enumerate(inspection.documents(RELATIONSHIPS), 1):
        relationship = (str(item["label"]), str(item["source_identifier"]), str(item["target_identifier"]))
        for end in ("source", "target"):
            if ends.get(str(item[f"{end}_identifier"])) != item[f"{end}_labels"]:
                yield Fault(RELATIONSHIPS, f"line {number}", f"its {end} is not a node of the kind it says")
        if relationship in found or (wanted is not None and relationship not in wanted):
            yield Fault(RELATIONSHIPS, f"line {number}", "the records say no such thing, or it stands twice")
        found.add(relationship)
    for label, source, target in sorted((wanted or set()) - found):
        yield Fault(RELATIONSHIPS, source, f"`{label}` to {target} is missing")


def _wanted_relationships(inspection: Inspection) -> Iterator[Relationship]:
    models, identifier_of = inspection.document(MODELS), inspection.identifiers.of
    for model in LearnerModelsV1.model_validate(models).learner_models if models else ():
        source = identifier_of("learner-model", model.id)
        for factor in (id_ for group in model.groups for id_ in group.factors):
            yield "hasFactor", source, identifier_of("factor", factor)
    for strategy in inspection.outlines():
        yield from relationships_of(inspection.identifiers, strategy, strategy.related)


def relationships_of(
    identifiers: Identifiers, strategy: StrategyV1 | Head, related: Iterable[str]
) -> Iterator[Relationship]:
    """How a strategy hangs together with others; `related` are the ids of those it names."""
    identifier_of = identifiers.of
    own = identifier_of("strategy", strategy.id)
    for named in strategy.learner_models:
        yield "hasStrategy", identifier_of("learner-model", named.id), own
    for id_ in related:
        yield "relatedTo", own, identifier_of("strategy", id_)
    for target in strategy.factors:
        yield "targetsFactor", own, identifier_of("factor", target.id)
