from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.translated_page import TranslatedPage
from pipeline.model.wording import quoted


@rule(TranslatedPage, severity=Severity.INFO)
def unequal_links(page: TranslatedPage, context: Context) -> Iterator[Finding]:
    """A translation shows other images, or links to other places, than its original.

    Often one was forgotten. A source in the readers' own language is a good reason to differ, so this is only an info.

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

        Two teachers read each page, and then they talk about it, as [others](https://example.org/) do.
        +++
        # path: content/pages/reading.es.md
        ---
        title: Cómo leemos
        translates: {title: 385cc596, text: 13ac7003}
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
    if not page.can_be_compared:
        return
    assert page.original is not None
    here, there = page.entry.facts, page.original.facts
    for what, own, others in (
        ("image", here.pictures, there.pictures),
        ("address", here.addresses, there.addresses),
        ("strategy", tuple(dict.fromkeys(here.links)), tuple(dict.fromkeys(there.links))),
    ):
        for missing in others:
            if missing not in own:
                yield Finding(page.start, f"the original also has the {what} {quoted(missing)}", HELP)
        for added in own:
            if added not in others:
                yield Finding(page.start, f"the original does not have the {what} {quoted(added)}", HELP)


HELP = "a source in the readers' own language may well differ"
