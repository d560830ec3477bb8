from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library


@rule(Library, severity=Severity.INFO)
def unused_reference(library: Library, context: Context) -> Iterator[Finding]:
    """A work is in the list of references and no page names it.

    Nobody looks after an entry that nobody sees.

    Bad:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back}

    Good:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back}
        +++
        ## Overview

        Learners who look back [remember more of the day](reference:ruiz-2024) than they expect.
    """
    if not all(entry.readable for entry in library.texts):
        return  # an unreadable page may name the work
    cited = {key for entry in library.texts for key in entry.facts.cited}
    references = library.vocabulary.references
    meant = (library.vocabulary.reference_names().suggest(key) for key in cited - references.items.keys())
    used = cited.union(suggestion.id for suggestion in meant if suggestion)
    for work in references:
        if work.id not in used:
            message = f"no page names `{work.id}`"
            yield Finding(references.spans[work.id], message, f"cite it with `reference:{work.id}`, or remove it")
