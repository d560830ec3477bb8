import datetime as dt
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.parse.yaml_tree import Mapping, Scalar, find
from pipeline.rule import Finding, rule


@rule(Entry, severity=Severity.WARNING)
def future_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A date of something that has happened lies in the future.

    Readers judge by the date how fresh a page is, and would be misled.

    Bad:
        updated: 2030-01-01

    Good:
        updated: 2026-11-01
    """
    strategy = entry.strategy
    if strategy is None or not isinstance(entry.document.front, Mapping):
        return
    last = context.today + dt.timedelta(days=context.settings.thresholds.future_date_grace_days)
    dates: dict[tuple[str, ...], dt.date] = {("updated",): strategy.updated}
    if strategy.source:
        dates["source", "retrieved"] = strategy.source.retrieved
    for location, day in dates.items():
        place = find(entry.document.front, location)
        if day > last and isinstance(place, Scalar):
            field = ".".join(location)
            yield Finding(place.span, f"`{field}` is a day in the future", "write the day on which it was done")
