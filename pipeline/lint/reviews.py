"""The pages of a library that are to be looked at again."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.lint.rules.references.suspect_relation import suspect_relation
from pipeline.model.due_reviews import DueReview, due_reviews
from pipeline.model.entry import Entry
from pipeline.model.meanings import Meanings, SuspectRelation, review_of
from pipeline.model.report import Report

# The version of the document.
VERSION = 1


@dataclass(frozen=True)
class SuspectPage:
    """A page with relations that may no longer be true; `day` is that of its last review, as it is written."""

    entry: Entry
    day: str
    relations: tuple[SuspectRelation, ...]


@dataclass(frozen=True)
class ReviewList:
    """What is due by the day `until`, what changed since a review, and the published pages that never had one."""

    today: dt.date
    until: dt.date
    due: list[DueReview]
    suspect: list[SuspectPage]
    never: list[Entry]

    @classmethod
    def of(cls, report: Report, within: int) -> "ReviewList":
        """The list for a report: reviews due within so many days. Findings that a comment hides are left out."""
        entries, until = report.library.entries, report.today + dt.timedelta(within)
        never = [entry for entry in entries if entry.status == "published" and not review_of(entry)]
        return cls(report.today, until, due_reviews(entries, until), list(_suspect(report)), never)

    def document(self) -> dict[str, Any]:
        """The list as plain data."""
        return {
            "version": VERSION,
            "today": self.today.isoformat(),
            "until": self.until.isoformat(),
            "due": [
                {**_page(each.entry), "review_by": each.day.isoformat(), "overdue": each.is_overdue(self.today)}
                for each in self.due
            ],
            "suspect": [
                {
                    **_page(page.entry),
                    "reviewed": page.day,
                    "relations": [
                        {"kind": each.target.kind, "id": each.target.id, "changed": list(each.changed)}
                        for each in page.relations
                    ],
                }
                for page in self.suspect
            ],
            "never_reviewed": [_page(entry) for entry in self.never],
        }


def _page(entry: Entry) -> dict[str, str]:
    return {"id": entry.id, "path": entry.path}


def _suspect(report: Report) -> Iterator[SuspectPage]:
    meanings = Meanings(report.library)
    ignored = {(each.span.path, *each.about) for each in report.ignored if each.rule == suspect_relation.name}
    for entry in report.library.entries:
        found = tuple(each for each in meanings.suspects(entry) if (entry.path, each.target.key) not in ignored)
        if found:
            yield SuspectPage(entry, str(review_of(entry)["date"]), found)
