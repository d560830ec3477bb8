"""The graph: learner models, factors and strategies as nodes, and how they hang together, one a line."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from pipeline.exporter import Exporter, Frame, Piece
from pipeline.exporters._documents import line
from pipeline.model import graph_shape as shape
from pipeline.model.identifiers import identifier_of
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records
from pipeline.model.rendition import Rendition

NODES = "json/graph/nodes.jsonl"
RELATIONSHIPS = "json/graph/relationships.jsonl"


class Graph(Exporter):
    """Nodes by kind, then id; relationships of learner models with factors, then of each strategy."""

    format = "json"

    def frames(self) -> Iterator[Frame]:
        """Everything about learner models and factors, then the strategies."""
        yield Frame(NODES, _lines(vocabulary_nodes(self.records)))
        yield Frame(RELATIONSHIPS, _lines(model_relationships(self.records)))

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[Piece]:
        """A strategy and what it names."""
        yield Piece(NODES, line(strategy_node(self.records, strategy)))
        yield Piece(RELATIONSHIPS, _lines(strategy_relationships(strategy)))


def _lines(models: Iterable[BaseModel]) -> bytes:
    return b"".join(map(line, models))


def vocabulary_nodes(records: Records) -> Iterator[BaseModel]:
    """Every learner model and factor."""
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


def strategy_node(records: Records, strategy: StrategyV1) -> BaseModel:
    """One strategy."""
    library = records.library
    return shape.StrategyNodeV1(
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


def model_relationships(records: Records) -> Iterator[BaseModel]:
    """The factors that learner models name."""
    for model in records.learner_models:
        grouped = ((group.name, factor) for group in model.groups for factor in group.factors)
        for position, (group, factor) in enumerate(grouped, 1):
            yield shape.HasFactorV1(
                identifier=identifier_of("hasFactor", model.id, factor),
                source_identifier=identifier_of("learner-model", model.id),
                target_identifier=identifier_of("factor", factor),
                properties=shape.GroupedOrderV1(position=position, group=group),
            )


def strategy_relationships(strategy: StrategyV1) -> Iterator[BaseModel]:
    """How a strategy hangs together with its learner models, related strategies, factors."""
    source = identifier_of("strategy", strategy.id)
    for model in strategy.learner_models:
        yield shape.HasStrategyV1(
            identifier=identifier_of("hasStrategy", model.id, strategy.id),
            source_identifier=identifier_of("learner-model", model.id),
            target_identifier=source,
        )
    for position, related in enumerate(strategy.related, 1):
        yield shape.RelatedToV1(
            identifier=identifier_of("relatedTo", strategy.id, related.id),
            source_identifier=source,
            target_identifier=identifier_of("strategy", related.id),
            properties=shape.OrderV1(position=position),
        )
    for position, target in enumerate(strategy.factors, 1):
        yield shape.TargetsFactorV1(
            identifier=identifier_of("targetsFactor", strategy.id, target.id),
            source_identifier=source,
            target_identifier=identifier_of("factor", target.id),
            properties=shape.GroupedOrderV1(position=position, group=target.group),
        )
