from collections.abc import Iterator

from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.rule import Finding, rule


@rule(Entry, required=True)
def missing_field(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field that every page needs is missing or has no value.

    Cards, filters and indexes are made from these fields; without one the page cannot be found.

    Bad:
        summary:

    Good:
        summary: Warm, steady relationships give learners the safety they need to take part.
    """
    for problem in entry.problems:
        if problem.kind == "missing-field":
            yield Finding(problem.span, wording.missing_field(problem.data), wording.accepted(problem.data))
