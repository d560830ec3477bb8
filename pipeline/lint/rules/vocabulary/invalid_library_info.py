from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import findings
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.parse import Problem


@rule(Library, required=True)
def invalid_library_info(library: Library, context: Context) -> Iterator[Finding]:
    """What the library says of itself has something wrong in it.

    Its title, licence and version stand on every page and in every file that others build on.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: one

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
    """
    yield from findings(library, "invalid-library-info", _words)


def _words(problem: Problem) -> tuple[str, str]:
    if problem.data["what"] == "taken-language":
        return f"{quoted(problem.data['value'])} is no language", "write its tag, such as es or pt-BR"
    if problem.data["what"] == "same-language":
        return (
            f"{quoted(problem.data['value'])} is listed already",
            "`languages` are those besides `language`, each once",
        )
    return f"pages have no section {quoted(problem.data['value'])}", f"their sections are {problem.data['known']}"
