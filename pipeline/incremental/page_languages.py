"""Pages by their language: each is checked by the words of its own."""

from pipeline.incremental.page_tasks import PageChecker
from pipeline.model.library import Library
from pipeline.model.settings import Settings
from pipeline.source.paths import POLICY_PATH, STRATEGIES_FOLDER, translation_path


def language_of(path: str) -> str:
    """The language of a translation; empty for a page in that of the library."""
    found = translation_path(path)
    return found.language if found else ""


def is_linted(path: str) -> bool:
    """True for the pages that are checked one by one: those of strategies, and all translations."""
    return path.startswith(STRATEGIES_FOLDER + "/") or (path.endswith(".md") and translation_path(path) is not None)


def policy_text(library: Library, language: str) -> str:
    """A text that differs whenever the page policy in a language does."""
    localized = (each for each in library.localizations if each.language == language)
    return next((repr(each.policy) for each in localized), library.data_text(POLICY_PATH))


def checkers_of(library: Library, settings: Settings, *, render: bool) -> dict[str, PageChecker]:
    """The tasks that check pages, by language; that of the library itself is empty."""
    broken = library.policy_broken
    checkers = {"": PageChecker(settings, library.policy, broken, library.vocabulary, render)}
    for each in library.localizations:
        uncertain = broken or each.policy_broken
        checkers[each.language] = PageChecker(settings, each.policy, uncertain, each.vocabulary, render, each.language)
    return checkers
