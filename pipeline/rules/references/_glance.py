"""What a page names, as bare words: enough to see that a rule on references has nothing to find."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.lazy import kept
from pipeline.model.entry import Entry
from pipeline.model.vocabulary import Vocabulary
from pipeline.rules._glance import fields_of


class Linked(NamedTuple):
    """What the links of a page name, by their scheme."""

    factors: frozenset[str]
    strategies: frozenset[str]


@kept
def linked_names(entry: Entry) -> Linked:
    """The factors and strategies that a page links to."""
    ways = [link.href.partition(":") for link in entry.body.links if link.kind != "image"]
    return Linked(
        frozenset(unquote(name) for scheme, _, name in ways if scheme == "factor" and name),
        frozenset(unquote(name) for scheme, _, name in ways if scheme == "strategy" and name),
    )


def listed_names(entry: Entry, field: str) -> list[str]:
    """What a field of the front matter names, in order."""
    return [scalar.text for scalar in fields_of(entry)[field]]


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
