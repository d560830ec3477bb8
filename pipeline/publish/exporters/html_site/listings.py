"""Lists that pages show: strategies, neighbours of factors, facets to filter by, the index from A to Z."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.publish.evidence import KINDS, evidence_of
from pipeline.publish.exporters.html_site.evidence_lines import said_of
from pipeline.publish.exporters.html_site.grades import grade_key
from pipeline.publish.exporters.html_site.own_values import card_line, filter_id, filter_values, yes_no
from pipeline.publish.exporters.html_site.term_names import named_terms, term_facet
from pipeline.publish.exporters.html_site.words import SiteWords, msgid
from pipeline.publish.records import Records, sort_key
from pipeline.publish.schema.records import FactorV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import cached_property

# More neighbours of a factor are not worth a reader's time.
MAX_NEIGHBOURS = 8
# The folder with the pages of each kind of term.
FOLDERS: Mapping[str, str] = {"factor": "factors", "category": "categories", "model": "learner-models"}
# Names of what a strategy may list as evidence.
SOURCES = tuple(
    zip(
        KINDS,
        (
            msgid("Studies"),
            msgid("Practice guides"),
            msgid("Examples"),
            msgid("References"),
            msgid("No study listed yet"),
        ),
        strict=True,
    )
)


class Option(NamedTuple):
    """One value of a facet, and the number of strategies that have it."""

    id: str
    name: str
    strategies: int


class Facet(NamedTuple):
    """Something to filter by. With `every`, a strategy must have all chosen values, not just one of them."""

    id: str
    name: str
    every: bool
    options: list[Option]


class IndexEntry(NamedTuple):
    """A line of the index: its words, the path and the kind of its target, and the target's name.

    `term` is the word for it, if it is a term of one of the library's own vocabularies.
    """

    words: str
    path: str
    kind: str
    name: str
    term: str = ""


@dataclass(frozen=True)
class Listings:
    """Lists made from the records of one library."""

    records: Records
    words: SiteWords

    @cached_property
    def strategies(self) -> list[StrategySummary]:
        """All strategies, by title."""
        return self.records.summaries_by_title

    @cached_property
    def by_id(self) -> Mapping[str, StrategySummary]:
        """All strategies by id, in the order of their titles."""
        return {strategy.id: strategy for strategy in self.strategies}

    @cached_property
    def factors(self) -> Mapping[str, FactorV1]:
        """All factors by id."""
        return {factor.id: factor for factor in self.records.factors}

    @cached_property
    def hues(self) -> Mapping[str, int]:
        """A colour for each category, as a number from 0 to 5."""
        return self.records.hues

    def sorted(self, ids: list[str]) -> list[StrategySummary]:
        """Strategies of these ids, by title."""
        listed = set(ids)
        return [strategy for strategy in self.strategies if strategy.id in listed]

    def neighbours(self, factor: FactorV1) -> list[tuple[FactorV1, int]]:
        """Factors that share most strategies with one, and the numbers of these strategies."""
        shared = Counter(other.id for id_ in factor.strategies for other in self.by_id[id_].factors)
        found = [(self.factors[id_], count) for id_, count in shared.items() if id_ != factor.id]
        return sorted(found, key=lambda pair: (-pair[1], self._names[pair[0].id]))[:MAX_NEIGHBOURS]

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The forms by which the names of factors are sorted."""
        return {factor.id: sort_key(factor.name) for factor in self.records.factors}

    @cached_property
    def other_names(self) -> Mapping[tuple[str, str], list[str]]:
        """Other names of each term in use, by its kind and id."""
        return {(named.kind, named.term.id): named.others for named in named_terms(self.records)}

    @cached_property
    def grades(self) -> Mapping[str, tuple[str, ...]]:
        """The grades of each learner model."""
        return {model.id: tuple(model.grades) for model in self.records.vocabulary.learner_models}

    def values(self, strategy: StrategySummary) -> Mapping[str, list[str]]:
        """Values of a strategy in each facet, by the facet's id."""
        models = [model.id for model in strategy.learner_models]
        own = filter_values(self.records.policy.fields, strategy.fields)
        terms = {
            term_facet(each.id): [term.id for term in each.terms if strategy.id in term.strategies]
            for each in self.records.vocabularies
        }
        return (
            dict(own)
            | terms
            | {
                "category": [strategy.category.id],
                "grade": list(dict.fromkeys(grade for model in models for grade in self.grades[model])),
                "model": models,
                "sources": evidence_of(strategy.listed, self.records.policy.evidence).values,
                "group": list(dict.fromkeys(factor.group for factor in strategy.factors if factor.group)),
                "factor": [factor.id for factor in strategy.factors],
            }
        )

    def evidence(self, strategy: StrategySummary) -> list[str]:
        """What is said of the sources that a strategy lists."""
        return list(said_of(self.words, evidence_of(strategy.listed, self.records.policy.evidence)).values())

    @cached_property
    def facets(self) -> list[Facet]:
        """All facets with the values that any strategy has."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for strategy in self.strategies:
            for facet, values in self.values(strategy).items():
                counts[facet].update(values)
        records, words = self.records, self.words
        grades = sorted({grade for model in records.learner_models for grade in model.grades}, key=grade_key)
        groups = [group.name for model in records.learner_models for group in model.groups if group.name]
        factors = sorted(records.factors, key=lambda factor: self._names[factor.id])
        facets = (
            ("category", words.text(msgid("Category")), [(item.id, item.name) for item in records.categories]),
            ("grade", words.text(msgid("Grade")), [(grade, grade) for grade in grades]),
            ("model", words.text(msgid("Learner model")), [(item.id, item.name) for item in records.learner_models]),
            *self._own_facets(),
            ("sources", words.text(msgid("Sources listed")), [(kind, words.text(name)) for kind, name in SOURCES]),
            ("group", words.text(msgid("Group of factors")), [(group, group) for group in dict.fromkeys(groups)]),
            ("factor", words.text(msgid("Factor")), [(item.id, item.name) for item in factors]),
        )
        return [
            Facet(
                id_,
                name,
                id_ == "factor",
                [Option(value, text, counts[id_][value]) for value, text in options if counts[id_][value]],
            )
            for id_, name, options in facets
        ]

    def _own_facets(self) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        """Filters by the library's own fields: their ids, names, and values in the order of their lists."""
        vocabulary = self.records.vocabulary
        options: dict[str | None, list[tuple[str, str]]] = {
            "strategy": [(item.id, item.title) for item in self.strategies],
            **{
                kind.replace("-", "_"): [(item.id, item.name) for item in terms]
                for kind, terms in vocabulary.lists.items()
            },
            **{own.id: [(term.id, term.name) for term in own.terms] for own in self.records.vocabularies},
            None: yes_no(self.words),
        }
        for field in self.records.policy.fields:
            if field.filter:
                yield filter_id(field), field.name, [(each, each) for each in field.options] or options[field.target]

    @cached_property
    def term_facets(self) -> list[Facet]:
        """The terms of each of the library's own vocabularies that strategies name in any field, for the search."""
        return [
            Facet(
                term_facet(vocabulary.id),
                vocabulary.many,
                False,
                [Option(term.id, term.name, len(term.strategies)) for term in vocabulary.terms if term.strategies],
            )
            for vocabulary in self.records.vocabularies
        ]

    def own_line(self, strategy: StrategySummary) -> str:
        """What the card of a strategy shows of the library's own fields."""
        return card_line(self.words, self.records.policy.fields, strategy.fields)

    @property
    def has_own_lines(self) -> bool:
        """True when cards show any of the library's own fields."""
        return any(field.card for field in self.records.policy.fields)

    def index(self) -> Mapping[str, list[IndexEntry]]:
        """Strategies, factors, and other names of all terms, by first letter."""
        found: dict[str, list[IndexEntry]] = defaultdict(list)
        for entry in sorted(self._entries(), key=lambda entry: (sort_key(entry.words), entry)):
            first = sort_key(entry.words)[:1].upper()
            found[first if first.isalpha() else "#"].append(entry)
        return found

    def _entries(self) -> Iterator[IndexEntry]:
        for strategy in self.strategies:
            yield IndexEntry(strategy.title, f"strategies/{strategy.id}/index.html", "strategy", strategy.title)
        for named in named_terms(self.records):
            kind, term, own = named.kind, named.term, named.vocabulary
            path = f"{own.id if own else FOLDERS[kind]}/{term.id}/index.html"
            # Categories and learner models are in the menu by their names.
            for words in (*([term.name] if own or kind == "factor" else ()), *named.different):
                yield IndexEntry(words, path, "term" if own else kind, term.name, own.one if own else "")
