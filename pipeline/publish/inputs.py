"""What the files of one strategy are made of: all of it, so that nothing else can show in them.

Plain values, to be sent to any process. A digest of them tells whether the files would come out the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic_core import to_json

from pipeline.model.identifiers import Identifiers
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Rendition
from pipeline.publish.records import Records, record_of
from pipeline.publish.schema.records import LibraryV1, NamedV1, RelatedV1, StrategyV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.discovery import content_digest
from pipeline.source.paths import STATIC_FOLDER, TEMPLATES_FOLDER

# A library's own rules: they stand at the end of the one stylesheet.
OWN_STYLES = f"{STATIC_FOLDER}/theme.css"


@dataclass(frozen=True)
class SharedInputs:
    """What the files of every strategy may show: the library, its house rules, its theme.

    `edit_url` is where pages can be changed, `theme` holds templates and styles by their paths in the library.
    """

    library: LibraryV1
    policy: PagePolicy
    edit_url: str | None = None
    theme: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Records) -> "SharedInputs":
        """What strategies share, of all records of a library."""
        files = records.site.files
        own = (path for path in files if path.startswith(f"{TEMPLATES_FOLDER}/") or path == OWN_STYLES)
        return cls(records.library, records.policy, records.info.edit_url, {path: files[path]() for path in own})

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process: what was worked out of it is worked out there anew."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def identifiers(self) -> Identifiers:
        """Makes the identifiers of whatever is in the library."""
        return Identifiers(self.library.id)

    @cached_property
    def digest(self) -> str:
        """A digest of all of it."""
        theme = {path: content_digest(data) for path, data in sorted(self.theme.items())}
        return content_digest(to_json(self.__getstate__() | {"theme": theme}))


@dataclass(frozen=True)
class StrategyInputs:
    """What the files of a strategy may show besides what all share, and what its page shows: its `rendition`.

    `page` is the digest of the page's bytes, from which and the house rules its rendition follows. `before` and `after`
    are its neighbours among those of its category, by title. `hues` and `categories` are the colours and the names of
    the categories of the cards on its page and of its own, `definitions` those of its factors, `grades` those of its
    learner models: each by id.
    """

    shared: SharedInputs = field(repr=False)
    page: str
    head: StrategySummary
    related: tuple[RelatedV1, ...] = ()
    before: NamedV1 | None = None
    after: NamedV1 | None = None
    hues: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rendition: Rendition | None = field(default=None, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process; what all share is sent once, by itself."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @property
    def id(self) -> str:
        """The strategy's id."""
        return self.head.id

    @cached_property
    def digest(self) -> str:
        """A digest of all of it."""
        return content_digest(to_json(self.__getstate__() | {"shared": self.shared.digest, "rendition": None}))

    def rendered(self, rendition: Rendition) -> "StrategyInputs":
        """The same with what its page shows."""
        return replace(self, rendition=rendition)

    @cached_property
    def shown(self) -> Rendition:
        """What its page shows."""
        assert self.rendition is not None
        return self.rendition

    @cached_property
    def record(self) -> StrategyV1:
        """Its record."""
        return record_of(self.head, self.related, self.shown, self.shared.policy)


def strategy_inputs(
    records: Records, digest_of_page: Callable[[StrategySummary], str], shared: SharedInputs | None = None
) -> Iterator[StrategyInputs]:
    """The inputs of each strategy, by id, without what its page shows."""
    common, factors, models = (
        shared or SharedInputs.of(records),
        records.vocabulary.factors,
        records.vocabulary.learner_models,
    )
    names = {category.id: category.name for category in records.categories}
    for head in records.heads:
        cards = tuple(records.card(id_) for id_ in head.related)
        shelves = sorted({head.category.id, *(card.category for card in cards)})
        before, after = records.beside(head)
        yield StrategyInputs(
            common,
            digest_of_page(head),
            head,
            cards,
            before,
            after,
            {id_: records.hues[id_] for id_ in shelves},
            {id_: names[id_] for id_ in shelves},
            {factor.id: factors.items[factor.id].definition for factor in head.factors},
            {model.id: tuple(models.items[model.id].grades) for model in head.learner_models},
        )
