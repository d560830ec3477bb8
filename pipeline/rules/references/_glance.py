"""What a page names, as bare words: enough to see that a rule on references has nothing to find."""

from collections.abc import Mapping

from pipeline.lazy import kept
from pipeline.model.entry import Entry
from pipeline.model.vocabulary import Vocabulary

FACTOR = "factor:"


@kept
def linked_factors(entry: Entry) -> frozenset[str]:
    """What the links of a page name as factors."""
    hrefs = [link.href for link in entry.body.links if link.kind != "image"]
    return frozenset(href[len(FACTOR) :] for href in hrefs if href.startswith(FACTOR) and href != FACTOR)


@kept
def factors_in_use(vocabulary: Vocabulary) -> frozenset[str]:
    """Ids of the factors that are listed and not deprecated."""
    factors = vocabulary.factors
    return frozenset(id_ for id_, factor in factors.items.items() if factors.knows(id_) and not factor.deprecated)


@kept
def factors_of_models(vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """The factors of each learner model whose factors are all known, by the model's id."""
    members = {id_: frozenset(model.factors) for id_, model in vocabulary.learner_models.items.items()}
    return {id_: ids for id_, ids in members.items() if all(map(vocabulary.factors.knows, ids))}
