"""Everything that the files of one strategy are made of; nothing else can show in them.

Plain values that can be sent to any process. While their digest stays the same, so do the files.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic_core import to_json

from pipeline.model.concept_words import Concept, ConceptWords
from pipeline.model.identifiers import Identifiers
from pipeline.model.library_info import Education
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Rendition
from pipeline.publish.citations.styled import sources_of
from pipeline.publish.frame import NOTHING_ADDED, Frame
from pipeline.publish.records import Records
from pipeline.publish.schema.records import LibraryV1, NamedV1, ReferenceV1, RelatedV1, StrategyV1
from pipeline.publish.strategy_record import record_of
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.discovery import content_digest
from pipeline.source.memoise import cached_property
from pipeline.source.paths import OWN_STYLES as OWN_STYLES
from pipeline.source.paths import TEMPLATES_FOLDER, TRANSLATIONS_FOLDER


def is_theme(path: str, language: str = "") -> bool:
    """True for a file of a library that changes what pages of the site say or look like, in one language if given."""
    if path.startswith(f"{TRANSLATIONS_FOLDER}/"):
        return language in ("", path.removeprefix(f"{TRANSLATIONS_FOLDER}/").removesuffix(".po"))
    return path == OWN_STYLES or path.startswith(f"{TEMPLATES_FOLDER}/")


@dataclass(frozen=True)
class SharedInputs:
    """Everything that the files of every strategy may show: the library, its page policy, its theme.

    `frame` is on every page; `words` are its own for strategies, factors and the like; `education` is for linked data;
    `edit_url` is where pages can be changed; `notes` are shown with sections, by their ids;
    `theme` holds templates, translations and styles by their paths in the library.
    """

    library: LibraryV1
    policy: PagePolicy
    edit_url: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    theme: Mapping[str, bytes] = field(default_factory=dict)
    frame: Frame = NOTHING_ADDED
    words: Mapping[Concept, ConceptWords] = field(default_factory=dict)
    education: Education | None = None

    @classmethod
    def of(cls, records: Records) -> "SharedInputs":
        """The shared inputs of a library."""
        files = records.site.files
        theme = {path: files[path]() for path in files if is_theme(path)}
        info = records.info
        return cls(
            records.library,
            records.policy,
            info.edit_url,
            info.notes,
            theme,
            records.frame,
            info.words,
            info.education,
        )

    def __getstate__(self) -> dict[str, Any]:
        """The fields alone: another process computes the cached properties itself."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def identifiers(self) -> Identifiers:
        """UUIDs and addresses of everything in the library."""
        return Identifiers(self.library.id)

    @cached_property
    def digest(self) -> str:
        """A digest of all fields."""
        theme = {path: content_digest(data) for path, data in sorted(self.theme.items())}
        return content_digest(to_json(self.__getstate__() | {"theme": theme}))


@dataclass(frozen=True)
class StrategyInputs:
    """Everything that the files of a strategy may show besides the shared inputs.

    `page` is the digest of the page's bytes; the `rendition` follows from the page and the page policy. `before` and
    `after` are its neighbours in its category, by title. `sources` are the works that it names. Four fields are by id:
    `hues` and `categories` are colours and names of its own category and of those of its cards, `definitions` belong
    to its factors, `grades` to its learner models.
    """

    shared: SharedInputs = field(repr=False)
    page: str
    summary: StrategySummary
    related: tuple[RelatedV1, ...] = ()
    before: NamedV1 | None = None
    after: NamedV1 | None = None
    hues: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[ReferenceV1, ...] = ()
    rendition: Rendition | None = field(default=None, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """The fields alone: another process computes the cached properties itself."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @property
    def id(self) -> str:
        """Id of the strategy."""
        return self.summary.id

    @cached_property
    def digest(self) -> str:
        """A digest of all fields."""
        return content_digest(to_json(self.__getstate__() | {"shared": self.shared.digest, "rendition": None}))

    def with_rendition(self, rendition: Rendition) -> "StrategyInputs":
        """The same inputs with the rendition of the page."""
        return replace(self, rendition=rendition)

    @cached_property
    def loaded_rendition(self) -> Rendition:
        """The rendition, which must have been added."""
        assert self.rendition is not None
        return self.rendition

    @cached_property
    def record(self) -> StrategyV1:
        """The record of the strategy."""
        shared = self.shared
        return record_of(
            self.summary,
            self.related,
            self.loaded_rendition,
            sources=self.sources,
            policy=shared.policy,
            base_url=shared.library.base_url,
        )


def strategy_inputs(
    records: Records,
    digest_of_page: Callable[[StrategySummary], str],
    shared: SharedInputs | None = None,
    only: str | None = None,
) -> Iterator[StrategyInputs]:
    """The inputs of each strategy, by id, or of `only` one, without what its page shows."""
    shared = shared or SharedInputs.of(records)
    factors, models = records.vocabulary.factors.items, records.vocabulary.learner_models.items
    names = {category.id: category.name for category in records.categories}
    works, language = records.vocabulary.references.items, records.library.language
    for summary in records.summaries if only is None else [records.by_id[only]]:
        cards = tuple(records.cards[id_] for id_ in summary.related)
        categories = sorted({summary.category.id, *(card.category for card in cards)})
        before, after = records.neighbours[summary.id]
        yield StrategyInputs(
            shared,
            digest_of_page(summary),
            summary,
            cards,
            before,
            after,
            {id_: records.hues[id_] for id_ in categories},
            {id_: names[id_] for id_ in categories},
            {factor.id: factors[factor.id].definition for factor in summary.factors},
            {model.id: tuple(models[model.id].grades) for model in summary.learner_models},
            sources_of((works[id_] for id_ in summary.cited if id_ in works), language),
        )
