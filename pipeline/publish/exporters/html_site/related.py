"""The related strategies of a page, under their headings."""

from typing import NamedTuple

from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import RelatedV1


class RelatedList(NamedTuple):
    """A heading and the cards below it."""

    heading: str
    cards: list[RelatedV1]


def related_lists(strategy: StrategyInputs) -> list[RelatedList]:
    """Related strategies of the same category, then those of others."""
    headings, category = strategy.shared.policy.generated_headings, strategy.summary.category
    lists = (
        RelatedList(
            headings.related.replace("{category}", category.name),
            [card for card in strategy.related if card.category == category.id],
        ),
        RelatedList(headings.other_related, [card for card in strategy.related if card.category != category.id]),
    )
    return [item for item in lists if item.cards]
