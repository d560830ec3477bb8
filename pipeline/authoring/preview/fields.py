"""The fields of front matter in a form: what each holds, and what it may hold."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.authoring.sheet.columns import SheetColumn, ValueKind, choices_in, possible_columns
from pipeline.authoring.sheet.edits import Value
from pipeline.model.dates import read_date
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.strategy import Strategy

# How a day is written in a file.
AS_TEXT = ", as YYYY-MM-DD"
# Lists with more choices than this are searched.
FEW = 12
# Fields with a list whose values may be any text have one on each line.
NEW_LINE = "\n"
# Fields that few pages have; a form shows them on request.
SELDOM = ("authors", "aliases", "published", "publish_on", "review_by", "retired", "replaced_by")


class FormChoice(NamedTuple):
    """A value that a field may have, its name and its definition, and whether the page has it."""

    id: str
    name: str
    definition: str
    chosen: bool


class FormField(NamedTuple):
    """A field in the form; `kind` says how it is edited: text, long, date, lines, choice, search, choices."""

    column: SheetColumn
    label: str
    kind: str
    value: str
    choices: list[FormChoice]
    before: tuple[str, ...]

    @property
    def id(self) -> str:
        """The name of the field in front matter."""
        return self.column.field

    @property
    def hint(self) -> str:
        """What it is for; ids and the form of dates are the business of the form."""
        usual = self.id in Strategy.model_fields
        return "" if usual and self.choices else self.column.description.removesuffix(AS_TEXT)

    @property
    def is_seldom(self) -> bool:
        """True if few pages have the field, and this one does not."""
        return self.id in SELDOM and not self.before


def columns_of(library: Library) -> dict[str, SheetColumn]:
    """The fields that a form of a strategy has, by name; the library's own among them."""
    return possible_columns(library.policy.fields)


def value_in(entry: Entry, column: SheetColumn) -> Value:
    """What a page has in a field."""
    values = tuple(value.text for value in entry.values(column.field))
    return values if column.is_list else next(iter(values), "")


def fields_of(library: Library, entry: Entry) -> Iterator[FormField]:
    """All fields of a page of a strategy, with what it has."""
    columns = columns_of(library)
    choices = choices_in(library, list(columns.values()))
    names = {field.id: field.name for field in library.policy.fields}
    for name, column in columns.items():
        label = names.get(name, name.replace("_", " ").capitalize())
        values = tuple(value.text for value in entry.values(name))
        text = NEW_LINE.join(values)
        if column.choices:
            listed = [(id_, shown) for id_, shown in choices[column.choices] if id_ != entry.id]
            shown = _choices(library, column, listed, values)
            few = "choice" if len(shown) <= FEW else "search"
            yield FormField(column, label, "choices" if column.is_list else few, text, shown, values)
        else:
            yield FormField(column, label, _kind(column, text), text, [], values)


def _kind(column: SheetColumn, text: str) -> str:
    """How a field without choices is edited. A text that is no date is shown as it is."""
    if column.is_list:
        return "lines"
    if column.kind is ValueKind.DATE:
        return "date" if not text or read_date(text) else "text"
    return "long" if column.field == "summary" or len(text) > 80 else "text"


def _choices(
    library: Library, column: SheetColumn, listed: list[tuple[str, str]], values: tuple[str, ...]
) -> list[FormChoice]:
    """The choices of a field: what the page has but nothing is, what it has, and all others."""
    known = dict(listed)
    chosen = [(id_, known.get(id_, f"{id_} (unknown)")) for id_ in sorted(values, key=known.__contains__)]
    others = [(id_, name) for id_, name in listed if id_ not in values]
    return [
        FormChoice(id_, name or id_, _definition(library, column.choices, id_), id_ in values)
        for id_, name in (*chosen, *others)
    ]


def _definition(library: Library, list_: str, id_: str) -> str:
    """What a term means, as far as its list says; of a strategy, its summary."""
    if list_ == "strategy":
        entry = library.by_id.get(id_)
        return (entry.facts.text("summary") or "") if entry else ""
    found = library.vocabulary.by_kind.get(list_.replace(" ", "_"))
    term = found.items.get(id_) if found else None
    return term.meaning if term else ""
