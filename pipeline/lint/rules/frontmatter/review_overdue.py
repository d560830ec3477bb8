from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.due_reviews import review_day
from pipeline.model.entry import Entry
from pipeline.source.text import counted


@rule(Entry, severity=Severity.WARNING, time_dependent=True)
def review_overdue(entry: Entry, context: Context) -> Iterator[Finding]:
    """The day by which a page was to be looked at again has passed.

    Readers may meet advice, links or research that is no longer up to date.

    Bad:
        review_by: 2020-01-01

    Good:
        review_by: 2030-01-01
    """
    day = review_day(entry)
    value = entry.value("review_by") if day and day < context.today else None
    if value and day:
        late = (context.today - day).days
        yield Finding(
            value.span,
            f"this page was to be looked at again {counted(late, 'day')} ago",
            "read it, mend what is out of date and set `updated` if you did, then run "
            f"`strategies review {entry.id} --next` with the next day",
        )
