from collections.abc import Iterator

from pipeline.diagnostics import Fix, Safety
from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.parse import Problem
from pipeline.rule import Finding, rule
from pipeline.text import Edit


@rule(Entry, required=True, fixes=(Safety.UNSAFE,))
def unknown_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field has a name that pages do not have.

    What it says would reach no reader, most often because its name is misspelled.

    Bad:
        author: [Ada Ruiz]

    Good:
        authors: [Ada Ruiz]
    """
    for problem in entry.problems:
        if problem.kind == "unknown-field":
            known = "fields here are " + problem.data["known"]
            yield Finding(problem.span, wording.unknown_field(problem.data), known, fix=_fix(entry, problem))


def _fix(entry: Entry, problem: Problem) -> Fix | None:
    """Rename it, unless the field that was meant stands there already."""
    meant = wording.field_meant(problem.data)
    if meant is None or "." in problem.data["field"] or entry.has(meant):
        return None
    return Fix(f"rename to `{meant}`", (Edit(problem.span, meant),), Safety.UNSAFE)
