"""Cross references: what the record of a strategy says of others, to be compared when all are known."""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from pipeline.publish.schema.records import MentionsV1, RelatedV1, StrategyV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.publish.verify.view import own_document
from pipeline.publish.verify.violation import Violation

FACTORS = "json/factors.json"


class CrossReferences(NamedTuple):
    """The cards of related strategies, what the texts link to, and the disclaimers that sections open with."""

    id: str
    related: list[RelatedV1]
    mentions: MentionsV1
    disclaimer_ids: tuple[str, ...]

    @classmethod
    def of(cls, record: StrategyV1) -> "CrossReferences":
        """The cross references of a record."""
        disclaimer_ids = dict.fromkeys(section.disclaimer.id for section in record.sections if section.disclaimer)
        return cls(record.id, record.related, record.mentions, tuple(disclaimer_ids))


def card_of(strategy: StrategyV1 | StrategySummary) -> RelatedV1:
    """The card of a strategy, as the strategies that relate to it must show it."""
    return RelatedV1(
        id=strategy.id,
        title=strategy.title,
        summary=strategy.summary,
        category=strategy.category.id,
        languages=strategy.languages,
    )


def unresolved_references(
    references: CrossReferences, cards: Mapping[str, RelatedV1], known: Container[str], factors: Container[str]
) -> Iterator[Violation]:
    """References of a strategy to what does not exist, or is not as it is shown.

    `cards` are those of the published strategies by id; `known` are the ids of published and retired ones, `factors`
    those of factors.
    """
    path = own_document(references.id)
    for card in references.related:
        if cards.get(card.id) != card:
            yield Violation(path, references.id, f"related `{card.id}` is not as that strategy describes itself")
    for id_ in references.mentions.strategies:
        if id_ not in known:
            yield Violation(path, references.id, f"it mentions `{id_}`, which is not in the bundle")
    for id_ in references.mentions.factors:
        if id_ not in factors:
            yield Violation(path, references.id, f"it mentions `{id_}`, which is not in {FACTORS}")
