"""Coverage of factors by published strategies, for a map and for a list of gaps."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.vocabulary import Vocabulary
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import cached_property

# A factor with at most this many strategies is thin.
THIN = 2


@dataclass(frozen=True)
class FactorRow:
    """A factor of a learner model, and the number of the model's strategies that support it, by category."""

    factor: str
    group: str
    counts: Mapping[str, int]  # every category in use, in order, including empty ones

    @property
    def total(self) -> int:
        """The number of the model's strategies that support the factor."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Coverage:
    """Coverage of factors by strategies. A factor with at most `thin` strategies is thin."""

    vocabulary: Vocabulary
    summaries: Sequence[StrategySummary]
    thin: int = THIN

    @cached_property
    def _counts(self) -> Mapping[tuple[str, str | None, str], int]:
        """The number of strategies of each category that support a factor: of one learner model, or of all."""
        return Counter(
            (factor.id, model, summary.category.id)
            for summary in self.summaries
            for model in (None, *(model.id for model in summary.learner_models))
            for factor in summary.factors
        )

    def row(self, factor: str, group: str = "", model: str | None = None) -> FactorRow:
        """The strategies that support a factor by category: those of one learner model, or all."""
        found, categories = self._counts, (item.id for item in self.vocabulary.categories if not item.deprecated)
        return FactorRow(factor, group, {id_: found.get((factor, model, id_), 0) for id_ in categories})

    def rows(self, model: str) -> Iterator[FactorRow]:
        """A row for each factor of a learner model, group by group."""
        groups = self.vocabulary.learner_models.items[model].parts
        return (self.row(factor, group, model) for group, factors in groups.items() for factor in factors)

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """The number of strategies that support each factor, by id; deprecated factors are left out."""
        return {factor.id: self.row(factor.id).total for factor in self.vocabulary.factors if not factor.deprecated}

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
        """Groups of related strategies without a connection to the largest group.

        A relation joins in both directions, whichever page names it.
        """
        neighbours: dict[str, set[str]] = {summary.id: set() for summary in self.summaries}
        for source, target in self.relations:
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
        known = set(self.relations)
        return [(source, target) for source, target in self.relations if (target, source) not in known]

    @cached_property
    def relations(self) -> list[tuple[str, str]]:
        """Every relation between published strategies, sorted."""
        known = {summary.id for summary in self.summaries}
        return sorted(
            (summary.id, target) for summary in self.summaries for target in summary.related if target in known
        )
