from collections.abc import Iterator

from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.rule import Finding, rule


@rule(Entry, required=True)
def invalid_value(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field has a value that it cannot have.

    Cards, lists and dates are made from these values; a wrong one shows readers something false, or nothing.

    Bad:
        updated: 2026-02-30

    Good:
        updated: 2026-02-28
    """
    for problem in entry.problems:
        if problem.kind == "invalid-value":
            yield Finding(problem.span, wording.invalid_value(problem.data), wording.accepted(problem.data))
