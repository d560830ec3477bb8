"""The graph: strategies and the terms of the vocabulary as nodes, and their relationships, one a line."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel
from pydantic_core import to_json

from pipeline.model.identifiers import Identifiers, Kind
from pipeline.model.vocabulary_term import VocabularyTerm
from pipeline.publish.exporter import Aggregate, Exporter, Shard
from pipeline.publish.exporters._documents import json_line
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.schema import graph_nodes as shape
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.strategy_summary import named_in
from pipeline.publish.written_language import written_language

NODES = "json/graph/nodes.jsonl"
RELATIONSHIPS = "json/graph/relationships.jsonl"
Label = Literal["hasFactor", "hasStrategy", "inCategory", "namesTerm", "relatedTo", "replacedBy", "targetsFactor"]
# One end of a relationship: the kind of its id, and the label of its node.
End = tuple[Kind, str]
MODEL: End = ("learner-model", "LearnerModel")
FACTOR: End = ("factor", "Factor")
CATEGORY: End = ("category", "Category")
STRATEGY: End = ("strategy", "Strategy")
TERM: End = ("term", "Term")
RETIRED: End = ("strategy", "RetiredStrategy")


class RelationshipKind(NamedTuple):
    """A kind of relationship. In the names of its identifiers, `scope` stands before the ids of the ends."""

    label: Label
    source: End
    target: End
    scope: tuple[str, ...] = ()


HAS_FACTOR = RelationshipKind("hasFactor", MODEL, FACTOR)
HAS_STRATEGY = RelationshipKind("hasStrategy", MODEL, STRATEGY)
NAMES_TERM = RelationshipKind("namesTerm", STRATEGY, TERM)
IN_CATEGORY = RelationshipKind("inCategory", STRATEGY, CATEGORY)
RELATED_TO = RelationshipKind("relatedTo", STRATEGY, STRATEGY)
TARGETS_FACTOR = RelationshipKind("targetsFactor", STRATEGY, FACTOR)
# Terms and strategies may have the same id, so the kind is part of the name.
TERM_REPLACED_BY: Mapping[str, RelationshipKind] = {
    end[0]: RelationshipKind("replacedBy", end, end, (end[0],)) for end in (FACTOR, CATEGORY, MODEL, TERM)
}
STRATEGY_REPLACED_BY = RelationshipKind("replacedBy", RETIRED, STRATEGY, ("strategy",))


class Graph(Exporter):
    """Nodes by kind, then id; relationships of learner models with factors, then of each strategy."""

    format = "json"
    data_files: ClassVar = dict.fromkeys((NODES, RELATIONSHIPS), "application/jsonl")

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """Nodes and relationships, those of the vocabulary and of retired strategies first."""
        nodes = chain(vocabulary_nodes(records), own_nodes(records), retired_nodes(records))
        yield Aggregate(NODES, b"".join(map(json_line, nodes)))
        yield Aggregate(RELATIONSHIPS, b"".join(chain(model_relationships(records), successions(records))))

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """The node and the relationships of a strategy."""
        shared, record = strategy.shared, strategy.record
        yield Shard(NODES, json_line(strategy_node(shared, record)))
        yield Shard(RELATIONSHIPS, b"".join(strategy_relationships(shared, record)))


def vocabulary_nodes(records: Records) -> Iterator[BaseModel]:
    """Every learner model, category and factor."""
    vocabulary, identifiers = records.vocabulary, records.identifiers
    for model in vocabulary.learner_models:
        yield shape.LearnerModelNodeV1(
            identifier=identifiers.of("learner-model", model.id),
            properties=shape.LearnerModelPropertiesV1(
                **_of_term(model), description=model.description or "", grades=list(model.grades)
            ),
        )
    for category in vocabulary.categories:
        yield shape.CategoryNodeV1(
            identifier=identifiers.of("category", category.id),
            properties=shape.CategoryPropertiesV1(**_of_term(category), description=category.description),
        )
    for factor in vocabulary.factors:
        yield shape.FactorNodeV1(
            identifier=identifiers.of("factor", factor.id),
            properties=shape.FactorPropertiesV1(**_of_term(factor), description=factor.definition),
        )


def _of_term(term: VocabularyTerm) -> dict[str, Any]:
    """What is said about every term."""
    return {"id": term.id, "name": term.name, "deprecated": term.deprecated, "alternate_names": list(term.aliases)}


def own_nodes(records: Records) -> Iterator[BaseModel]:
    """Every term of the library's own vocabularies."""
    for vocabulary, terms in records.vocabulary.own.items():
        for term in terms:
            yield shape.TermNodeV1(
                identifier=records.identifiers.of("term", vocabulary, term.id),
                properties=shape.TermPropertiesV1(
                    **_of_term(term), description=term.definition or "", vocabulary=vocabulary
                ),
            )


def retired_nodes(records: Records) -> Iterator[BaseModel]:
    """Every retired strategy, under the identifier that it always had."""
    identifier_of = records.identifiers.of
    for tombstone in records.tombstones:
        yield shape.RetiredStrategyNodeV1(
            identifier=identifier_of("strategy", tombstone.id),
            properties=shape.RetiredStrategyPropertiesV1(
                id=tombstone.id,
                name=tombstone.title,
                date_modified=tombstone.updated,
                former_ids=tombstone.aliases,
                former_identifiers=[identifier_of("strategy", alias) for alias in tombstone.aliases],
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
            in_language=written_language(library, strategy.languages),
            license=library.licence,
            provider=library.publisher,
            disclaimers=[section.disclaimer.text for section in strategy.sections if section.disclaimer],
            former_ids=strategy.aliases,
            former_identifiers=[shared.identifiers.of("strategy", alias) for alias in strategy.aliases],
        ),
    )


def model_relationships(records: Records) -> Iterator[bytes]:
    """The factors that learner models name."""
    for model in records.vocabulary.learner_models:
        grouped = ((group, factor) for group, factors in model.parts.items() for factor in factors)
        for position, (group, factor) in enumerate(grouped, 1):
            ends = model.id, factor
            yield _relationship(records.identifiers, HAS_FACTOR, ends, {"position": position, "group": group})


def successions(records: Records) -> Iterator[bytes]:
    """What replaces deprecated terms and retired strategies."""
    for kind, terms in records.vocabulary.lists.items():
        for term in terms:
            if term.replaced_by:
                ends = term.id, term.replaced_by
                yield _relationship(records.identifiers, TERM_REPLACED_BY[kind], ends, {})
    for vocabulary, own in records.vocabulary.own.items():
        for term in own:
            if term.replaced_by:
                ends = f"{vocabulary}:{term.id}", f"{vocabulary}:{term.replaced_by}"
                yield _relationship(records.identifiers, TERM_REPLACED_BY["term"], ends, {})
    for tombstone in records.tombstones:
        if tombstone.replaced_by:
            ends = tombstone.id, tombstone.replaced_by
            yield _relationship(records.identifiers, STRATEGY_REPLACED_BY, ends, {})


def strategy_relationships(shared: SharedInputs, strategy: StrategyV1) -> Iterator[bytes]:
    """Relationships of a strategy with its category, learner models, related strategies, factors and own terms."""
    identifiers = shared.identifiers
    yield _relationship(identifiers, IN_CATEGORY, (strategy.id, strategy.category.id), {})
    for model in strategy.learner_models:
        yield _relationship(identifiers, HAS_STRATEGY, (model.id, strategy.id), {})
    for position, related in enumerate(strategy.related, 1):
        yield _relationship(identifiers, RELATED_TO, (strategy.id, related.id), {"position": position})
    for position, factor in enumerate(strategy.factors, 1):
        order = {"position": position, "group": factor.group}
        yield _relationship(identifiers, TARGETS_FACTOR, (strategy.id, factor.id), order)
    for field in shared.policy.fields:
        for position, id_ in enumerate(named_in(strategy.fields, field.id) if field.vocabulary else (), 1):
            kind = NAMES_TERM._replace(scope=(field.id,))
            order = {"position": position, "field": field.id}
            yield _relationship(identifiers, kind, (strategy.id, f"{field.vocabulary}:{id_}"), order)


def _relationship(
    identifiers: Identifiers, kind: RelationshipKind, ends: tuple[str, str], properties: Mapping[str, object]
) -> bytes:
    """One line. It is no model, because twenty a page would be slow; its shape is checked when the line is read.

    Before the id of a term stand that of its vocabulary and a colon.
    """
    (source_kind, source_label), (target_kind, target_label) = kind.source, kind.target
    source, target = ends
    relationship = {
        "type": "relationship",
        "identifier": identifiers.of(kind.label, *kind.scope, source, target),
        "source_identifier": identifiers.of(source_kind, source),
        "target_identifier": identifiers.of(target_kind, target),
        "label": kind.label,
        "source_labels": [source_label],
        "target_labels": [target_label],
        "properties": properties,
    }
    return to_json(relationship) + b"\n"
