"""Changes of factors, categories, learner models, disclaimers, sections, own fields and own vocabularies."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from pipeline.diff.details import items, means_another, own_values, prose, value
from pipeline.diff.snapshot import Snapshot
from pipeline.publish.changes.classes import OF_TERMS, class_of
from pipeline.publish.changes.term_names import has_name
from pipeline.publish.schema.difference import ChangeV1, ClassV1, DetailV1, KindV1, ThingV1
from pipeline.publish.schema.records import CategoryV1, DisclaimerV1, FactorV1, LearnerModelV1
from pipeline.publish.schema.site import OwnFieldV1, PageSectionV1
from pipeline.publish.schema.vocabularies import AnyTermV1, OwnTermV1, OwnVocabularyV1


class Identified(Protocol):
    """A term of a closed list."""

    @property
    def id(self) -> str:
        """Its id."""


Term = TypeVar("Term", bound=Identified)


def _nothing(before: Any, after: Any) -> Iterator[DetailV1]:
    return iter(())


@dataclass(frozen=True)
class Kind(Generic[Term]):
    """One kind of term.

    `terms` are those of a snapshot, `strategies` the ids of those that name a term. `texts` are the fields that say
    what a term means, `other_details` compares all other fields. With `keeps_the_old` a term can be deprecated, so
    that its id need never go. With `rewritable`, other texts do not mean that the id means something else.
    """

    thing: ThingV1
    terms: Callable[[Snapshot], Mapping[str, Term]]
    texts: tuple[str, ...]
    strategies: Callable[[Term, Snapshot], list[str]]
    other_details: Callable[[Term, Term], Iterator[DetailV1]] = _nothing
    class_of_texts: ClassV1 = "wording"
    keeps_the_old: bool = False
    rewritable: bool = False
    # True when a deprecated term is in use again.
    comes_back: Callable[[Term, Term], bool] = lambda before, after: False

    def changes(self, old: Snapshot, new: Snapshot) -> Iterator[ChangeV1]:
        """All changes of terms, in any order."""
        before, after = self.terms(old), self.terms(new)
        for id_ in before.keys() - after.keys():
            yield self._gone(before[id_], after.values(), self.strategies(before[id_], old))
        for id_ in after.keys() - before.keys():
            yield self._change("added", after[id_], [], self.strategies(after[id_], new))
        for id_ in before.keys() & after.keys():
            if details := list(self.details(before[id_], after[id_])):
                touched = {*self.strategies(before[id_], old), *self.strategies(after[id_], new)}
                texts = zip(self.texts_of(before[id_]), self.texts_of(after[id_]), strict=True)
                # Whoever knows a term as deprecated expects the old meaning or none.
                suffices = any if self.comes_back(before[id_], after[id_]) else all
                reused = not self.rewritable and means_another(texts, suffices=suffices)
                kind: KindV1 = "reused" if reused else "changed"
                yield self._change(kind, after[id_], details, sorted(touched))

    def _gone(self, term: Term, others: Iterable[Term], strategies: list[str]) -> ChangeV1:
        """The change of a term whose id is gone: moved, if another one has that among its names."""
        owners = sorted(other.id for other in others if has_name(other, term.id)) if self.keeps_the_old else []
        if not owners:
            return self._change("removed", term, [], strategies)
        return self._change("moved", term, [], strategies).model_copy(
            update={"renamed_to": owners[0].rpartition("/")[2]}
        )

    def texts_of(self, term: Term) -> list[str]:
        """Texts that say what a term means."""
        return [getattr(term, name) or "" for name in self.texts]

    def details(self, before: Term, after: Term) -> Iterator[DetailV1]:
        """All differences between two terms."""
        for name in self.texts:
            yield from prose(name, getattr(before, name), getattr(after, name), self.class_of_texts)
        yield from self.other_details(before, after)

    def _change(self, kind: KindV1, term: Term, details: list[DetailV1], strategies: list[str]) -> ChangeV1:
        return ChangeV1(
            thing=self.thing,
            id=term.id,
            kind=kind,
            class_=class_of(kind, details),
            vanished=kind == "removed" and self.keeps_the_old,
            details=details,
            strategies=strategies,
            consumers=OF_TERMS[kind],
        )


def vocabulary_changes(old: Snapshot, new: Snapshot) -> Iterator[ChangeV1]:
    """All changes of closed lists. The terms of a vocabulary that is new or gone come and go with it."""
    both = old.vocabularies.keys() & new.vocabularies.keys()
    before, after = (
        replace(side, vocabularies={id_: each for id_, each in side.vocabularies.items() if id_ in both})
        for side in (old, new)
    )
    for kind in KINDS:
        yield from kind.changes(before, after) if kind is TERMS else kind.changes(old, new)


def named_texts(side: Snapshot, thing: ThingV1, id_: str) -> list[str]:
    """Name and description of an item; empty if it is not there, or has no name."""
    if thing == "strategy" and id_ in side.strategies:
        return [side.strategies[id_].title, side.strategies[id_].summary]
    found = (
        kind.texts_of(kind.terms(side)[id_])
        for kind in (*NAMED, TERMS)
        if kind.thing == thing and id_ in kind.terms(side)
    )
    return next(found, [])


def _state(before: AnyTermV1, after: AnyTermV1) -> Iterator[DetailV1]:
    """What every term says of its names, whether it is still to be used, and in the library's own fields."""
    yield from items("aliases", before.aliases, after.aliases, "wording")
    yield from value("deprecated", before.deprecated, after.deprecated, "additive")
    yield from value("replaced_by", before.replaced_by, after.replaced_by, "additive")
    yield from own_values(before.fields, after.fields)


def _comes_back(before: AnyTermV1, after: AnyTermV1) -> bool:
    return before.deprecated and not after.deprecated


def _learner_model(before: LearnerModelV1, after: LearnerModelV1) -> Iterator[DetailV1]:
    yield from _state(before, after)
    yield from items("grades", before.grades, after.grades)
    old, new = ({group.name: group.factors for group in model.groups} for model in (before, after))
    yield from items("groups", list(old), list(new))
    for name in dict.fromkeys((*old, *new)):
        yield from items(f"groups/{name}", old.get(name, []), new.get(name, []))


def _users(disclaimer: DisclaimerV1, side: Snapshot) -> list[str]:
    return [
        strategy.id
        for strategy in side.strategies.values()
        if any(section.disclaimer and section.disclaimer.id == disclaimer.id for section in strategy.sections)
    ]


def _having(section: PageSectionV1, side: Snapshot) -> list[str]:
    """The strategies that have a section."""
    return [
        strategy.id
        for strategy in side.strategies.values()
        if any(found.id == section.id for found in strategy.sections)
    ]


def _section(before: PageSectionV1, after: PageSectionV1) -> Iterator[DetailV1]:
    yield from value("items", before.items, after.items, "additive")


def _filled(field: OwnFieldV1, side: Snapshot) -> list[str]:
    """The strategies that have a value of a field."""
    return [strategy.id for strategy in side.strategies.values() if field.id in strategy.fields]


def _field(before: OwnFieldV1, after: OwnFieldV1) -> Iterator[DetailV1]:
    """What a program that reads the values relies on is breaking; how readers see them is not."""
    for name in ("type", "target", "on"):
        yield from value(name, getattr(before, name), getattr(after, name), "breaking")
    gone = set(before.choices) - set(after.choices)
    yield from items("choices", before.choices, after.choices, "breaking" if gone else "additive")
    yield from value("column", before.column, after.column, "additive" if after.column else "breaking")
    yield from value("required", before.required, after.required, "additive")
    for name in ("filter", "card"):
        yield from value(name, getattr(before, name), getattr(after, name), "wording")


def _naming(vocabulary: OwnVocabularyV1, side: Snapshot) -> list[str]:
    """The strategies that name a term of a vocabulary."""
    return sorted({id_ for term in vocabulary.terms for id_ in term.strategies})


def _vocabulary(before: OwnVocabularyV1, after: OwnVocabularyV1) -> Iterator[DetailV1]:
    for name in ("one", "menu"):
        yield from value(name, getattr(before, name), getattr(after, name), "wording")


# The words of a disclaimer bind whoever shows them, so a change of them is more than wording.
DISCLAIMERS = Kind[DisclaimerV1](
    "disclaimer", lambda side: side.disclaimers, ("text",), _users, class_of_texts="additive"
)
CATEGORIES = Kind[CategoryV1](
    "category",
    lambda side: side.categories,
    ("name", "description"),
    lambda term, side: term.strategies,
    _state,
    keeps_the_old=True,
    comes_back=_comes_back,
)
FACTORS = Kind[FactorV1](
    "factor",
    lambda side: side.factors,
    ("name", "definition"),
    lambda term, side: term.strategies,
    _state,
    keeps_the_old=True,
    comes_back=_comes_back,
)
LEARNER_MODELS = Kind[LearnerModelV1](
    "learner-model",
    lambda side: side.learner_models,
    ("name", "description"),
    lambda term, side: term.strategies,
    _learner_model,
    keeps_the_old=True,
    comes_back=_comes_back,
)
# An id of a section is a key of records and a column of tables. A heading may get any other words.
SECTIONS = Kind[PageSectionV1]("section", lambda side: side.sections, ("heading",), _having, _section, rewritable=True)
# An id of a field is a key of records, and a column or a table.
FIELDS = Kind[OwnFieldV1]("field", lambda side: side.fields, ("name", "description"), _filled, _field, rewritable=True)
# An id of a vocabulary is that of a table, and of a folder of the site.
VOCABULARIES = Kind[OwnVocabularyV1](
    "vocabulary", lambda side: side.vocabularies, ("many", "description"), _naming, _vocabulary, rewritable=True
)
TERMS = Kind[OwnTermV1](
    "term",
    lambda side: side.terms,
    ("name", "definition"),
    lambda term, side: term.strategies,
    _state,
    keeps_the_old=True,
    comes_back=_comes_back,
)
NAMED: tuple[Kind[Any], ...] = (SECTIONS, FIELDS, VOCABULARIES, CATEGORIES, FACTORS, LEARNER_MODELS, TERMS)
KINDS: tuple[Kind[Any], ...] = (DISCLAIMERS, *NAMED)
