"""A catalog as published records. JSON, CSV and HTML are all made from these, so they cannot disagree."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic_core import to_json

from pipeline.model.catalog import Catalog
from pipeline.model.identifiers import Identifiers
from pipeline.model.library_info import LibraryInfo
from pipeline.model.licence import licence_url
from pipeline.model.localization import untranslated_words
from pipeline.model.own_page import OwnPage
from pipeline.model.policy import PagePolicy
from pipeline.model.vocabulary import Category, Factor, Vocabulary
from pipeline.publish.coverage import Coverage
from pipeline.publish.frame import Frame
from pipeline.publish.own_records import own_values, own_vocabularies, without_positions
from pipeline.publish.schema.records import (
    CategoryV1,
    DisclaimerV1,
    FactorV1,
    FieldValueV1,
    GroupV1,
    LearnerModelV1,
    LibraryV1,
    NamedV1,
    RelatedV1,
    TombstoneV1,
)
from pipeline.publish.schema.vocabularies import OwnVocabularyV1
from pipeline.publish.site_options import SiteOptions
from pipeline.publish.strategy_record import disclaimer_of
from pipeline.publish.strategy_summary import (
    Shape,
    StrategySummary,
    SummaryBuilder,
    published,
    published_value,
)
from pipeline.source.discovery import content_digest
from pipeline.source.memoise import cached_property


def sort_key(text: str) -> str:
    """The form of a text by which it is sorted: without case, accents and marks."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum() or character == " ").strip()


@dataclass(frozen=True)
class Records:
    """Everything that is published of a library but the texts of its strategies. It refers to no page.

    `summaries` and `tombstones` are sorted by id. `pictures` are the images that published strategies show, by their
    paths in the library. Drafts are no part of it, so no file can depend on them. In a further language,
    `untranslated` are terms and the like in the words of the original (see `untranslated_words`).
    """

    info: LibraryInfo
    vocabulary: Vocabulary
    policy: PagePolicy
    summaries: list[StrategySummary]
    tombstones: list[TombstoneV1]
    pictures: list[str]
    site: SiteOptions = field(default_factory=SiteOptions)
    own_pages: tuple[OwnPage, ...] = ()
    untranslated: tuple[str, ...] = ()

    @classmethod
    def of(cls, catalog: Catalog, site: SiteOptions | None = None, builder: SummaryBuilder | None = None) -> "Records":
        """The records of a catalog; `builder` makes its summaries."""
        builder = builder or SummaryBuilder(catalog)
        return cls(
            catalog.info,
            without_positions(catalog.vocabulary),
            catalog.policy,
            [builder.summary(page) for page in catalog.published],
            [
                published(
                    TombstoneV1,
                    page.strategy,
                    id=page.id,
                    retired=published_value("retired", page.strategy.retired or page.strategy.updated),
                    replaced_by=catalog.successor_of(page),
                )
                for page in catalog.retired
            ],
            sorted({path for page in catalog.published for path in page.entry.facts.pictures if path}),
            site or SiteOptions(),
            catalog.own_pages,
            tuple(untranslated_words(catalog.localization)) if catalog.localization else (),
        )

    @cached_property
    def library(self) -> LibraryV1:
        """The library as a whole."""
        info = self.info
        return published(
            LibraryV1,
            info,
            id=info.own_id,
            licence_url=licence_url(info.licence),
            languages=list(info.all_languages),
        )

    @cached_property
    def identifiers(self) -> Identifiers:
        """UUIDs and addresses of everything in the library."""
        return Identifiers(self.library.id)

    @cached_property
    def frame(self) -> Frame:
        """What the library adds to every page of its site."""
        frame = Frame.of(self.info, self.site.static, self.own_pages, self._lacking())
        return frame._replace(untranslated=self.untranslated)

    def _lacking(self) -> Iterator[str]:
        """The folders of the site that would hold nothing."""
        if not self.factors:
            yield from ("factors", "coverage")
        if not any(model.grades for model in self.learner_models):
            yield "grades"
        if not self.learner_models:
            yield "learner-models"
        if not self.coverage.relations:
            yield "relations"

    @cached_property
    def updated(self) -> str | None:
        """The newest day on which a published or retired strategy changed."""
        days = {summary.updated for summary in self.summaries} | {item.updated for item in self.tombstones}
        return max(days, default=None)

    @cached_property
    def disclaimers(self) -> list[DisclaimerV1]:
        """All disclaimers, in the order of the page policy."""
        return [disclaimer_of(disclaimer) for disclaimer in self.policy.disclaimers]

    @cached_property
    def by_id(self) -> Mapping[str, StrategySummary]:
        """The summaries by id."""
        return {summary.id: summary for summary in self.summaries}

    @cached_property
    def factors(self) -> list[FactorV1]:
        """All factors, sorted by id."""
        users = self._users(lambda summary: [factor.id for factor in summary.factors])
        return [self._term(FactorV1, "factor", factor, users) for factor in self.vocabulary.factors]

    @cached_property
    def categories(self) -> list[CategoryV1]:
        """All categories, sorted by id."""
        users = self._users(lambda summary: [summary.category.id])
        return [self._term(CategoryV1, "category", item, users) for item in self.vocabulary.categories]

    def _term(self, shape: type[Shape], holder: str, item: Factor | Category, users: Mapping[str, list[str]]) -> Shape:
        return published(shape, item, strategies=users[item.id], fields=own_values(self, holder, item))

    @cached_property
    def learner_models(self) -> list[LearnerModelV1]:
        """All learner models, sorted by id."""
        users = self._users(lambda summary: [model.id for model in summary.learner_models])
        return [
            published(
                LearnerModelV1,
                model,
                groups=[GroupV1(name=name, factors=list(members)) for name, members in model.parts.items()],
                strategies=users[model.id],
                fields=own_values(self, "learner_model", model),
            )
            for model in self.vocabulary.learner_models
        ]

    @cached_property
    def categories_in_use(self) -> list[CategoryV1]:
        """All categories but deprecated ones, sorted by id."""
        return [category for category in self.categories if not category.deprecated]

    @cached_property
    def learner_models_in_use(self) -> list[LearnerModelV1]:
        """All learner models but deprecated ones, sorted by id."""
        return [model for model in self.learner_models if not model.deprecated]

    @cached_property
    def vocabularies(self) -> list[OwnVocabularyV1]:
        """The library's own vocabularies, in the order of the page policy, with their terms by id."""
        return list(own_vocabularies(self))

    @cached_property
    def library_fields(self) -> dict[str, FieldValueV1]:
        """The values of the library's own fields about itself."""
        return own_values(self, "library", self.info)

    def _users(self, terms: Callable[[StrategySummary], list[str]]) -> Mapping[str, list[str]]:
        """Ids of the strategies that name each term, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for summary in self.summaries:
            for id_ in terms(summary):
                found[id_].append(summary.id)
        return found

    @cached_property
    def coverage(self) -> Coverage:
        """How many strategies support each factor."""
        return Coverage(self.vocabulary, self.summaries)

    @cached_property
    def hues(self) -> Mapping[str, int]:
        """A colour for each category, as a number from 0 to 5."""
        return {category.id: number % 6 for number, category in enumerate(self.vocabulary.categories)}

    @cached_property
    def summaries_by_title(self) -> list[StrategySummary]:
        """All summaries, by title."""
        return sorted(self.summaries, key=lambda summary: sort_key(summary.title))

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[NamedV1 | None, NamedV1 | None]]:
        """The strategies before and after each one in its category, by title."""
        categories: dict[str, list[NamedV1]] = defaultdict(list)
        for summary in self.summaries_by_title:
            categories[summary.category.id].append(NamedV1(id=summary.id, name=summary.title))
        return {
            strategy.id: (before, after)
            for members in categories.values()
            for before, strategy, after in zip([None, *members], members, [*members[1:], None], strict=False)
        }

    @cached_property
    def cards(self) -> Mapping[str, RelatedV1]:
        """Each strategy as it appears where it is related, by id."""
        return {
            summary.id: RelatedV1(
                id=summary.id,
                title=summary.title,
                summary=summary.summary,
                category=summary.category.id,
                languages=summary.languages,
            )
            for summary in self.summaries
        }

    @cached_property
    def digest(self) -> str:
        """A digest of all fields."""
        vocabulary = self.vocabulary
        terms = [[(term, term.own) for term in each] for _, each in vocabulary.keyed]
        own = {name: self.__dict__[name] for name in self.__dataclass_fields__}
        others = {"vocabulary": terms, "library_fields": self.info.own}
        return content_digest(to_json(own | others | {"site": (self.site.search, self.site.digests)}))
