import datetime as dt
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.model.context import Context
from pipeline.model.dates import read_date
from pipeline.model.entry import Entry
from pipeline.parse.yaml_tree import Mapping, Node, Scalar
from pipeline.rule import Finding, rule


@rule(Entry, severity=Severity.WARNING, daily=True)
def future_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A date of something that has happened lies in the future.

    Readers judge by the date how fresh a page is, and would be misled.

    Bad:
        updated: 2030-01-01

    Good:
        updated: 2026-11-01
    """
    grace = context.settings.thresholds.future_date_grace_days
    if entry.facts.whole and not _may_hold(entry, context.today + dt.timedelta(grace)):
        return
    for field, place in _dates(entry):
        day = read_date(place.text) if isinstance(place, Scalar) else None
        if place and day and (day - context.today).days > grace:
            yield Finding(place.span, f"`{field}` is a day in the future", "write the day on which it was done")


def _may_hold(entry: Entry, last: dt.date) -> bool:
    """True when a date is later than the last that may be; written as YYYY-MM-DD, dates sort as text does."""
    front = entry.facts.front
    source = front.get("source")
    written = (front.get("updated"), source.get("retrieved") if isinstance(source, dict) else None)
    return any(isinstance(day, str) and day > last.isoformat() for day in written)


def _dates(entry: Entry) -> Iterator[tuple[str, Node | None]]:
    front = entry.document.front
    source = front.get("source") if isinstance(front, Mapping) else None
    yield "updated", front.get("updated") if isinstance(front, Mapping) else None
    yield "source.retrieved", source.get("retrieved") if isinstance(source, Mapping) else None
