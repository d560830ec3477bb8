"""Published forms of vocabularies, and of values of a library's own fields that terms and the library have."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.model.fields import Extensible
from pipeline.model.own_fields import STRATEGY
from pipeline.model.vocabulary import Terms, Vocabulary
from pipeline.publish.schema.own_values import FieldValueV1, NamedV1
from pipeline.publish.schema.vocabularies import OwnTermV1, OwnVocabularyV1
from pipeline.publish.strategy_summary import named_in, own_value_of, published

if TYPE_CHECKING:
    from pipeline.publish.records import Records


def own_vocabularies(records: "Records") -> Iterator[OwnVocabularyV1]:
    """The library's own vocabularies, in the order of the page policy, with their terms by id."""
    for vocabulary in records.policy.vocabularies:
        fields = [field.id for field in records.policy.fields if field.target == vocabulary.id]
        users: dict[str, set[str]] = defaultdict(set)
        for summary in records.summaries:
            for term_id in (id_ for name in fields for id_ in named_in(summary.fields, name)):
                users[term_id].add(summary.id)
        terms = [
            published(
                OwnTermV1,
                term,
                strategies=sorted(users[term.id]),
                fields=own_values(records, vocabulary.id, term),
            )
            for term in records.vocabulary.own[vocabulary.id]
        ]
        yield published(OwnVocabularyV1, vocabulary, terms=terms)


def own_values(records: "Records", holder: str, item: Extensible) -> dict[str, FieldValueV1]:
    """The values of the library's own fields that a term or the library has, in the order of the page policy."""

    def named(target: str, id_: str) -> NamedV1:
        # `unknown-target` ensures that it exists; in a library with faults, which can be compared, the id is its name.
        if target == STRATEGY:
            return NamedV1(id=id_, name=records.by_id[id_].title if id_ in records.by_id else id_)
        term = records.vocabulary.terms_of(target).items.get(id_)
        return published(NamedV1, term) if term else NamedV1(id=id_, name=id_)

    fields = (field for field in records.policy.fields_on(holder) if field.id in item.own)
    return {field.id: own_value_of(field, item.own[field.id], named) for field in fields}


def without_positions(vocabulary: Vocabulary) -> Vocabulary:
    """The same terms without their positions in files, which nothing published shows."""
    factors, categories, models = vocabulary.factors, vocabulary.categories, vocabulary.learner_models
    return Vocabulary(
        Terms(factors.path, factors.items),
        Terms(categories.path, categories.items),
        Terms(models.path, models.items),
        {id_: Terms(own.path, own.items) for id_, own in vocabulary.own.items()},
        Terms(vocabulary.references.path, vocabulary.references.items),
    )
