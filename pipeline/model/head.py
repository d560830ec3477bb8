"""What lists say of a strategy: all of its record but its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from pipeline.lazy import lazy
from pipeline.model.catalog import Catalog, Page
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


@dataclass(frozen=True)
class HeadMaker:
    """Makes the heads of a catalog's strategies; what many of them share is one object."""

    catalog: Catalog

    def head(self, page: Page) -> Head:
        """What lists say of the strategy on a page."""
        strategy, origin = page.strategy, page.strategy.source
        return Head(
            page.id,
            page.entry.path,
            strategy.title,
            strategy.summary,
            strategy.updated.isoformat(),
            self._categories[strategy.category],
            [self._models[id_] for id_ in strategy.learner_models],
            [self._factor(strategy.learner_models, id_) for id_ in strategy.factors],
            strategy.related,
            list(strategy.aliases),
            list(strategy.authors),
            OriginV1(title=origin.title, url=origin.url, retrieved=origin.retrieved.isoformat()) if origin else None,
            self._carried(page.entry.facts.headings),
        )

    @lazy
    def _categories(self) -> Mapping[str, NamedV1]:
        return {item.id: NamedV1(id=item.id, name=item.name) for item in self.catalog.vocabulary.categories}

    @lazy
    def _models(self) -> Mapping[str, NamedV1]:
        return {item.id: NamedV1(id=item.id, name=item.name) for item in self.catalog.vocabulary.learner_models}

    def _factor(self, models: tuple[str, ...], id_: str) -> FactorOfStrategyV1:
        """A factor as a strategy for these learner models has it; one object for all that have it so."""
        known = self._factors_in_models.get((models, id_))
        if known is None:
            vocabulary = self.catalog.vocabulary
            groups = (vocabulary.learner_models.items[model].group_of(id_) for model in models)
            group = next(filter(None, groups))  # `factor-outside-learner-models` sees to it that there is one
            known = FactorOfStrategyV1(id=id_, name=vocabulary.factors.items[id_].name, group=group)
            self._factors_in_models[models, id_] = known
        return known

    @lazy
    def _factors_in_models(self) -> dict[tuple[tuple[str, ...], str], FactorOfStrategyV1]:
        return {}

    def _carried(self, headings: tuple[str, ...]) -> tuple[str, ...]:
        sections = (self.catalog.policy.section_of(heading) for heading in headings)
        return tuple(dict.fromkeys(section.disclaimer for section in sections if section and section.disclaimer))
