from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.policy import same_words
from pipeline.model.translated_page import TranslatedPage
from pipeline.source.text import Span

# Paragraphs with fewer words may be the same in both languages.
LEAST = 12


@rule(TranslatedPage, severity=Severity.WARNING)
def untranslated_text(page: TranslatedPage, context: Context) -> Iterator[Finding]:
    """A paragraph of a finished translation is word for word that of the original.

    It was probably left for later. Short ones are not looked at: a quotation or an address may well be the same.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        +++
        # path: content/pages/reading.md
        ---
        title: How we read
        ---

        Two teachers read each page, and then they talk about it with the people who wrote it.
        +++
        # path: content/pages/reading.es.md
        ---
        title: Cómo leemos
        translates: {title: 385cc596, text: be91e03e}
        ---

        Two teachers read each page, and then they talk about it with the people who wrote it.

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        languages: [es]
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        +++
        # path: content/pages/reading.md
        ---
        title: How we read
        ---

        Two teachers read each page, and then they talk about it with the people who wrote it.
        +++
        # path: content/pages/reading.es.md
        ---
        title: Cómo leemos
        translates: {title: 385cc596, text: be91e03e}
        ---

        Dos docentes leen cada página.
    """
    if not page.can_be_compared:
        return
    assert page.original is not None
    disclaimers = {same_words(disclaimer.words) for disclaimer in context.policy.disclaimers}
    known = set(_paragraphs(page.original)) - disclaimers
    for text, span in _paragraphs(page.entry).items():
        if text in known:
            yield Finding(span, "this paragraph is still that of the original", "translate it")


def _paragraphs(entry: Entry) -> dict[str, Span]:
    """The longer paragraphs of a page by their words."""
    blocks = (block for block in entry.body.walk() if block.kind == "paragraph" and len(block.text.split()) >= LEAST)
    return {same_words(block.text): block.span for block in blocks}
