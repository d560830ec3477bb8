"""Summaries of strategies: everything of a record but its text. Fields are copied by their names."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel

from pipeline.model.catalog import Catalog, CatalogPage
from pipeline.model.facts import ItemCount
from pipeline.model.own_fields import OwnField, own_value
from pipeline.model.policy import Items, SectionPolicy
from pipeline.publish.schema.base import PublishedModel
from pipeline.publish.schema.records import FactorOfStrategyV1, FieldValueV1, NamedV1, OriginV1, StrategyV1
from pipeline.source.memoise import cached_property

Shape = TypeVar("Shape", bound=PublishedModel)


class ListedSources(NamedTuple):
    """How many resources a strategy lists below each heading, in the order of the page, and how many references."""

    resources: tuple[tuple[str, int], ...] = ()
    references: int = 0


NO_SOURCES = ListedSources()


@dataclass(frozen=True, slots=True)
class StrategySummary:
    """A published strategy as it appears on lists and cards; the fields have the names of its record.

    A field with the same name in the front matter is read from there (see `published_value`). A field with the same
    name in the record is copied to it. `related` are ids; `section_ids` follow the order of the page, `disclaimer_ids`
    that of the sections that begin with those disclaimers. `cited` are the ids of the works that it names.
    """

    id: str
    path: str  # of its page, relative to the root
    title: str
    summary: str
    updated: str
    published: str | None
    category: NamedV1
    learner_models: list[NamedV1]
    factors: list[FactorOfStrategyV1]
    related: tuple[str, ...]
    aliases: list[str]
    authors: list[str]
    source: OriginV1 | None
    fields: dict[str, FieldValueV1]
    section_ids: tuple[str, ...]
    disclaimer_ids: tuple[str, ...]
    languages: list[str] = field(default_factory=list)
    outdated_languages: list[str] = field(default_factory=list)
    listed: ListedSources = NO_SOURCES
    cited: tuple[str, ...] = ()


NAMES = tuple(each.name for each in fields(StrategySummary))
# Fields that a record has in the same form. The cards of `related` are made of other summaries.
IN_RECORD = tuple(name for name in NAMES if name in StrategyV1.model_fields and name != "related")
# Published shapes of the parts of front matter that are objects themselves.
PARTS: Mapping[str, type[PublishedModel]] = {"source": OriginV1}


def published_value(name: str, value: object) -> Any:
    """A value of front matter as it is published: days as text, lists as lists, parts in their shape."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [published_value(name, item) for item in value]
    if isinstance(value, BaseModel):
        return published(PARTS[name], value)
    return value


def published(shape: type[Shape], source: object, **own: Any) -> Shape:
    """An object in its published shape: `own` fields, and all others from its attributes of the same names."""
    others = (name for name in shape.model_fields if name not in own)
    return shape(**{name: published_value(name, getattr(source, name)) for name in others}, **own)


def named_in(fields: Mapping[str, FieldValueV1], field: str) -> list[str]:
    """The ids that a field of the library's own names."""
    value = fields.get(field)
    return [each.id for each in (value if isinstance(value, list) else [value]) if isinstance(each, NamedV1)]


def own_value_of(field: OwnField, value: object, named: Callable[[str, str], NamedV1]) -> FieldValueV1:
    """The value of a field of the library's own as it is published; `named` makes what a reference names."""
    if field.target is None:
        return published_value(field.id, value)  # type: ignore[no-any-return]
    if isinstance(value, tuple):
        return [named(field.target, str(id_)) for id_ in value]
    return named(field.target, str(value))


def summary_of(record: StrategyV1, known: dict[PublishedModel, PublishedModel]) -> StrategySummary:
    """The summary of a record that was read. `known` lets summaries share the objects that many of them name.

    A record does not hold the path of its page.
    """

    def same(value: Shape) -> Shape:
        found = known.setdefault(value, value)
        assert isinstance(found, type(value))
        return found

    values = {name: getattr(record, name) for name in IN_RECORD}
    values |= {
        "path": "",
        "category": same(record.category),
        "learner_models": [same(model) for model in record.learner_models],
        "factors": [same(factor) for factor in record.factors],
        "related": tuple([card.id for card in record.related]),
        "section_ids": tuple([section.id for section in record.sections]),
        "disclaimer_ids": tuple(
            dict.fromkeys(section.disclaimer.id for section in record.sections if section.disclaimer)
        ),
        "listed": ListedSources(
            tuple(Counter(resource.kind for resource in record.resources).items()), len(record.references)
        ),
        "cited": tuple(reference.id for reference in record.references if reference.id),
    }
    return StrategySummary(**values)


@dataclass(frozen=True)
class SummaryBuilder:
    """Makes the summaries of a catalog's strategies. They share the objects that many of them name."""

    catalog: Catalog

    def summary(self, page: CatalogPage) -> StrategySummary:
        """The summary of the strategy on a page."""
        return StrategySummary(
            **{
                name: self._fields[name](page)
                if name in self._fields
                else published_value(name, getattr(page.strategy, name))
                for name in NAMES
            }
        )

    @cached_property
    def _fields(self) -> Mapping[str, Callable[[CatalogPage], Any]]:
        """Makes the fields that front matter does not hold in the same form."""
        return {
            "id": lambda page: page.id,
            "path": lambda page: page.entry.path,
            "languages": lambda page: list(page.languages),
            "outdated_languages": lambda page: list(page.outdated),
            "category": lambda page: self._categories[page.strategy.category],
            "learner_models": lambda page: [self._models[id_] for id_ in page.strategy.learner_models],
            "factors": lambda page: [self._factor(page.strategy.learner_models, id_) for id_ in page.strategy.factors],
            "related": lambda page: page.strategy.related,
            "fields": self._own_values,
            "section_ids": lambda page: tuple(section.id for section in self._sections(page)),
            "disclaimer_ids": lambda page: tuple(
                dict.fromkeys(section.disclaimer for section in self._sections(page) if section.disclaimer)
            ),
            "listed": lambda page: self._listed(page.entry.facts.items, len(page.entry.facts.cited)),
            "cited": lambda page: page.entry.facts.cited,
        }

    def _own_values(self, page: CatalogPage) -> dict[str, FieldValueV1]:
        """The values of the library's own fields that a page has."""
        found = {field: own_value(page.strategy, field) for field in self.catalog.policy.fields}
        return {
            field.id: own_value_of(field, value, self._reference) for field, value in found.items() if value is not None
        }

    def _reference(self, target: str, id_: str) -> NamedV1:
        """What a field of the library's own names."""
        if target == "strategy":
            named = self.catalog.by_id[id_]  # `related-not-published` ensures that it is published
            return self._named.setdefault((target, named.id), NamedV1(id=named.id, name=named.strategy.title))
        terms = self.catalog.vocabulary.terms_of(target)
        return self._named.setdefault((target, id_), published(NamedV1, terms.items[id_]))

    @cached_property
    def _named(self) -> dict[tuple[str, str], NamedV1]:
        return {}

    @cached_property
    def _categories(self) -> Mapping[str, NamedV1]:
        return {item.id: published(NamedV1, item) for item in self.catalog.vocabulary.categories}

    @cached_property
    def _models(self) -> Mapping[str, NamedV1]:
        return {item.id: published(NamedV1, item) for item in self.catalog.vocabulary.learner_models}

    def _factor(self, models: tuple[str, ...], id_: str) -> FactorOfStrategyV1:
        """A factor of a strategy for these learner models; one object for all strategies that share it."""
        known = self._factors_in_models.get((models, id_))
        if known is None:
            vocabulary = self.catalog.vocabulary
            groups = (vocabulary.learner_models.items[model].group_of(id_) for model in models)
            group = next((group for group in groups if group is not None), "")  # empty without learner models
            known = FactorOfStrategyV1(id=id_, name=vocabulary.factors.items[id_].name, group=group)
            self._factors_in_models[models, id_] = known
        return known

    @cached_property
    def _factors_in_models(self) -> dict[tuple[tuple[str, ...], str], FactorOfStrategyV1]:
        return {}

    def _sections(self, page: CatalogPage) -> list[SectionPolicy]:
        """The sections of a page, in their order."""
        found = (self.catalog.policy.section_of(heading) for heading in page.entry.facts.headings)
        return [section for section in found if section]

    def _listed(self, counts: tuple[ItemCount, ...], cited: int) -> ListedSources:
        resources, references = (self._counts(counts, kind) for kind in get_args(Items))
        return ListedSources(tuple(resources.items()), references.total() + cited)

    def _counts(self, counts: tuple[ItemCount, ...], kind: Items) -> Counter[str]:
        """How many items of a kind stand below each heading."""
        found = Counter[str]()
        for section, heading, items in counts:
            policy = self.catalog.policy.section_of(section)
            if policy and policy.items == kind:
                found[heading] += items
        return found
