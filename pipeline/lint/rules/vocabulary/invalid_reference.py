from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import findings
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.source.parse import Problem


@rule(Library, required=True)
def invalid_reference(library: Library, context: Context) -> Iterator[Finding]:
    """A work in the list of references has something wrong in it.

    Readers, and the programs that manage their references, find a source by these facts.

    Bad:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back, issued: spring 2024}

    Good:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back, issued: "2024"}
        +++
        ## Overview

        Learners who look back [remember more of the day](reference:ruiz-2024) than they expect.
    """
    yield from findings(library, "invalid-reference", _words)


def _words(problem: Problem) -> tuple[str, str]:
    return "this item has no fields", "write at least `id`, `type` and `title`, each with its value"
