"""Notes on pages that they were reviewed, and what the strategies and factors that they name meant then."""

import datetime as dt

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.values import set_fields, set_nested
from pipeline.authoring.sheet.columns import possible_columns
from pipeline.model.entry import Entry
from pipeline.model.meanings import Meanings
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse.yaml_tree import Plain


def review(
    change: LibraryChange, meanings: Meanings, entry: Entry, day: dt.date, following: dt.date | None = None
) -> None:
    """Note a review of a page on a day, and the day by which the next one is due, if it is known.

    Raises EnvironmentFault for a page whose front matter has mistakes: it is not known what that names.
    """
    if entry.strategy is None:
        raise EnvironmentFault(f"the front matter of {entry.path} is incomplete or has mistakes; see strategies check")
    fields: dict[str, Plain] = {"date": day.isoformat()}
    fields |= {name: dict(digests.items()) for name, digests in meanings.reviewed(entry).items()}
    set_nested(change, entry.path, "reviewed", fields)
    if following:
        set_fields(change, entry.path, {possible_columns(())["review_by"]: following.isoformat()})
