from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.translated_page import TranslatedPage


@rule(TranslatedPage, severity=Severity.WARNING)
def stale_translation(page: TranslatedPage, context: Context) -> Iterator[Finding]:
    """The original was changed after it was translated.

    Readers of the two languages would be told different things. A new date, factor or disclaimer of the original
    changes no text.

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
        translates: {title: 385cc596, text: 00000000}
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
    if not page.can_be_compared or not page.changed_parts:
        return
    names = ", ".join(f"`{page.name_of(part)}`" for part in page.changed_parts)
    span = where.span if (where := page.entry.value("translates")) else page.start
    remedy = f"once it says the same again: `strategies translate {page.entry.id} {page.entry.language} --done`"
    yield Finding(span, f"the original has changed since: {names}", remedy)
