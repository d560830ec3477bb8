"""Where a library is full and where it is thin: facts about published strategies, for a map and for a list of gaps."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.vocabulary import Vocabulary
from pipeline.publish.strategy_summary import StrategySummary

# Up to this many strategies, a factor is called thin.
THIN = 2


@dataclass(frozen=True)
class FactorRow:
    """A factor of a learner model, and how many of the model's strategies support it, by category."""

    factor: str
    group: str
    counts: Mapping[str, int]  # every category, in order, the empty ones too

    @property
    def total(self) -> int:
        """How many of the model's strategies support the factor."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Coverage:
    """The coverage of published strategies. `thin` is the highest number of them at which a factor is thin."""

    vocabulary: Vocabulary
    summaries: Sequence[StrategySummary]
    thin: int = THIN

    @cached_property
    def _counts(self) -> Mapping[tuple[str, str | None, str], int]:
        """How many strategies of each category support a factor: of one learner model, or of all."""
        return Counter(
            (factor.id, model, head.category.id)
            for head in self.summaries
            for model in (None, *(model.id for model in head.learner_models))
            for factor in head.factors
        )

    def row(self, factor: str, group: str = "", model: str | None = None) -> FactorRow:
        """Strategies that support a factor by category: of one learner model, or of all."""
        found, categories = self._counts, self.vocabulary.categories
        return FactorRow(factor, group, {item.id: found.get((factor, model, item.id), 0) for item in categories})

    def rows(self, model: str) -> Iterator[FactorRow]:
        """A row for each factor of a learner model, group by group."""
        groups = self.vocabulary.learner_models.items[model].groups
        return (self.row(factor, group, model) for group, factors in groups.items() for factor in factors)

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """How many strategies support each factor that may be used, by id."""
        return {
            factor.id: sum(self.row(factor.id).counts.values())
            for factor in self.vocabulary.factors
            if not factor.deprecated
        }

    @property
    def unused_factors(self) -> list[str]:
        """Factors that no strategy supports."""
        return [factor for factor, total in self.totals.items() if total == 0]

    @property
    def thin_factors(self) -> list[str]:
        """Factors that only few strategies support."""
        return [factor for factor, total in self.totals.items() if 0 < total <= self.thin]

    @cached_property
    def islands(self) -> list[list[str]]:
        """Strategies that no relation joins to the largest part of the library; those joined to each other together.

        A relation joins in both directions, whichever page names it.
        """
        neighbours: dict[str, set[str]] = {head.id: set() for head in self.summaries}
        for source, target in self._relations:
            neighbours[source].add(target)
            neighbours[target].add(source)
        parts: list[list[str]] = []
        seen: set[str] = set()
        for start in neighbours:
            reached: set[str] = set()
            waiting = [] if start in seen else [start]
            while waiting:
                if (id_ := waiting.pop()) not in reached:
                    reached.add(id_)
                    waiting += neighbours[id_]
            seen |= reached
            parts += [sorted(reached)] if reached else []
        return sorted(sorted(parts, key=lambda part: (-len(part), part))[1:])

    @property
    def one_way_relations(self) -> list[tuple[str, str]]:
        """Relations that the other strategy does not return."""
        known = set(self._relations)
        return [(source, target) for source, target in self._relations if (target, source) not in known]

    @cached_property
    def _relations(self) -> list[tuple[str, str]]:
        """Every relation between published strategies, sorted."""
        known = {head.id for head in self.summaries}
        return sorted((head.id, target) for head in self.summaries for target in head.related if target in known)
