"""A catalog as published records. JSON, CSV and HTML are all made from these, so they cannot disagree."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pydantic_core import to_json

from pipeline.model.catalog import Catalog, CatalogPage
from pipeline.model.identifiers import Identifiers
from pipeline.model.images import shown_in
from pipeline.model.library_info import LibraryInfo
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import VIDEO, RenderedSection, Rendition
from pipeline.model.video import video_of
from pipeline.model.vocabulary import Terms, Vocabulary
from pipeline.publish.coverage import Coverage
from pipeline.publish.schema.records import (
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
    NamedV1,
    ReferenceV1,
    RelatedV1,
    ResourceV1,
    SectionV1,
    StrategyV1,
    TombstoneV1,
    VideoV1,
)
from pipeline.publish.site_options import SiteOptions
from pipeline.publish.sorting import sorting
from pipeline.publish.strategy_summary import IN_RECORD, StrategySummary, SummaryBuilder
from pipeline.source.discovery import content_digest


@dataclass(frozen=True)
class Records:
    """What is published of a library but the texts of its strategies: plain values, and nothing that leads to a page.

    `heads` and `tombstones` are sorted by id, `drafts` are ids. `pictures` are the images that published strategies
    show, by their paths in the library.
    """

    info: LibraryInfo
    vocabulary: Vocabulary
    policy: PagePolicy
    heads: list[StrategySummary]
    tombstones: list[TombstoneV1]
    drafts: list[str]
    pictures: list[str]
    site: SiteOptions = field(default_factory=SiteOptions)

    @classmethod
    def of(cls, catalog: Catalog, site: SiteOptions | None = None, maker: SummaryBuilder | None = None) -> "Records":
        """The records of a catalog; `maker` makes its heads, if not the usual one."""
        maker = maker or SummaryBuilder(catalog)
        return cls(
            catalog.info,
            _without_places(catalog.vocabulary),
            catalog.policy,
            [maker.head(page) for page in catalog.published],
            [_tombstone(catalog, page) for page in catalog.retired],
            [page.id for page in catalog.drafts],
            sorted({path for page in catalog.published for path in page.entry.facts.pictures if path}),
            site or SiteOptions(),
        )

    @cached_property
    def library(self) -> LibraryV1:
        """The library as a whole."""
        info = self.info
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

    @cached_property
    def identifiers(self) -> Identifiers:
        """Makes the identifiers of whatever is in the library."""
        return Identifiers(self.library.id)

    @cached_property
    def disclaimers(self) -> list[DisclaimerV1]:
        """All disclaimers, in the order of the house rules."""
        return [DisclaimerV1(id=item.id, text=item.text) for item in self.policy.disclaimers]

    @cached_property
    def by_id(self) -> Mapping[str, StrategySummary]:
        """The heads by id."""
        return {head.id: head for head in self.heads}

    @cached_property
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
            for factor in self.vocabulary.factors
        ]

    @cached_property
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
            for category in self.vocabulary.categories
        ]

    @cached_property
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
            for model in self.vocabulary.learner_models
        ]

    def _users(self, terms: Callable[[StrategySummary], list[str]]) -> Mapping[str, list[str]]:
        """Ids of the strategies that name each term, sorted."""
        found: dict[str, list[str]] = {}
        for head in self.heads:
            for id_ in terms(head):
                found.setdefault(id_, []).append(head.id)
        return found

    @cached_property
    def counted(self) -> Coverage:
        """Where the library is full and where it is thin; several exporters ask, and to count takes its time."""
        return Coverage(self.vocabulary, self.heads)

    @cached_property
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
            for model in self.vocabulary.learner_models
        ]

    @cached_property
    def hues(self) -> Mapping[str, int]:
        """A colour for each category, as a number from 0 to 5."""
        return {category.id: number % 6 for number, category in enumerate(self.vocabulary.categories)}

    @cached_property
    def by_title(self) -> list[StrategySummary]:
        """All heads, by title."""
        return sorted(self.heads, key=lambda head: sorting(head.title))

    def beside(self, head: StrategySummary) -> tuple[NamedV1 | None, NamedV1 | None]:
        """The strategies before and after one in its category, by title."""
        shelf, place = self._shelves[head.category.id], self._places[head.id]
        return (shelf[place - 1] if place else None), (shelf[place + 1] if place + 1 < len(shelf) else None)

    @cached_property
    def _shelves(self) -> Mapping[str, list[NamedV1]]:
        found: dict[str, list[NamedV1]] = {}
        for head in self.by_title:
            found.setdefault(head.category.id, []).append(NamedV1(id=head.id, name=head.title))
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {named.id: place for shelf in self._shelves.values() for place, named in enumerate(shelf)}

    def card(self, id_: str) -> RelatedV1:
        """A strategy as it stands where it is related."""
        return self._cards[id_]

    @cached_property
    def _cards(self) -> Mapping[str, RelatedV1]:
        return {
            head.id: RelatedV1(id=head.id, title=head.title, summary=head.summary, category=head.category.id)
            for head in self.heads
        }

    @cached_property
    def told(self) -> str:
        """A digest of all of it."""
        vocabulary = self.vocabulary
        terms = [list(each) for each in (vocabulary.factors, vocabulary.categories, vocabulary.learner_models)]
        own = {name: self.__dict__[name] for name in self.__dataclass_fields__}
        return content_digest(to_json(own | {"vocabulary": terms, "site": (self.site.search, self.site.digests)}))


def record_of(
    head: StrategySummary, related: Iterable[RelatedV1], rendition: Rendition, policy: PagePolicy
) -> StrategyV1:
    """The record of a strategy, of what lists say of it and of those it is related to, and what its page shows."""
    # What the record has from the head by the same name needs no line here.
    values = {name: getattr(head, name) for name in IN_RECORD}
    values |= {
        "status": "published",
        "related": list(related),
        "sections": [_section(section, policy) for section in rendition.sections],
        "images": list(_images(rendition)),
        "videos": list(_videos(rendition)),
        "resources": [ResourceV1(**resource._asdict()) for resource in rendition.resources],
        "references": [ReferenceV1(**reference._asdict()) for reference in rendition.references],
        "mentions": MentionsV1(factors=list(rendition.factors), strategies=list(rendition.strategies)),
        "content_sha256": rendition.sha256,
    }
    return StrategyV1(**values)


def _section(section: RenderedSection, policy: PagePolicy) -> SectionV1:
    rules = policy.by_id[section.id]
    disclaimer = policy.disclaimer_of(rules)
    return SectionV1(
        id=rules.id,
        heading=rules.heading,
        markdown=section.markdown,
        html=section.html,
        text=section.text,
        disclaimer=DisclaimerV1(id=disclaimer.id, text=disclaimer.text) if disclaimer else None,
    )


def _without_places(vocabulary: Vocabulary) -> Vocabulary:
    """The same terms without the places where they stand, which nothing published shows."""
    factors, categories, models = vocabulary.factors, vocabulary.categories, vocabulary.learner_models
    return Vocabulary(
        Terms(factors.path, factors.items), Terms(categories.path, categories.items), Terms(models.path, models.items)
    )


def _tombstone(catalog: Catalog, page: CatalogPage) -> TombstoneV1:
    strategy = page.strategy
    return TombstoneV1(
        id=page.id,
        title=strategy.title,
        status="retired",
        updated=strategy.updated.isoformat(),
        replaced_by=catalog.successor_of(page),
        aliases=list(strategy.aliases),
    )


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
