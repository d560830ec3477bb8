"""The graph: learner models, factors and strategies as nodes, and how they hang together, one a line."""

from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.exporter import File, exporter
from pipeline.exporters._documents import lines
from pipeline.model import graph_shape as shape
from pipeline.model.identifiers import identifier_of
from pipeline.model.records import Records

NODES = "json/graph/nodes.jsonl"
RELATIONSHIPS = "json/graph/relationships.jsonl"


@exporter("json")
def graph(records: Records) -> Iterator[File]:
    """Nodes by kind, then id; relationships by label, then source, in the author's order."""
    yield lines(NODES, "published-graph-node", nodes(records))
    yield lines(RELATIONSHIPS, "published-graph-relationship", relationships(records))


def nodes(records: Records) -> Iterator[BaseModel]:
    """Every learner model, factor and strategy."""
    library = records.library
    for model in records.learner_models:
        yield shape.LearnerModelNodeV1(
            identifier=identifier_of("learner-model", model.id),
            properties=shape.LearnerModelPropertiesV1(
                id=model.id, name=model.name, description=model.description or "", grades=model.grades
            ),
        )
    for factor in records.factors:
        yield shape.FactorNodeV1(
            identifier=identifier_of("factor", factor.id),
            properties=shape.FactorPropertiesV1(
                id=factor.id, name=factor.name, description=factor.definition, deprecated=factor.deprecated
            ),
        )
    for strategy in records.strategies:
        yield shape.StrategyNodeV1(
            identifier=identifier_of("strategy", strategy.id),
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


def relationships(records: Records) -> Iterator[BaseModel]:
    """Every relationship, from the end that names the other."""
    for model in records.learner_models:
        grouped = ((group.name, factor) for group in model.groups for factor in group.factors)
        for position, (group, factor) in enumerate(grouped, 1):
            yield shape.HasFactorV1(
                identifier=identifier_of("hasFactor", model.id, factor),
                source_identifier=identifier_of("learner-model", model.id),
                target_identifier=identifier_of("factor", factor),
                properties=shape.GroupedOrderV1(position=position, group=group),
            )
    for model in records.learner_models:
        for id_ in model.strategies:
            yield shape.HasStrategyV1(
                identifier=identifier_of("hasStrategy", model.id, id_),
                source_identifier=identifier_of("learner-model", model.id),
                target_identifier=identifier_of("strategy", id_),
            )
    for strategy in records.strategies:
        for position, related in enumerate(strategy.related, 1):
            yield shape.RelatedToV1(
                identifier=identifier_of("relatedTo", strategy.id, related.id),
                source_identifier=identifier_of("strategy", strategy.id),
                target_identifier=identifier_of("strategy", related.id),
                properties=shape.OrderV1(position=position),
            )
    for strategy in records.strategies:
        for position, target in enumerate(strategy.factors, 1):
            yield shape.TargetsFactorV1(
                identifier=identifier_of("targetsFactor", strategy.id, target.id),
                source_identifier=identifier_of("strategy", strategy.id),
                target_identifier=identifier_of("factor", target.id),
                properties=shape.GroupedOrderV1(position=position, group=target.group),
            )
