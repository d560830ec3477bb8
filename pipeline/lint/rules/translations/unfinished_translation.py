from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.translated_page import TranslatedPage


@rule(TranslatedPage, severity=Severity.INFO)
def unfinished_translation(page: TranslatedPage, context: Context) -> Iterator[Finding]:
    """A translation is not finished, so the original is published in its place.

    Nothing in it blocks publishing meanwhile: what is missing is at most a warning.

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
        translates: unfinished
        ---

        Dos docentes leen cada página.

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
    if page.entry.is_unfinished:
        span = where.span if (where := page.entry.value("translates")) else page.start
        remedy = f"once it is done: `strategies translate {page.entry.id} {page.entry.language} --done`"
        yield Finding(span, "this translation is unfinished; readers get the original", remedy)
