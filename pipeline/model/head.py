"""What lists say of a strategy: all of its record but its text."""

from dataclasses import dataclass

from pipeline.model.published import FactorOfStrategyV1, NamedV1, OriginV1


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
