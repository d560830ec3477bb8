"""The graph: learner models, factors and strategies as nodes, and their relationships, one a line."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel
from pydantic_core import to_json

from pipeline.model.identifiers import Identifiers, Kind
from pipeline.publish.exporter import Aggregate, Exporter, Shard
from pipeline.publish.exporters._documents import json_line
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.schema import graph as shape
from pipeline.publish.schema.records import StrategyV1

NODES = "json/graph/nodes.jsonl"
RELATIONSHIPS = "json/graph/relationships.jsonl"
Label = Literal["hasFactor", "hasStrategy", "relatedTo", "targetsFactor"]
# One end of a relationship: the kind of its id, and the label of its node.
End = tuple[Kind, str]
MODEL: End = ("learner-model", "LearnerModel")
FACTOR: End = ("factor", "Factor")
STRATEGY: End = ("strategy", "Strategy")
ENDS: Mapping[Label, tuple[End, End]] = {
    "hasFactor": (MODEL, FACTOR),
    "hasStrategy": (MODEL, STRATEGY),
    "relatedTo": (STRATEGY, STRATEGY),
    "targetsFactor": (STRATEGY, FACTOR),
}


class Graph(Exporter):
    """Nodes by kind, then id; relationships of learner models with factors, then of each strategy."""

    format = "json"

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """Nodes and relationships, those of learner models and factors first."""
        yield Aggregate(NODES, b"".join(map(json_line, vocabulary_nodes(records))))
        yield Aggregate(RELATIONSHIPS, b"".join(model_relationships(records)))

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """The node and the relationships of a strategy."""
        shared, record = strategy.shared, strategy.record
        yield Shard(NODES, json_line(strategy_node(shared, record)))
        yield Shard(RELATIONSHIPS, b"".join(strategy_relationships(shared.identifiers, record)))


def vocabulary_nodes(records: Records) -> Iterator[BaseModel]:
    """Every learner model and factor."""
    vocabulary, identifiers = records.vocabulary, records.identifiers
    for model in vocabulary.learner_models:
        yield shape.LearnerModelNodeV1(
            identifier=identifiers.of("learner-model", model.id),
            properties=shape.LearnerModelPropertiesV1(
                id=model.id, name=model.name, description=model.description or "", grades=list(model.grades)
            ),
        )
    for factor in vocabulary.factors:
        yield shape.FactorNodeV1(
            identifier=identifiers.of("factor", factor.id),
            properties=shape.FactorPropertiesV1(
                id=factor.id, name=factor.name, description=factor.definition, deprecated=factor.deprecated
            ),
        )


def strategy_node(shared: SharedInputs, strategy: StrategyV1) -> BaseModel:
    """One strategy."""
    library = shared.library
    return shape.StrategyNodeV1(
        identifier=shared.identifiers.of("strategy", strategy.id),
        properties=shape.StrategyPropertiesV1(
            id=strategy.id,
            name=strategy.title,
            description=strategy.summary,
            category=strategy.category.id,
            date_modified=strategy.updated,
            in_language=library.language,
            license=library.licence,
            provider=library.publisher,
            disclaimers=[section.disclaimer.text for section in strategy.sections if section.disclaimer],
        ),
    )


def model_relationships(records: Records) -> Iterator[bytes]:
    """The factors that learner models name."""
    for model in records.vocabulary.learner_models:
        grouped = ((group, factor) for group, factors in model.groups.items() for factor in factors)
        for position, (group, factor) in enumerate(grouped, 1):
            ends = model.id, factor
            yield _relationship(records.identifiers, "hasFactor", ends, {"position": position, "group": group})


def strategy_relationships(identifiers: Identifiers, strategy: StrategyV1) -> Iterator[bytes]:
    """Relationships of a strategy with its learner models, related strategies and factors."""
    for model in strategy.learner_models:
        yield _relationship(identifiers, "hasStrategy", (model.id, strategy.id), {})
    for position, related in enumerate(strategy.related, 1):
        yield _relationship(identifiers, "relatedTo", (strategy.id, related.id), {"position": position})
    for position, factor in enumerate(strategy.factors, 1):
        order = {"position": position, "group": factor.group}
        yield _relationship(identifiers, "targetsFactor", (strategy.id, factor.id), order)


def _relationship(
    identifiers: Identifiers, label: Label, ends: tuple[str, str], properties: Mapping[str, object]
) -> bytes:
    """One line. It is no model, because twenty a page would be slow; its shape is checked when the line is read."""
    (source_kind, source_label), (target_kind, target_label) = ENDS[label]
    source, target = ends
    relationship = {
        "type": "relationship",
        "identifier": identifiers.of(label, source, target),
        "source_identifier": identifiers.of(source_kind, source),
        "target_identifier": identifiers.of(target_kind, target),
        "label": label,
        "source_labels": [source_label],
        "target_labels": [target_label],
        "properties": properties,
    }
    return to_json(relationship) + b"\n"
