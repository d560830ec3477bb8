from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.translated_page import TranslatedPage
from pipeline.source.names import did_you_mean


@rule(TranslatedPage)
def missing_original(page: TranslatedPage, context: Context) -> Iterator[Finding]:
    """A translation stands beside no page of its name.

    What it says of factors, status and dates comes from that page, so it cannot be published alone.

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
        # path: content/pages/redaing.es.md
        ---
        title: Cómo leemos
        translates: {title: 385cc596, text: be91e03e}
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
    if page.original is None:
        known = [path for path in page.known if path.rpartition("/")[0] == page.path.rpartition("/")[0]]
        meant = did_you_mean((path.rpartition("/")[2] for path in known), page.entry.original.rpartition("/")[2])
        message = f"there is no `{page.entry.original}` that this could translate{meant}"
        yield Finding(page.start, message, "name it like the original, with the language before `.md`")
