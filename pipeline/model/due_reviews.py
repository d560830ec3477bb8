"""Pages whose review is due."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.model.dates import read_date
from pipeline.model.entry import Entry

# Days before a review is due on which pages are shown.
SOON = 30


class DueReview(NamedTuple):
    """A page, and the day by which it is to be looked at again."""

    day: dt.date
    entry: Entry

    def is_overdue(self, today: dt.date) -> bool:
        """True if the day has passed."""
        return self.day < today


def review_day(entry: Entry) -> dt.date | None:
    """The day by which a page is to be looked at again; None for a retired one, and one that names no day."""
    written = entry.facts.text("review_by") if entry.status != "retired" else None
    return read_date(written) if written else None


def due_reviews(entries: Iterable[Entry], until: dt.date) -> list[DueReview]:
    """The pages to be looked at by a day, the longest overdue first."""
    days = ((review_day(entry), entry) for entry in entries)
    return sorted((DueReview(day, entry) for day, entry in days if day and day <= until), key=lambda due: due[0])
