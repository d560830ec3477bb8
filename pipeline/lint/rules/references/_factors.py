"""Factors that a page declares, and factors of its learner models."""

from itertools import chain

from pipeline.lint.rules.references._mentions import listed
from pipeline.lint.rules.references._resolution import term_meant
from pipeline.model.entry import Entry
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.names import Suggestion


def factor_meant(vocabulary: Vocabulary, text: str) -> Suggestion | None:
    """The active factor that a name is, or was probably meant to be; None if that is unclear."""
    return term_meant(vocabulary.factors, vocabulary.factor_names, text)


def declared_factors(entry: Entry, vocabulary: Vocabulary) -> frozenset[str]:
    """Ids of the factors that a page lists; a misspelled id counts as the one that was meant."""
    texts = [text for mention in listed(entry, "factors") for text in _separate_ids(vocabulary, mention.text)]
    return frozenset(meant.id for text in texts if (meant := factor_meant(vocabulary, text)))


def _separate_ids(vocabulary: Vocabulary, text: str) -> tuple[str, ...]:
    """Split a value into several ids if only the commas between them are missing."""
    known = vocabulary.factors.get(text)  # a single term before the complete list: see `Rule`
    return (text,) if known else vocabulary.factor_names().ids_in(text) or (text,)


def factors_of_models(entry: Entry, vocabulary: Vocabulary) -> frozenset[str] | None:
    """Factors of the page's learner models; None if it names no model, or one that is unknown or broken."""
    found = [vocabulary.members(name) for name in entry.facts.texts("learner_models")]
    return frozenset(chain(*filter(None, found))) if found and all(found) else None
