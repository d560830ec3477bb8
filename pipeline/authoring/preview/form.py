"""The form of a page: its fields and the text of each section, and the page that becomes of what is sent back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.authoring.preview.session import EditRefused
from pipeline.authoring.sheet.columns import SheetColumn, ValueKind, choices_in, possible_columns
from pipeline.authoring.sheet.edits import Value, with_values
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.discovery import content_digest
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.text import LINE_ENDING, Edit, Source, Span, apply

# Fields with a list whose values may be any text have one on each line.
NEW_LINE = "\n"


class FormChoice(NamedTuple):
    """A value that a field may have, its name and its definition, and whether the page has it."""

    id: str
    name: str
    definition: str
    chosen: bool


class FormField(NamedTuple):
    """A field of front matter in the form; `kind` says how it is edited."""

    column: SheetColumn
    kind: str  # text, date, choice, choices or lines
    value: str
    choices: list[FormChoice]
    before: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name of the field in front matter."""
        return self.column.field

    @property
    def label(self) -> str:
        """The name of the field for people."""
        return self.id.replace("_", " ").capitalize()


class FormSection(NamedTuple):
    """A section in the form: its number on the page, its heading and the Markdown below that."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True)
class PageForm:
    """The form of one readable page."""

    library: Library
    entry: Entry
    limits: Limits

    @property
    def document(self) -> Document:
        """The page."""
        return self.entry.document

    @property
    def digest(self) -> str:
        """The digest of the text that the form was made of."""
        return content_digest(self.entry.source.encode())

    @property
    def columns(self) -> Mapping[str, SheetColumn]:
        """The fields that a form can have."""
        return possible_columns(self.library.policy.fields)

    @property
    def fields(self) -> Iterator[FormField]:
        """All fields, with what the page has."""
        columns = self.columns
        choices = choices_in(self.library, list(columns.values()))
        for column in columns.values():
            values = [value.text for value in self.entry.values(column.field)]
            if not column.choices:
                kind = "lines" if column.is_list else "date" if column.kind is ValueKind.DATE else "text"
                yield FormField(column, kind, NEW_LINE.join(values), [])
                continue
            listed = [(id_, name) for id_, name in choices[column.choices] if id_ != self.entry.id]
            strange = [(value, f"{value} (unknown)") for value in values if value not in dict(listed)]
            shown = [
                FormChoice(id_, name or id_, self._definition(column.choices, id_), id_ in values)
                for id_, name in (*strange, *listed)
            ]
            yield FormField(column, "choices" if column.is_list else "choice", "", shown, tuple(values))

    def _definition(self, list_: str, id_: str) -> str:
        """What a term means, as far as its list says."""
        lists = {kind.replace("-", " "): terms for kind, terms in self.library.vocabulary.lists.items()}
        term = lists[list_].items.get(id_) if list_ in lists else None
        return str(getattr(term, "definition", None) or getattr(term, "description", None) or "")

    @property
    def sections(self) -> Iterator[FormSection]:
        """All sections with their text."""
        source = self.entry.source
        for number, section in enumerate(self.entry.body.sections):
            yield FormSection(number, section.title, _unix(source.slice(self._span(number))))

    def _span(self, number: int) -> Span:
        """The text below a heading, without the empty lines around it."""
        sections, source = self.entry.body.sections, self.entry.source
        heading = sections[number].heading
        following = sections[number + 1].heading if number + 1 < len(sections) else None
        assert heading is not None  # only the preamble has none
        start, end = heading.span.end, following.span.start if following else len(source.text)
        text = source.text[start:end]
        inner = text.strip()
        if not inner:
            return source.span(start, start)
        begin = start + text.index(inner)
        # An indented first line is code.
        begin = source.line_starts[source.line_index(begin)] if begin > start else begin
        return source.span(begin, start + len(text.rstrip()))

    def edited(self, fields: Mapping[str, Value], sections: Mapping[int, str]) -> Source:
        """The page with these values and texts, and no other byte changed; raises EditRefused if that cannot be."""
        source = self.entry.source
        text = apply(source.text, list(self._edits(sections)))
        document = parse_page(Source(source.path, text), self.limits)
        columns = self.columns
        changed = {columns[id_]: value for id_, value in fields.items() if value != self._value(columns[id_])}
        if not changed:
            return document.source
        found = with_values(document, changed, self.limits)
        if found is None:
            names = ", ".join(column.field for column in changed)
            raise EditRefused(f"These fields are written in a way that only an editor of text can change: {names}.")
        return found

    def _edits(self, sections: Mapping[int, str]) -> Iterator[Edit]:
        source = self.entry.source
        for number, text in sections.items():
            span = self._span(number)
            wanted = _unix(text).rstrip().lstrip(NEW_LINE)
            if wanted == _unix(source.slice(span)):
                continue
            wanted = wanted.replace(NEW_LINE, source.newline)
            space = source.newline * 2 if span.start == span.end else ""
            yield Edit(span, space + wanted)

    def _value(self, column: SheetColumn) -> Value:
        values = tuple(value.text for value in self.entry.values(column.field))
        return values if column.is_list else next(iter(values), "")


def _unix(text: str) -> str:
    """A text with the line endings that browsers know."""
    return LINE_ENDING.sub(NEW_LINE, text)
