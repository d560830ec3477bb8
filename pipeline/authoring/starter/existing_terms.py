"""The vocabulary that is in a folder before it is a library."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.incremental.library_files import LibraryFiles
from pipeline.model.vocabulary import AnyTerms

# The ids of terms that are in use, by the field of front matter that names them.
UsedTerms = Mapping[str, Sequence[str]]


def existing_terms(root: Path, pages: UsedTerms) -> UsedTerms:
    """The terms of vocabulary files that are there, and those that pages or learner models name.

    Where there are learner models, the first factor is one of the first model's, so that a page can name both.
    """
    vocabulary = LibraryFiles(root).library_without_pages().vocabulary
    factors = _in_use(vocabulary.factors)
    of_models = [factor for model in vocabulary.learner_models if not model.deprecated for factor in model.factors]
    known = set(factors) or set(of_models)
    return {
        "category": _each_once(_in_use(vocabulary.categories), pages.get("category", ())),
        "factors": _each_once([each for each in of_models if each in known], factors, pages.get("factors", ())),
        "learner_models": _each_once(_in_use(vocabulary.learner_models), pages.get("learner_models", ())),
    }


def _in_use(terms: AnyTerms) -> list[str]:
    return [term.id for term in terms if not term.deprecated]


def _each_once(*lists: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(id_ for ids in lists for id_ in ids))
