from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.translations._place import place_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.model.localization import Localization, untranslated_terms
from pipeline.source.paths import POLICY_PATH, translated_path
from pipeline.source.text import counted

# Ids in one message.
MOST = 10


@rule(Library, severity=Severity.INFO)
def untranslated_name(library: Library, context: Context) -> Iterator[Finding]:
    """Headings of sections, or terms of the vocabulary, have no words in one of the library's languages.

    Readers of that language see the original ones.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
    """
    for localization in library.localizations:
        sections = [id_ for id_ in library.policy.by_id if f"sections {id_}" not in localization.translated]
        yield from _finding(localization, POLICY_PATH, "section", "sections", sections)
        own = {each.id: (each.one.lower(), each.many.lower()) for each in library.policy.vocabularies}
        for _, terms in library.vocabulary.keyed:
            one, many = (WORDS | own).get(terms.name, ("term", "terms"))
            yield from _finding(localization, terms.path, one, many, untranslated_terms(terms, localization))


def _finding(localization: Localization, original: str, one: str, many: str, ids: list[str]) -> Iterator[Finding]:
    if not ids:
        return
    path = translated_path(original, localization.language)
    names = ", ".join(f"`{id_}`" for id_ in ids[:MOST]) + (f" and {len(ids) - MOST} more" if ids[MOST:] else "")
    message = f"no words in `{localization.language}` for {counted(len(ids), one, many)}: {names}"
    yield Finding(place_of(path, localization), message, f"write them in {path}")


WORDS = {
    "factors": ("factor", "factors"),
    "categories": ("category", "categories"),
    "learner-models": ("learner model", "learner models"),
}
