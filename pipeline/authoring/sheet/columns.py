"""The columns of a work-list: fields of front matter, each with the kind of its values."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import Literal, NamedTuple, get_args, get_origin

from pipeline.model.build import IDS, LISTS
from pipeline.model.library import Library
from pipeline.model.strategy import Origin, Strategy
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean

# Columns of every work-list: what identifies a page, and the digest of its text when the list was made.
ID, PATH, DIGEST = "id", "path", "content_hash"
DEFAULT_FIELDS = ("title", "summary", "category", "learner_models", "factors", "related", "status", "updated")
# Columns that coordinators add for themselves begin with this mark.
OWN = "#"


class ValueKind(Enum):
    """The kind of a field's values."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    IDS = "ids"
    NAMES = "names"


class SheetColumn(NamedTuple):
    """A field of front matter as a column; `choices` is the list that its values come from, if there is one."""

    field: str
    kind: ValueKind
    choices: str = ""
    required: bool = False

    @property
    def is_list(self) -> bool:
        """True if a cell holds several values."""
        return self.kind in (ValueKind.IDS, ValueKind.NAMES)

    @property
    def description(self) -> str:
        """What an author may write."""
        return Strategy.model_fields[self.field].description or ""


# The list that each field of references takes its values from.
CHOICES = {
    "category": "category",
    "factors": "factor",
    "learner_models": "learner model",
    "related": "strategy",
    "replaced_by": "strategy",
    "status": "status",
}


def possible_fields() -> list[str]:
    """The fields that a work-list can have, in the order of front matter."""
    return [name for name in Strategy.model_fields if Origin not in _parts(Strategy.model_fields[name].annotation)]


def column(field: str) -> SheetColumn:
    """The column of a field."""
    info = Strategy.model_fields[field]
    if field in LISTS:
        kind = ValueKind.IDS if field in IDS else ValueKind.NAMES
    elif dt.date in _parts(info.annotation):
        kind = ValueKind.DATE
    else:
        kind = ValueKind.CHOICE if field in CHOICES else ValueKind.TEXT
    return SheetColumn(field, kind, CHOICES.get(field, ""), info.is_required())


def chosen_columns(fields: str | None) -> list[SheetColumn]:
    """The columns of fields with commas between; raises EnvironmentFault for a field that no work-list can have."""
    names = [name.strip() for name in fields.split(",")] if fields else DEFAULT_FIELDS
    chosen = list(dict.fromkeys(name for name in names if name and name not in (ID, PATH)))
    possible = possible_fields()
    for name in chosen:
        if name in Strategy.model_fields and name not in possible:
            raise EnvironmentFault(f"`{name}` has fields of its own, so no cell can hold it; change it on its page")
        if name not in possible:
            hint = did_you_mean(possible, name, f"; a work-list can have {', '.join(possible)}")
            raise EnvironmentFault(f"there is no field `{name}`{hint}")
    if not chosen:
        raise EnvironmentFault("--fields names no field")
    return [column(name) for name in chosen]


def choices_in(library: Library, columns: Iterable[SheetColumn]) -> dict[str, list[tuple[str, str]]]:
    """Each list that the columns take values from: ids and names."""
    named = {
        "category": [(term.id, term.name) for term in library.vocabulary.categories],
        "factor": [(term.id, term.name) for term in library.vocabulary.factors if not term.deprecated],
        "learner model": [(term.id, term.name) for term in library.vocabulary.learner_models],
        "strategy": sorted((entry.id, entry.title) for entry in library.entries),
        "status": [(status, "") for status in statuses()],
    }
    wanted = dict.fromkeys(each.choices for each in columns if each.choices)
    return {name: named[name] for name in wanted}


def statuses() -> tuple[str, ...]:
    """Each word for the status of a page."""
    return get_args(Strategy.model_fields["status"].annotation)


def _parts(annotation: object) -> set[object]:
    """A type and the types in it."""
    inside = () if get_origin(annotation) is Literal else get_args(annotation)
    return {annotation, *(part for item in inside for part in _parts(item))}
