"""A catalog as published records. JSON, CSV and HTML are all made from these, so they cannot disagree."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pydantic_core import to_json

from pipeline.lazy import lazy
from pipeline.model.catalog import Catalog, Page
from pipeline.model.coverage import Coverage
from pipeline.model.head import IN_RECORD, Head, HeadMaker
from pipeline.model.identifiers import Identifiers
from pipeline.model.images import shown_in
from pipeline.model.policy import SectionPolicy
from pipeline.model.published import (
    CategoryCountV1,
    CategoryV1,
    DisclaimerV1,
    FactorCoverageV1,
    FactorV1,
    GroupV1,
    ImageV1,
    LearnerModelV1,
    LibraryV1,
    MentionsV1,
    ModelCoverageV1,
    ReferenceV1,
    RelatedV1,
    ResourceV1,
    SectionV1,
    StrategyV1,
    TombstoneV1,
    VideoV1,
)
from pipeline.model.rendition import VIDEO, RenderedSection, Rendition, rendition_of
from pipeline.model.site_options import SiteOptions
from pipeline.model.video import video_of


class PageStore(Protocol):
    """Knows of pages that were read what need not be worked out again."""

    def rendition(self, page: Page) -> Rendition:
        """What a page shows."""

    def content(self, page: Page) -> str:
        """A short text that differs whenever the bytes of the page do."""


@dataclass(frozen=True)
class Records:
    """All records of a catalog.

    `heads` and the vocabularies are kept; a strategy's whole record is made when it is asked for, from its
    rendition: by rendering the page, unless the `store` knows it already.
    """

    catalog: Catalog
    site: SiteOptions = field(default_factory=SiteOptions, compare=False)
    store: PageStore | None = field(default=None, compare=False)

    @lazy
    def library(self) -> LibraryV1:
        """The library as a whole."""
        info = self.catalog.info
        return LibraryV1(
            id=info.own_id,
            title=info.title,
            language=info.language,
            publisher=info.publisher,
            licence=info.licence,
            version=info.version,
            attribution=info.attribution,
            base_url=info.base_url,
        )

    @lazy
    def identifiers(self) -> Identifiers:
        """Makes the identifiers of whatever is in the library."""
        return Identifiers(self.library.id)

    @lazy
    def disclaimers(self) -> list[DisclaimerV1]:
        """All disclaimers, in the order of the house rules."""
        return [DisclaimerV1(id=item.id, text=item.text) for item in self.catalog.policy.disclaimers]

    @lazy
    def heads(self) -> list[Head]:
        """What lists say of each published strategy, sorted by id."""
        maker = HeadMaker(self.catalog)
        return [maker.head(page) for page in self.catalog.published]

    @lazy
    def lists(self) -> str:
        """A short text that differs whenever terms do, published images, or what lists say of any strategy at all."""
        catalog = self.catalog
        vocabulary = catalog.vocabulary
        pages = [
            [(page.id, page.entry.path, page.entry.facts.front, page.entry.facts.headings) for page in pages]
            for pages in (catalog.published, catalog.retired, catalog.drafts)
        ]
        terms = [list(terms) for terms in (vocabulary.factors, vocabulary.categories, vocabulary.learner_models)]
        return hashlib.sha256(to_json([pages, terms, self.pictures])).hexdigest()

    @lazy
    def pictures(self) -> list[str]:
        """Every image that a published strategy shows, by its path in the library, sorted."""
        return sorted({path for page in self.catalog.published for path in page.entry.facts.pictures if path})

    @lazy
    def by_id(self) -> Mapping[str, Head]:
        """The heads by id."""
        return {head.id: head for head in self.heads}

    @lazy
    def strategies(self) -> list[StrategyV1]:
        """The record of each published strategy, sorted by id: for small libraries, for they are all kept."""
        return [self.strategy(head.id) for head in self.heads]

    def strategy(self, id_: str) -> StrategyV1:
        """The record of a published strategy."""
        return self.record_of(self.by_id[id_], self.rendition(id_))

    def rendition(self, id_: str) -> Rendition:
        """What the page of a published strategy shows."""
        page = self.catalog.by_id[id_]
        return self.store.rendition(page) if self.store else rendition_of(page.entry, self.catalog.policy)

    @lazy
    def factors(self) -> list[FactorV1]:
        """All factors, sorted by id."""
        users = self._users(lambda head: [factor.id for factor in head.factors])
        return [
            FactorV1(
                id=factor.id,
                name=factor.name,
                aliases=list(factor.aliases),
                definition=factor.definition,
                deprecated=factor.deprecated,
                replaced_by=factor.replaced_by,
                strategies=users.get(factor.id, []),
            )
            for factor in self.catalog.vocabulary.factors
        ]

    def definition(self, id_: str) -> str:
        """What the factor of an id is; who uses it, for which all strategies are looked at, need not be known."""
        return self.catalog.vocabulary.factors.items[id_].definition

    @lazy
    def categories(self) -> list[CategoryV1]:
        """All categories, sorted by id."""
        users = self._users(lambda head: [head.category.id])
        return [
            CategoryV1(
                id=category.id,
                name=category.name,
                description=category.description,
                strategies=users.get(category.id, []),
            )
            for category in self.catalog.vocabulary.categories
        ]

    @lazy
    def learner_models(self) -> list[LearnerModelV1]:
        """All learner models, sorted by id."""
        users = self._users(lambda head: [model.id for model in head.learner_models])
        return [
            LearnerModelV1(
                id=model.id,
                name=model.name,
                description=model.description,
                grades=list(model.grades),
                groups=[GroupV1(name=name, factors=list(members)) for name, members in model.groups.items()],
                strategies=users.get(model.id, []),
            )
            for model in self.catalog.vocabulary.learner_models
        ]

    def _users(self, terms: Callable[[Head], list[str]]) -> Mapping[str, list[str]]:
        """Ids of the strategies that name each term, sorted."""
        found: dict[str, list[str]] = {}
        for head in self.heads:
            for id_ in terms(head):
                found.setdefault(id_, []).append(head.id)
        return found

    @lazy
    def tombstones(self) -> list[TombstoneV1]:
        """Retired strategies, sorted by id."""
        return [
            TombstoneV1(
                id=page.id,
                title=page.strategy.title,
                status="retired",
                updated=page.strategy.updated.isoformat(),
                replaced_by=self.catalog.successor_of(page),
                aliases=list(page.strategy.aliases),
            )
            for page in self.catalog.retired
        ]

    @lazy
    def counted(self) -> Coverage:
        """Where the library is full and where it is thin; several exporters ask, and to count takes its time."""
        return Coverage(self.catalog)

    @lazy
    def coverage(self) -> list[ModelCoverageV1]:
        """How many strategies support the factors of each learner model."""
        return [
            ModelCoverageV1(
                learner_model=model.id,
                factors=[
                    FactorCoverageV1(
                        factor=row.factor,
                        group=row.group,
                        strategies=row.total,
                        categories=[CategoryCountV1(category=id_, strategies=n) for id_, n in row.counts.items()],
                    )
                    for row in self.counted.rows(model.id)
                ],
            )
            for model in self.catalog.vocabulary.learner_models
        ]

    def card(self, id_: str) -> RelatedV1:
        """A strategy as it stands where it is related."""
        return self._cards[id_]

    @lazy
    def _cards(self) -> Mapping[str, RelatedV1]:
        return {
            head.id: RelatedV1(id=head.id, title=head.title, summary=head.summary, category=head.category.id)
            for head in self.heads
        }

    def record_of(self, head: Head, rendition: Rendition) -> StrategyV1:
        """The record of a strategy, of what lists say of it and what its page shows."""
        # What the record has from the head by the same name needs no line here.
        values = {name: getattr(head, name) for name in IN_RECORD}
        values |= {
            "status": "published",
            "related": [self._cards[id_] for id_ in head.related],
            "sections": [self._section(section) for section in rendition.sections],
            "images": list(_images(rendition)),
            "videos": list(_videos(rendition)),
            "resources": [ResourceV1(**resource._asdict()) for resource in rendition.resources],
            "references": [ReferenceV1(**reference._asdict()) for reference in rendition.references],
            "mentions": MentionsV1(factors=list(rendition.factors), strategies=list(rendition.strategies)),
            "content_sha256": rendition.sha256,
        }
        return StrategyV1(**values)

    def _section(self, section: RenderedSection) -> SectionV1:
        rules = self.rules[section.id]
        return SectionV1(
            id=rules.id,
            heading=rules.heading,
            markdown=section.markdown,
            html=section.html,
            text=section.text,
            disclaimer=self._disclaimers.get(rules.disclaimer or ""),
        )

    @lazy
    def rules(self) -> Mapping[str, SectionPolicy]:
        """The house rules of each section by its id."""
        return {rules.id: rules for rules in self.catalog.policy.sections}

    @lazy
    def _disclaimers(self) -> Mapping[str, DisclaimerV1]:
        return {item.id: item for item in self.disclaimers}


def _images(rendition: Rendition) -> Iterator[ImageV1]:
    for section in rendition.sections:
        for path, alt in shown_in(section.html):
            yield ImageV1(section=section.id, path=path, alt=alt)


def _videos(rendition: Rendition) -> Iterator[VideoV1]:
    for section in rendition.sections:
        for block in section.blocks:
            video = video_of(block.address) if block.kind == VIDEO else None
            if video:
                yield VideoV1.model_validate({"section": section.id, "title": block.title} | video._asdict())
