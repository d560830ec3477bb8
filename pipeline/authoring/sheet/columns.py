"""The columns of a work-list: fields of front matter, each with the kind of its values."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Literal, NamedTuple, get_args, get_origin

from pipeline.model.build import IDS, LISTS
from pipeline.model.library import Library
from pipeline.model.own_fields import OwnField
from pipeline.model.strategy import LastReview, Origin, Strategy
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean

# Columns of every work-list: what identifies a page, and the digest of its text when the list was made.
ID, PATH, DIGEST = "id", "path", "content_hash"
DEFAULT_FIELDS = ("title", "summary", "category", "learner_models", "factors", "related", "status", "updated")
# Columns that coordinators add for themselves begin with this mark.
OWN = "#"
# Fields with fields of their own, which no cell can hold.
NESTED = frozenset({LastReview, Origin})
# The words of a field that is true or false.
TRUTHS = ("true", "false")


class ValueKind(Enum):
    """The kind of a field's values."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    IDS = "ids"
    NAMES = "names"


class SheetColumn(NamedTuple):
    """A field of front matter as a column.

    `choices` is the list that its values come from, if there is one, and `options` are the values in a list of its own.
    """

    field: str
    kind: ValueKind
    choices: str = ""
    required: bool = False
    description: str = ""
    options: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        """True if a cell holds several values."""
        return self.kind in (ValueKind.IDS, ValueKind.NAMES)


# The list that each field of references takes its values from.
CHOICES = {
    "category": "category",
    "factors": "factor",
    "learner_models": "learner model",
    "related": "strategy",
    "replaced_by": "strategy",
    "status": "status",
}


def possible_columns(own: Iterable[OwnField]) -> dict[str, SheetColumn]:
    """The columns that a work-list can have by field: those of every library, then those of its own fields."""
    usual = (name for name, info in Strategy.model_fields.items() if NESTED.isdisjoint(_parts(info.annotation)))
    return {name: _column(name) for name in usual} | {field.id: _own_column(field) for field in own}


def _column(field: str) -> SheetColumn:
    info = Strategy.model_fields[field]
    if field in LISTS:
        kind = ValueKind.IDS if field in IDS else ValueKind.NAMES
    elif dt.date in _parts(info.annotation):
        kind = ValueKind.DATE
    else:
        kind = ValueKind.CHOICE if field in CHOICES else ValueKind.TEXT
    return SheetColumn(field, kind, CHOICES.get(field, ""), info.is_required(), info.description or "")


def _own_column(field: OwnField) -> SheetColumn:
    options = TRUTHS if field.type == "boolean" else field.options
    choices = field.target.replace("_", " ") if field.target else f"choices of {field.id}" if options else ""
    kinds = {"choices": ValueKind.NAMES, "references": ValueKind.IDS, "date": ValueKind.DATE}
    kind = kinds.get(field.type, ValueKind.CHOICE if choices else ValueKind.TEXT)
    return SheetColumn(field.id, kind, choices, field.required, field.description or field.name, options)


def chosen_columns(fields: str | None, own: Iterable[OwnField]) -> list[SheetColumn]:
    """The columns of fields with commas between; raises EnvironmentFault for a field that no work-list can have."""
    names = [name.strip() for name in fields.split(",")] if fields else DEFAULT_FIELDS
    chosen = list(dict.fromkeys(name for name in names if name and name not in (ID, PATH)))
    possible = possible_columns(own)
    for name in chosen:
        if name in Strategy.model_fields and name not in possible:
            raise EnvironmentFault(f"`{name}` has fields of its own, so no cell can hold it; change it on its page")
        if name not in possible:
            hint = did_you_mean(possible, name, f"; a work-list can have {', '.join(possible)}")
            raise EnvironmentFault(f"there is no field `{name}`{hint}")
    if not chosen:
        raise EnvironmentFault("--fields names no field")
    return [possible[name] for name in chosen]


def choices_in(library: Library, columns: Sequence[SheetColumn]) -> dict[str, list[tuple[str, str]]]:
    """Each list that the columns take values from: ids and names."""
    vocabulary = library.vocabulary
    lists = {**{kind.replace("-", " "): terms for kind, terms in vocabulary.lists.items()}, **vocabulary.own}
    named = {
        **{name: [(term.id, term.name) for term in terms if not term.deprecated] for name, terms in lists.items()},
        "strategy": sorted((entry.id, entry.title) for entry in library.entries),
        "status": [(status, "") for status in statuses()],
    }
    wanted = dict.fromkeys(each.choices for each in columns if each.choices)
    listed = {each.choices: [(option, "") for option in each.options] for each in columns if each.options}
    return {name: listed[name] if name in listed else named[name] for name in wanted}


def statuses() -> tuple[str, ...]:
    """Each word for the status of a page."""
    return get_args(Strategy.model_fields["status"].annotation)


def _parts(annotation: object) -> set[object]:
    """A type and the types in it."""
    inside = () if get_origin(annotation) is Literal else get_args(annotation)
    return {annotation, *(part for item in inside for part in _parts(item))}
