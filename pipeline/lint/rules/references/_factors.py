"""Which factors a page declares, as they are meant, and which of its learner models hold them."""

from pipeline.lint.rules.references._mentions import listed
from pipeline.model.entry import Entry
from pipeline.model.vocabulary import LearnerModel, Vocabulary
from pipeline.source.names import Suggestion


def factor_meant(vocabulary: Vocabulary, text: str) -> Suggestion | None:
    """The factor in use that a name stands for, or probably was meant to be; None when there is no telling."""
    factor = vocabulary.factors.get(text)
    if factor and not factor.deprecated:
        return Suggestion(text, certain=True)
    meant = Suggestion(factor.replaced_by or "", certain=True) if factor else vocabulary.factor_names().suggest(text)
    successor = vocabulary.factors.get(meant.id) if meant else None
    return meant if successor and not successor.deprecated else None


def declared_factors(entry: Entry, vocabulary: Vocabulary) -> frozenset[str]:
    """Ids of the factors that a page lists; a misspelled one counts as the one that was meant."""
    names = vocabulary.factor_names()
    texts = (text for mention in listed(entry, "factors") for text in names.ids_in(mention.text) or (mention.text,))
    return frozenset(meant.id for text in texts if (meant := factor_meant(vocabulary, text)))


def models_of(entry: Entry, vocabulary: Vocabulary) -> tuple[LearnerModel, ...] | None:
    """The learner models of a page; None when it names none, or one that is unknown or broken."""
    found = [
        vocabulary.members(name) and vocabulary.learner_models.get(name) for name in entry.facts.texts("learner_models")
    ]
    return tuple(model for model in found if model) if found and all(found) else None


def is_outside(factor: str, models: tuple[LearnerModel, ...] | None) -> bool:
    """True when a factor surely belongs to none of these learner models."""
    return models is not None and all(model.group_of(factor) is None for model in models)
