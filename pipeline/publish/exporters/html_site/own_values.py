"""The library's own fields on pages: at a glance, on cards, and among the filters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from babel.numbers import format_decimal

from pipeline.model.own_fields import OwnField
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.schema.records import FieldValueV1, NamedV1

# Folders of the pages of what a reference names; those of terms have the id of their vocabulary.
FOLDERS: Mapping[str, str] = {
    "strategy": "strategies",
    "factor": "factors",
    "category": "categories",
    "learner_model": "learner-models",
}
Values = Mapping[str, FieldValueV1]


class OwnLine(NamedTuple):
    """A field and its values as readers see them. `pages` are the paths of what it names, `address` that of a link."""

    name: str
    texts: list[str]
    pages: Sequence[str] = ()
    address: str = ""

    @property
    def links(self) -> list[tuple[str, str]]:
        """The texts of what it names, each with the path of its page."""
        return list(zip(self.texts, self.pages, strict=True)) if self.pages else []


def own_lines(words: SiteWords, fields: Iterable[OwnField], values: Values) -> list[OwnLine]:
    """The fields that have a value, in the order of the page policy."""
    return [_line(words, field, values[field.id]) for field in fields if field.id in values]


def card_line(words: SiteWords, fields: Iterable[OwnField], values: Values) -> str:
    """What a card shows of them, in one line."""
    lines = own_lines(words, (field for field in fields if field.card), values)
    return " · ".join(f"{line.name}: {', '.join(line.texts)}" for line in lines)


def filter_values(fields: Iterable[OwnField], values: Values) -> Iterator[tuple[str, list[str]]]:
    """The values of fields by which readers filter, each after the id of its filter."""
    for field in fields:
        if field.filter:
            value = values.get(field.id)
            listed = value if isinstance(value, list) else [] if value is None else [value]
            yield filter_id(field), [_id_of(each) for each in listed]


def filter_id(field: OwnField) -> str:
    """The id of the filter by a field, which no other filter has."""
    return f"field-{field.id}"


def yes_no(words: SiteWords) -> list[tuple[str, str]]:
    """The values of a field that is true or false, with their words."""
    return [("true", words.gettext("Yes")), ("false", words.gettext("No"))]


def _id_of(value: str | bool | float | NamedV1) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.id if isinstance(value, NamedV1) else str(value)


def _line(words: SiteWords, field: OwnField, value: FieldValueV1) -> OwnLine:
    listed = value if isinstance(value, list) else [value]
    named = [each for each in listed if isinstance(each, NamedV1)]
    if named:
        folder = FOLDERS.get(str(field.target), str(field.target))
        return OwnLine(field.name, [each.name for each in named], [f"{folder}/{each.id}/index.html" for each in named])
    if isinstance(value, list):
        return OwnLine(field.name, [str(each) for each in value])
    if isinstance(value, bool):
        return OwnLine(field.name, [dict(yes_no(words))[_id_of(value)]])
    if isinstance(value, int | float):
        return OwnLine(field.name, [_number(value, words)])
    if field.type == "date":
        return OwnLine(field.name, [words.day(str(value))])
    return OwnLine(field.name, [str(value)], address=str(value) if field.type == "url" else "")


def _number(value: float, words: SiteWords) -> str:
    """A number with all its decimals, and without marks between thousands: it may be a year."""
    return format_decimal(value, locale=words.locale, decimal_quantization=False, group_separator=False)
