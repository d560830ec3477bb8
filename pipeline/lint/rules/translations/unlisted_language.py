from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import Span


@rule(Library)
def unlisted_language(library: Library, context: Context) -> Iterator[Finding]:
    """A translation is in a language that the library does not list.

    The part of a file's name before `.md` or `.yaml`, after a dot, is a language. Only those that
    `content/library.yaml` lists are published.

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
        # path: content/pages/reading.fr.md
        ---
        title: Comment nous lisons
        translates: {title: 385cc596, text: be91e03e}
        ---

        Deux collègues lisent chaque page.

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
    for path, language in sorted(library.unlisted.items()):
        if library.info and language == library.info.language:
            message = f"`{language}` is the language of the originals"
            yield Finding(Span(path, 0, 0), message, f"leave out `.{language}` in the file's name")
            continue
        remedy = f"add it to `languages` in {INFO_PATH}, or rename the file"
        yield Finding(Span(path, 0, 0), f"`{language}` is not one of the library's languages", remedy)
