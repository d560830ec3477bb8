"""The vocabulary that is in a folder before it is a library."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.incremental.library_files import LibraryFiles

# The ids of terms that are in use, by the field of front matter that names them.
UsedTerms = Mapping[str, Sequence[str]]


def existing_terms(root: Path, pages: UsedTerms) -> UsedTerms:
    """The terms of vocabulary files that are there, and those that pages or learner models name.

    Where there are learner models, the first factor is one of the first model's, so that a page can name both.
    """
    vocabulary = LibraryFiles(root).library_without_pages().vocabulary
    factors = [factor.id for factor in vocabulary.factors if not factor.deprecated]
    of_models = [factor for model in vocabulary.learner_models for factor in model.factors]
    known = set(factors) or set(of_models)
    return {
        "category": _each_once([each.id for each in vocabulary.categories], pages.get("category", ())),
        "factors": _each_once([each for each in of_models if each in known], factors, pages.get("factors", ())),
        "learner_models": _each_once([each.id for each in vocabulary.learner_models], pages.get("learner_models", ())),
    }


def _each_once(*lists: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(id_ for ids in lists for id_ in ids))
