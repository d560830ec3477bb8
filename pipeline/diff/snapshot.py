"""A state of a library as its consumers see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.changes.files import CHANGES
from pipeline.publish.changes.version import Version
from pipeline.publish.manifest import MANIFEST, own_fields, page_sections
from pipeline.publish.older import upgraded
from pipeline.publish.records import Records
from pipeline.publish.schema import records as published
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.site import OwnFieldV1, PageSectionV1
from pipeline.publish.schema.vocabularies import OwnTermV1, OwnVocabularyV1, VocabulariesV1, terms_by_key
from pipeline.source.discovery import content_digest
from pipeline.source.environment import EnvironmentFault
from pipeline.source.memoise import cached_property

LIBRARY_FIELDS = TypeAdapter(dict[str, published.FieldValueV1])
VOCABULARIES = "json/vocabularies.json"
# Fields of a strategy that are empty where the page policy is unknown.
WITHOUT_POLICY: Mapping[str, object] = {
    "sections": [],
    "fields": {},
    "images": [],
    "videos": [],
    "resources": [],
    "references": [],
    "content_sha256": "",
}
Part = TypeVar("Part", PageSectionV1, OwnFieldV1)
Shape = TypeVar("Shape", bound=published.PublishedDocument)
Item = TypeVar(
    "Item",
    published.StrategyV1,
    published.TombstoneV1,
    published.FactorV1,
    published.CategoryV1,
    published.LearnerModelV1,
    published.DisclaimerV1,
    PageSectionV1,
    OwnFieldV1,
    OwnVocabularyV1,
)


class Faulty(NamedTuple):
    """A file with errors: the rules that found them, and what is not compared because of them (see `without`)."""

    path: str
    rules: tuple[str, ...]
    left_out: tuple[str, ...]


class Location(NamedTuple):
    """Where something is located in a library."""

    path: str
    line: int | None = None


@dataclass(frozen=True)
class Snapshot:
    """Everything that is published, by id. `name` is what a person called it.

    Of a library, `locations` has the location of each item, as `strategy:<id>`, and `faulty` the files with errors.
    Of a bundle, `changes` are those that it tells of. `sections` are those that pages may have; none where that is not
    known, as of bundles before 1.2. `vocabularies` are those of the library's own, `library_fields` what it says of
    itself in its own fields. `translations` are digests of translated texts, by language, then by strategy.
    """

    name: str
    library: published.LibraryV1
    disclaimers: Mapping[str, published.DisclaimerV1]
    strategies: Mapping[str, published.StrategyV1]
    tombstones: Mapping[str, published.TombstoneV1]
    factors: Mapping[str, published.FactorV1]
    categories: Mapping[str, published.CategoryV1]
    learner_models: Mapping[str, published.LearnerModelV1]
    sections: Mapping[str, PageSectionV1]
    fields: Mapping[str, OwnFieldV1] = field(default_factory=dict)
    vocabularies: Mapping[str, OwnVocabularyV1] = field(default_factory=dict)
    library_fields: Mapping[str, published.FieldValueV1] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    faulty: tuple[Faulty, ...] = ()
    locations: Mapping[str, Location] = field(default_factory=dict, compare=False)
    changes: ChangesV1 | None = field(default=None, compare=False)

    @classmethod
    def of_records(
        cls,
        name: str,
        records: Records,
        strategies: Iterable[published.StrategyV1],
        translations: Mapping[str, Iterable[published.StrategyV1]] = MappingProxyType({}),
    ) -> "Snapshot":
        """The state that an export would publish, with the record of each strategy, also in other languages."""
        return cls(
            name,
            records.library,
            _by_id(records.disclaimers),
            _by_id(strategies),
            _by_id(records.tombstones),
            _by_id(records.factors),
            _by_id(records.categories),
            _by_id(records.learner_models),
            _by_id(page_sections(records)),
            _by_id(own_fields(records.policy)),
            _by_id(records.vocabularies),
            records.library_fields,
            {language: translated_texts(language, found) for language, found in translations.items()},
        )

    @classmethod
    def of_bundle(cls, name: str, bundle: Bundle) -> "Snapshot":
        """The state in a bundle; raises EnvironmentFault when it has no JSON of it."""
        document = _read(name, bundle, "strategies", published.StrategiesV1)
        try:
            Version.parse(document.library.version)
        except ValueError as error:
            raise EnvironmentFault(f"{name} cannot be compared: {error}") from None
        return cls(
            name,
            document.library,
            _by_id(document.disclaimers),
            _by_id(document.strategies),
            _by_id(_read(name, bundle, "tombstones", published.TombstonesV1).tombstones),
            _by_id(_read(name, bundle, "factors", published.FactorsV1).factors),
            _by_id(_read(name, bundle, "categories", published.CategoriesV1).categories),
            _by_id(_read(name, bundle, "learner-models", published.LearnerModelsV1).learner_models),
            _by_id(_listed(bundle, "sections", PageSectionV1)),
            _by_id(_listed(bundle, "fields", OwnFieldV1)),
            _by_id(_vocabularies(name, bundle)),
            _library_fields(bundle),
            {
                language: translated_texts(
                    language, _read(name, bundle, f"{language}/strategies", published.StrategiesV1).strategies
                )
                for language in document.library.languages[1:]
            },
            changes=_told(bundle),
        )

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Keys of what has errors here and cannot be compared."""
        return frozenset(key for file in self.faulty for key in file.left_out)

    def without(self, keys: frozenset[str]) -> "Snapshot":
        """The same without some items: `strategy:<id>`, `factor:<id>`; `factor:*` for all; `disclaimer:*`.

        Without disclaimers, the page policy is unknown, and so are the sections and own fields of pages, and the
        library's own vocabularies.
        """
        if not keys:
            return self
        strategies = _without(self.strategies, "strategy", keys)
        if "library:library" in keys:  # without it, no language is known
            unknown: dict[str, list[str]] = {"languages": [], "outdated_languages": []}
            strategies = {id_: item.model_copy(update=unknown) for id_, item in strategies.items()}
        if "disclaimer:*" in keys:
            strategies = {id_: item.model_copy(update=WITHOUT_POLICY) for id_, item in strategies.items()}
        return replace(
            self,
            strategies=strategies,
            tombstones=_without(self.tombstones, "strategy", keys),
            factors=_without(self.factors, "factor", keys),
            categories=_without(self.categories, "category", keys),
            learner_models=_without(self.learner_models, "learner-model", keys),
            disclaimers=_without(self.disclaimers, "disclaimer", keys),
            sections={} if "disclaimer:*" in keys else self.sections,
            fields={} if "disclaimer:*" in keys else self.fields,
            translations={} if {"library:library", "disclaimer:*"} & keys else self.translations,
            vocabularies={} if "disclaimer:*" in keys else _without_terms(self.vocabularies, keys),
        )

    @cached_property
    def terms(self) -> Mapping[str, OwnTermV1]:
        """The terms of the library's own vocabularies; their ids begin with that of the vocabulary: `tools/camera`."""
        return terms_by_key(self.vocabularies.values())

    @cached_property
    def former_ids(self) -> Mapping[str, str]:
        """Former ids, each with the id of its strategy, which may be retired."""
        former = {alias: tombstone.id for tombstone in self.tombstones.values() for alias in tombstone.aliases}
        return former | {alias: strategy.id for strategy in self.strategies.values() for alias in strategy.aliases}

    @cached_property
    def linked_from(self) -> Mapping[str, list[str]]:
        """For each id, the strategies that relate or link to it, sorted by id."""
        found: dict[str, list[str]] = {}
        for strategy in self.strategies.values():
            for id_ in {*(related.id for related in strategy.related), *strategy.mentions.strategies}:
                found.setdefault(id_, []).append(strategy.id)
        return found

    def leads_to(self, id_: str) -> str | None:
        """The published strategy that an id leads to, by itself, as a former id, or by a successor."""
        id_ = self.former_ids.get(id_, id_)
        if id_ in self.tombstones:
            successor = self.tombstones[id_].replaced_by
            return successor if successor is None else self.former_ids.get(successor, successor)
        return id_ if id_ in self.strategies else None

    def texts(self, id_: str) -> Mapping[str, str]:
        """Texts that say which strategy an id means, by field; of a retired one only its title is known."""
        id_ = self.former_ids.get(id_, id_)
        if id_ in self.strategies:
            return {"title": self.strategies[id_].title, "summary": self.strategies[id_].summary}
        return {"title": self.tombstones[id_].title} if id_ in self.tombstones else {}

    def knows(self, id_: str) -> bool:
        """True when an id is or was that of a strategy, published or retired."""
        return id_ in self.strategies or id_ in self.tombstones or id_ in self.former_ids


def translated_texts(language: str, strategies: Iterable[published.StrategyV1]) -> dict[str, str]:
    """A digest of the words of each strategy that is translated into a language."""
    return {item.id: _digest_of_words(item) for item in strategies if language in item.languages}


def _digest_of_words(item: published.StrategyV1) -> str:
    fields = (value for value in item.fields.values() if isinstance(value, str))
    texts = [item.title, item.summary, *fields, *(section.markdown for section in item.sections)]
    return content_digest("\n".join(texts).encode())


def _without(items: Mapping[str, Item], thing: str, keys: frozenset[str]) -> Mapping[str, Item]:
    if f"{thing}:*" in keys:
        return {}
    return {id_: item for id_, item in items.items() if f"{thing}:{id_}" not in keys}


def _by_id(items: Iterable[Item]) -> Mapping[str, Item]:
    return {item.id: item for item in items}


def _listed(bundle: Bundle, name: str, shape: type[Part]) -> list[Part]:
    """The sections or the own fields that pages of a bundle may have; none if its manifest does not say."""
    try:
        site = upgraded(from_json(bundle.read(MANIFEST)))["site"]
        return [shape.model_validate(each) for each in site[name]]
    except (Unreadable, ValueError, KeyError, TypeError):
        return []


def _library_fields(bundle: Bundle) -> Mapping[str, published.FieldValueV1]:
    """The values of the library's own fields about itself; none if its manifest does not say."""
    try:
        return LIBRARY_FIELDS.validate_python(upgraded(from_json(bundle.read(MANIFEST)))["site"]["library_fields"])
    except (Unreadable, ValueError, KeyError, TypeError):
        return {}


def _vocabularies(name: str, bundle: Bundle) -> list[OwnVocabularyV1]:
    """The library's own vocabularies; without any, a bundle has no document of them."""
    if VOCABULARIES not in bundle.paths:
        return []
    return _read(name, bundle, "vocabularies", VocabulariesV1).vocabularies


def _without_terms(vocabularies: Mapping[str, OwnVocabularyV1], keys: frozenset[str]) -> Mapping[str, OwnVocabularyV1]:
    """The vocabularies without some terms: `term:tools/camera`, or `term:tools/*` for all."""
    return {
        id_: each.model_copy(
            update={"terms": [term for term in each.terms if not keys & {f"term:{id_}/{term.id}", f"term:{id_}/*"}]}
        )
        for id_, each in vocabularies.items()
    }


def _told(bundle: Bundle) -> ChangesV1 | None:
    """The changes that a bundle tells of; None if there are none in the current schema version."""
    try:
        return ChangesV1.model_validate_json(bundle.read(CHANGES)) if CHANGES in bundle.paths else None
    except (Unreadable, ValueError):
        return None


def _read(name: str, bundle: Bundle, document: str, shape: type[Shape]) -> Shape:
    path = f"json/{document}.json"
    if path not in bundle.paths:
        raise EnvironmentFault(f"{name} holds no {path}; only bundles with JSON can be compared")
    try:
        read = from_json(bundle.read(path))
        return shape.model_validate(upgraded(read) if isinstance(read, dict) else read)
    except (Unreadable, ValueError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise EnvironmentFault(f"{path} of {name} cannot be read: {said}; `strategies verify` says more") from None
