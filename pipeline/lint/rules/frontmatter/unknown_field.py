from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry
from pipeline.source.parse import Problem
from pipeline.source.text import Edit


@rule(Entry, required=True, fixes=(Safety.UNSAFE,))
def unknown_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field has a name that pages do not have.

    What it says would reach no reader, most often because its name is misspelled.

    Bad:
        author: [Ada Ruiz]

    Good:
        authors: [Ada Ruiz]
    """
    renamed: set[str] = set()
    for problem in entry.problems:
        if problem.kind == "unknown-field":
            known = "fields here are " + problem.data["known"]
            fix = _renaming(problem, renamed)
            yield Finding(problem.span, wording.unknown_field(problem.data), known, fix=fix)


def _renaming(problem: Problem, renamed: set[str]) -> Fix | None:
    """Rename the field, unless the intended one exists already or another is renamed to it."""
    data = problem.data
    meant = wording.field_meant(data)
    renamed_field = data["field"].removesuffix(data["key"]) + (meant or "")
    if meant is None or meant in data["taken"].split(", ") or renamed_field in renamed:
        return None
    renamed.add(renamed_field)
    return Fix(f"rename to `{meant}`", (Edit(problem.span, meant),), Safety.UNSAFE)
