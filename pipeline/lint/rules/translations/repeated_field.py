from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry
from pipeline.model.front_lines import lines_of_field
from pipeline.model.translation import TranslationEntry
from pipeline.source.text import Edit


@rule(Entry, required=True, fixes=(Safety.SAFE,))
def repeated_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A translation repeats what its original says.

    Category, factors, dates and status are those of the original, in all languages; a copy could only come to differ.

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
        order: 2
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
    for problem in entry.repeated_fields if isinstance(entry, TranslationEntry) else ():
        key = problem.data["key"]
        lines = lines_of_field(entry.document, key)
        fix = Fix(f"remove `{key}`", (Edit(lines, ""),), Safety.SAFE) if lines else None
        yield Finding(problem.span, f"`{key}` is taken from the original", "remove it here", fix=fix)
