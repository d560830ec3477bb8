"""Names of terms: what readers may call each of them, and what replaces a deprecated one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.publish.records import Records, sort_key
from pipeline.publish.schema.vocabularies import AnyTermV1, OwnVocabularyV1


def term_facet(vocabulary: str) -> str:
    """The id of what the search knows of a vocabulary of the library's own; no filter has it."""
    return f"terms-{vocabulary}"


class NamedTerm(NamedTuple):
    """A term with its other names, which are also those of deprecated terms that it replaces.

    `vocabulary` is the library's own that holds it, if one does.
    """

    kind: str
    term: AnyTermV1
    others: list[str]
    vocabulary: OwnVocabularyV1 | None = None

    @property
    def different(self) -> list[str]:
        """Other names that stand at another place of an index."""
        own = sort_key(self.term.name)
        return list({key: name for name in self.others if (key := sort_key(name)) != own}.values())


def named_terms(records: Records) -> Iterator[NamedTerm]:
    """All terms, each kind sorted by id; those with a successor are found under it."""
    yield from _named("factor", records.factors)
    yield from _named("category", records.categories)
    yield from _named("model", records.learner_models)
    for own in records.vocabularies:
        yield from (named._replace(vocabulary=own) for named in _named(term_facet(own.id), own.terms))


def _named(kind: str, terms: Sequence[AnyTermV1]) -> Iterator[NamedTerm]:
    replaced: dict[str | None, list[AnyTermV1]] = {}
    for old in terms:
        replaced.setdefault(old.replaced_by, []).append(old)
    for term in terms:
        if term.replaced_by is None:
            former = [name for old in replaced.get(term.id, ()) for name in (old.name, *old.aliases)]
            yield NamedTerm(kind, term, [*term.aliases, *former])


def successors(terms: Sequence[AnyTermV1]) -> dict[str, AnyTermV1]:
    """The term of the same kind to use in place of each deprecated one, by the id of that."""
    by_id = {term.id: term for term in terms}
    return {term.id: by_id[term.replaced_by] for term in terms if term.replaced_by in by_id}
