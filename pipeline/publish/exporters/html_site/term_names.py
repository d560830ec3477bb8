"""Names of terms: what readers may call each factor, category and learner model, and what replaces a deprecated one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.publish.records import Records, sort_key
from pipeline.publish.schema.records import CategoryV1, FactorV1, LearnerModelV1

AnyTerm = FactorV1 | CategoryV1 | LearnerModelV1


class NamedTerm(NamedTuple):
    """A term with its other names, which are also those of deprecated terms that it replaces."""

    kind: str
    term: AnyTerm
    others: list[str]

    @property
    def different(self) -> list[str]:
        """Other names that stand at another place of an index."""
        own = sort_key(self.term.name)
        return list({key: name for name in self.others if (key := sort_key(name)) != own}.values())


def named_terms(records: Records) -> Iterator[NamedTerm]:
    """Factors, categories and learner models, each kind sorted by id; those with a successor are found under it."""
    yield from _named("factor", records.factors)
    yield from _named("category", records.categories)
    yield from _named("model", records.learner_models)


def _named(kind: str, terms: Sequence[AnyTerm]) -> Iterator[NamedTerm]:
    for term in terms:
        if term.replaced_by is None:
            replaced = (old for old in terms if old.replaced_by == term.id)
            former = [name for old in replaced for name in (old.name, *old.aliases)]
            yield NamedTerm(kind, term, [*term.aliases, *former])


def successor_of(term: AnyTerm, terms: Sequence[AnyTerm]) -> AnyTerm | None:
    """The term of the same kind to use in place of a deprecated one."""
    return next((each for each in terms if each.id == term.replaced_by), None)
