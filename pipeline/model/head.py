"""What lists say of a strategy: all of its record but its text."""

from dataclasses import dataclass
from typing import TypeVar

from pipeline.model.published import FactorOfStrategyV1, NamedV1, OriginV1, Published, StrategyV1

Thing = TypeVar("Thing", bound=Published)


@dataclass(frozen=True, slots=True)
class Head:
    """A published strategy as it stands on lists and cards; the names are those of its record.

    `related` are ids, `carried` the ids of the disclaimers that its sections open with, in their order.
    """

    id: str
    path: str  # of its page, relative to the root
    title: str
    summary: str
    updated: str
    category: NamedV1
    learner_models: list[NamedV1]
    factors: list[FactorOfStrategyV1]
    related: tuple[str, ...]
    aliases: list[str]
    authors: list[str]
    source: OriginV1 | None
    carried: tuple[str, ...]


def head_of(record: StrategyV1, known: dict[Published, Published]) -> Head:
    """The head of a record that was read; `known` holds the things that others name too, which are many.

    The path of its page does not stand in a record.
    """

    def same(thing: Thing) -> Thing:
        found = known.setdefault(thing, thing)
        assert isinstance(found, type(thing))
        return found

    return Head(
        record.id,
        "",
        record.title,
        record.summary,
        record.updated,
        same(record.category),
        [same(model) for model in record.learner_models],
        [same(factor) for factor in record.factors],
        tuple(card.id for card in record.related),
        record.aliases,
        record.authors,
        record.source,
        tuple(dict.fromkeys(section.disclaimer.id for section in record.sections if section.disclaimer)),
    )
