"""Values of the library's own fields, from fields of an old page that have their id or name."""

import re

from pipeline.authoring.intake import naming
from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.new_page import NewPage
from pipeline.model.dates import date_meant
from pipeline.model.own_fields import CHOICES, OwnField, accepts
from pipeline.source.names import Names, folded

MANY = re.compile(r"\s*[,;|]\s*")


def own_field(house: House, name: str) -> OwnField | None:
    """The field of the library's own with this id or name."""
    wanted = folded(name)
    return next((field for field in house.policy.fields if wanted in (folded(field.id), folded(field.name))), None)


def place_own(page: NewPage, house: House, field: OwnField, values: list[str]) -> list[str]:
    """Take over values of a field of the library's own; returns those that it cannot have."""
    parts = [part for value in values for part in _parts(house, field, value)]
    known = [(part, _meant(house, field, part)) for part in parts]
    taken = [meant for _, meant in known if meant is not None]
    if not field.is_listed:
        taken = taken[:1]
    if not taken:
        return values
    page.fields[field.id] = list(dict.fromkeys(taken)) if field.is_listed else taken[0]
    page.remark("placed", f"{field.id}: “{', '.join(part for part, meant in known if meant in taken)}”")
    return [part for part, meant in known if meant not in taken]


def _parts(house: House, field: OwnField, value: str) -> list[str]:
    """The values in a text: several in a list, if it is not one of them as it stands."""
    if not field.is_listed or _meant(house, field, value) is not None:
        return [value]
    return [part for part in MANY.split(value) if part]


def _meant(house: House, field: OwnField, value: str) -> str | None:
    """A value as front matter has it; None for one that the field cannot have."""
    text = " ".join(value.split())
    if field.type in CHOICES:
        return next((option for option in field.options if folded(option) == folded(text)), None)
    if field.target:
        return naming.known_as(_names(house, field.target), text)
    if field.type == "boolean":
        text = text.casefold()
    if field.type == "date" and (day := date_meant(text)):
        text = day.isoformat()
    return text if accepts(field, text) else None


def _names(house: House, target: str) -> Names:
    """The names of what a reference leads to."""
    if target == "strategy":
        return house.strategies
    return house.vocabulary.names_of(target)
