import datetime as dt
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.dates import read_date
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.facts import dates_of
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar


@rule(Entry, severity=Severity.WARNING, time_dependent=True)
def future_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A date of something that has happened lies in the future.

    Readers judge by the date how fresh a page is, and would be misled. The last change may be as late as the day in
    `publish_on`, if there is one.

    Bad:
        updated: 2030-01-01

    Good:
        updated: 2026-11-01
    """
    grace = context.settings.thresholds.future_date_grace_days
    last = (context.today + dt.timedelta(grace)).isoformat()
    if entry.facts.valid and not any(day > last for day in dates_of(entry.facts)):
        return  # written as YYYY-MM-DD, dates sort as text does
    for field, node in _dates(entry):
        day = read_date(node.text) if isinstance(node, Scalar) else None
        last_day = max(context.today, entry.publish_on) if field == "updated" else context.today
        if node and day and (day - last_day).days > grace:
            yield Finding(node.span, f"`{field}` is a day in the future", "write the day on which it was done")


def _dates(entry: Entry) -> Iterator[tuple[str, Node | None]]:
    front = entry.document.front
    for field in ("updated", "published", "retired"):
        yield field, front.get(field) if isinstance(front, Mapping) else None
    for field, name in (("reviewed", "date"), ("source", "retrieved")):
        part = front.get(field) if isinstance(front, Mapping) else None
        yield f"{field}.{name}", part.get(name) if isinstance(part, Mapping) else None
