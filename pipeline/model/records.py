"""A catalog as published records. JSON, CSV and HTML are all made from these, so they cannot disagree."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.lazy import lazy
from pipeline.model.catalog import Catalog, Page
from pipeline.model.coverage import Coverage
from pipeline.model.policy import SectionPolicy
from pipeline.model.published import (
    CategoryCountV1,
    CategoryV1,
    DisclaimerV1,
    FactorCoverageV1,
    FactorOfStrategyV1,
    FactorV1,
    GroupV1,
    LearnerModelV1,
    LibraryV1,
    MentionsV1,
    ModelCoverageV1,
    NamedV1,
    OriginV1,
    ReferenceV1,
    RelatedV1,
    ResourceV1,
    SectionV1,
    StrategyV1,
    TombstoneV1,
    VideoV1,
)
from pipeline.model.site_options import SiteOptions
from pipeline.model.video import video_of
from pipeline.parse import Block, Section
from pipeline.text import BOM, LINE_ENDING

# A DOI in an address such as https://doi.org/10.1007/s10648-016-9389-8.
DOI_ADDRESS = re.compile(r"^https?://(?:dx\.)?doi\.org/(10\.[0-9]{4,9}/\S+)$")
# What stands between a resource's link and its description.
SEPARATOR = re.compile(r"^\s*[:–—-]?\s*")


def normalised(text: str) -> str:
    """Text with LF line ends and without a byte-order mark: the same on every checkout."""
    return LINE_ENDING.sub("\n", text.removeprefix(BOM))


def sections_of(page: Page, catalog: Catalog) -> Iterator[tuple[SectionPolicy, Section]]:
    """The sections of a page with the house rules of each. Checked content has no other sections."""
    for section in page.entry.body.sections:
        policy = catalog.policy.section_of(section.title)
        assert policy is not None
        yield policy, section


@dataclass(frozen=True)
class Records:
    """All records of a catalog."""

    catalog: Catalog
    site: SiteOptions = field(default_factory=SiteOptions, compare=False)

    @lazy
    def library(self) -> LibraryV1:
        """The library as a whole."""
        info = self.catalog.info
        return LibraryV1(
            title=info.title,
            language=info.language,
            publisher=info.publisher,
            licence=info.licence,
            version=info.version,
            attribution=info.attribution,
            base_url=info.base_url,
        )

    @lazy
    def disclaimers(self) -> list[DisclaimerV1]:
        """All disclaimers, in the order of the house rules."""
        return [DisclaimerV1(id=item.id, text=item.text) for item in self.catalog.policy.disclaimers]

    @lazy
    def strategies(self) -> list[StrategyV1]:
        """Published strategies, sorted by id."""
        return [self._strategy(page) for page in self.catalog.published]

    @lazy
    def factors(self) -> list[FactorV1]:
        """All factors, sorted by id."""
        return [
            FactorV1(
                id=factor.id,
                name=factor.name,
                aliases=list(factor.aliases),
                definition=factor.definition,
                deprecated=factor.deprecated,
                replaced_by=factor.replaced_by,
                strategies=[page.id for page in self.catalog.published if factor.id in page.strategy.factors],
            )
            for factor in self.catalog.vocabulary.factors
        ]

    @lazy
    def categories(self) -> list[CategoryV1]:
        """All categories, sorted by id."""
        return [
            CategoryV1(
                id=category.id,
                name=category.name,
                description=category.description,
                strategies=[page.id for page in self.catalog.published if page.strategy.category == category.id],
            )
            for category in self.catalog.vocabulary.categories
        ]

    @lazy
    def learner_models(self) -> list[LearnerModelV1]:
        """All learner models, sorted by id."""
        return [
            LearnerModelV1(
                id=model.id,
                name=model.name,
                description=model.description,
                grades=list(model.grades),
                groups=[GroupV1(name=name, factors=list(members)) for name, members in model.groups.items()],
                strategies=[page.id for page in self.catalog.published if model.id in page.strategy.learner_models],
            )
            for model in self.catalog.vocabulary.learner_models
        ]

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
    def coverage(self) -> list[ModelCoverageV1]:
        """How many strategies support the factors of each learner model."""
        coverage = Coverage(self.catalog)
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
                    for row in coverage.rows(model.id)
                ],
            )
            for model in self.catalog.vocabulary.learner_models
        ]

    def _strategy(self, page: Page) -> StrategyV1:
        strategy, vocabulary = page.strategy, self.catalog.vocabulary
        category = vocabulary.categories.items[strategy.category]
        origin = strategy.source
        return StrategyV1(
            id=page.id,
            title=strategy.title,
            summary=strategy.summary,
            status="published",
            updated=strategy.updated.isoformat(),
            category=NamedV1(id=category.id, name=category.name),
            learner_models=[
                NamedV1(id=id_, name=vocabulary.learner_models.items[id_].name) for id_ in strategy.learner_models
            ],
            factors=[self._factor(page, id_) for id_ in strategy.factors],
            related=[self._related(id_) for id_ in strategy.related],
            sections=[self._section(page, policy, section) for policy, section in sections_of(page, self.catalog)],
            videos=list(self._videos(page)),
            resources=list(self._resources(page)),
            references=list(self._references(page)),
            mentions=_mentions(page),
            aliases=list(strategy.aliases),
            source=OriginV1(title=origin.title, url=origin.url, retrieved=origin.retrieved.isoformat())
            if origin
            else None,
            authors=list(strategy.authors),
            content_sha256=hashlib.sha256(normalised(page.entry.document.source.text).encode()).hexdigest(),
        )

    def _factor(self, page: Page, id_: str) -> FactorOfStrategyV1:
        vocabulary = self.catalog.vocabulary
        groups = (vocabulary.learner_models.items[model].group_of(id_) for model in page.strategy.learner_models)
        group = next(filter(None, groups))  # `factor-outside-learner-models` sees to it that there is one
        return FactorOfStrategyV1(id=id_, name=vocabulary.factors.items[id_].name, group=group)

    def _related(self, id_: str) -> RelatedV1:
        strategy = self.catalog.by_id[id_].strategy
        return RelatedV1(id=id_, title=strategy.title, summary=strategy.summary, category=strategy.category)

    def _section(self, page: Page, policy: SectionPolicy, section: Section) -> SectionV1:
        disclaimer = self.catalog.policy.disclaimer_of(policy)
        document = page.entry.document
        written, html = "", ""
        if section.blocks:
            first, last = section.blocks[0], section.blocks[-1]
            written = document.written(first.span.start, last.span.end)
            html = document.html(first.tokens[0], last.tokens[1], lambda address: address).strip()
        return SectionV1(
            id=policy.id,
            heading=policy.heading,
            markdown=normalised(written),
            html=html,
            text=section.text,
            disclaimer=DisclaimerV1(id=disclaimer.id, text=disclaimer.text) if disclaimer else None,
        )

    def _videos(self, page: Page) -> Iterator[VideoV1]:
        for policy, section in sections_of(page, self.catalog):
            for block in section.blocks if policy.video else ():
                link = block.inline.sole_link if block.kind == "paragraph" and block.inline else None
                video = video_of(link.href) if link else None
                if link and video:
                    yield VideoV1.model_validate(
                        {
                            "section": policy.id,
                            "title": link.text,
                            "provider": video.provider,
                            "video_id": video.video_id,
                            "url": video.url,
                            "embed_url": video.embed_url,
                        }
                    )

    def _items(self, page: Page, kind: str) -> Iterator[tuple[str, Block]]:
        """List items of sections that hold items of a kind, each with the level-3 heading above it."""
        for policy, section in sections_of(page, self.catalog):
            if policy.items != kind:
                continue
            heading = ""
            for block in section.blocks:
                if block.kind == "heading":
                    heading = block.text
                for item in block.children if block.kind in ("bullet_list", "ordered_list") else ():
                    yield heading, item

    def _resources(self, page: Page) -> Iterator[ResourceV1]:
        for heading, item in self._items(page, "resource"):
            inline = item.children[0].inline
            assert inline is not None  # `malformed-resource` sees to it that an item starts with a link
            link = inline.links[0]
            rest = item.text.removeprefix(link.text)
            yield ResourceV1(title=link.text, url=link.href, description=SEPARATOR.sub("", rest, count=1), kind=heading)

    def _references(self, page: Page) -> Iterator[ReferenceV1]:
        for _, item in self._items(page, "citation"):
            links = [link.href for block in item.walk() if block.inline for link in block.inline.links]
            dois = [match[1] for link in links if (match := DOI_ADDRESS.match(link))]
            url = next((link for link in links if link.startswith("http")), None)
            yield ReferenceV1(text=item.text, url=url, doi=dois[0] if dois else None)


def _mentions(page: Page) -> MentionsV1:
    hrefs = [link.href for link in page.entry.body.links]

    def with_scheme(scheme: str) -> list[str]:
        return list(dict.fromkeys(href.removeprefix(scheme) for href in hrefs if href.startswith(scheme)))

    return MentionsV1(factors=with_scheme("factor:"), strategies=with_scheme("strategy:"))
