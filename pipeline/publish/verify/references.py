"""What the record of a strategy says of others, to be compared with them when all are known."""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from pipeline.publish.schema.records import MentionsV1, RelatedV1, StrategyV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.publish.verify.view import own_document
from pipeline.publish.verify.violation import Violation

FACTORS = "json/factors.json"


class CrossReferences(NamedTuple):
    """The cards of a strategy, what its texts link to, and which disclaimers its sections open with."""

    id: str
    related: list[RelatedV1]
    mentions: MentionsV1
    disclaimer_ids: tuple[str, ...]

    @classmethod
    def of(cls, record: StrategyV1) -> "CrossReferences":
        """What a record says of others."""
        carried = dict.fromkeys(section.disclaimer.id for section in record.sections if section.disclaimer)
        return cls(record.id, record.related, record.mentions, tuple(carried))


def card_of(strategy: StrategyV1 | StrategySummary) -> RelatedV1:
    """How a strategy describes itself where it is related."""
    return RelatedV1(id=strategy.id, title=strategy.title, summary=strategy.summary, category=strategy.category.id)


def unresolved_references(
    leads: CrossReferences, cards: Mapping[str, RelatedV1], known: Container[str], factors: Container[str]
) -> Iterator[Violation]:
    """What a strategy leads to and is not there, or is not as it is described.

    `cards` are of the published strategies by id, of those that it names at least; `known` are the ids of published and
    retired ones, `factors` those of factors.
    """
    path = own_document(leads.id)
    for card in leads.related:
        own = cards.get(card.id)
        if own is None or vars(own) != vars(card):  # a tenth of the time of models' own comparison
            yield Violation(path, leads.id, f"related `{card.id}` is not as that strategy describes itself")
    for id_ in [id_ for id_ in leads.mentions.strategies if id_ not in known]:
        yield Violation(path, leads.id, f"it mentions `{id_}`, which is not in the bundle")
    for id_ in [id_ for id_ in leads.mentions.factors if id_ not in factors]:
        yield Violation(path, leads.id, f"it mentions `{id_}`, which is not in {FACTORS}")
