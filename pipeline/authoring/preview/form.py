"""Forms: the fields and sections of a strategy's page, or the whole text of another file, and edits of what changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.values import set_fields
from pipeline.authoring.preview.fields import NEW_LINE, FormField, columns_of, fields_of, value_in
from pipeline.authoring.sheet.edits import Value
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.difference import line_edits
from pipeline.source.discovery import content_digest
from pipeline.source.text import LINE_ENDING, Edit, Source, Span, apply


class FormSection(NamedTuple):
    """A part of the text in the form: its number, its heading, and the Markdown below that."""

    number: int
    heading: str
    text: str


class FileForm(Protocol):
    """A form of a file."""

    @property
    def source(self) -> Source:
        """The text that the form was made of."""

    @property
    def fields(self) -> Iterable[FormField]:
        """All fields, with what the page has."""

    @property
    def sections(self) -> Iterable[FormSection]:
        """All parts of the text."""

    def edit(self, change: LibraryChange, fields: Mapping[str, Value], sections: Mapping[int, str]) -> None:
        """Give the file other values and texts; no other byte changes."""


@dataclass(frozen=True)
class PageForm:
    """The form of a readable page of a strategy."""

    library: Library
    entry: Entry

    @property
    def source(self) -> Source:
        """The text of the page."""
        return self.entry.source

    @property
    def fields(self) -> Iterator[FormField]:
        """All fields, with what the page has."""
        return fields_of(self.library, self.entry)

    @property
    def sections(self) -> Iterator[FormSection]:
        """All sections with their text; what stands before the first one is only in the file."""
        for number, section in enumerate(self.entry.body.sections):
            yield FormSection(number, section.title, _unix(self.source.slice(self._span(number))))

    def section_at(self, offset: int) -> int | None:
        """The number of the section that holds an offset."""
        starts = [section.heading.span.start for section in self.entry.body.sections if section.heading]
        return sum(start <= offset for start in starts) - 1 if starts and starts[0] <= offset else None

    def line_of(self, number: int) -> int:
        """The line, from 1, on which the text of a section begins."""
        return self.source.position(self._span(number).start).line

    def edit(self, change: LibraryChange, fields: Mapping[str, Value], sections: Mapping[int, str]) -> None:
        """Change the fields and sections that differ."""
        columns = columns_of(self.library)
        changed = {columns[id_]: value for id_, value in fields.items() if value != value_in(self.entry, columns[id_])}
        _write(change, self.source, self._edits(sections))
        if changed:
            set_fields(change, self.source.path, changed)

    def _edits(self, sections: Mapping[int, str]) -> Iterator[Edit]:
        for number, text in sections.items():
            span = self._span(number)
            wanted = _unix(text).rstrip().lstrip(NEW_LINE)
            if wanted != _unix(self.source.slice(span)):
                yield Edit(span, (NEW_LINE * 2 if span.start == span.end else "") + wanted)

    def _span(self, number: int) -> Span:
        """The text below a heading, without the empty lines around it."""
        sections, source = self.entry.body.sections, self.source
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


@dataclass(frozen=True)
class TextForm:
    """The form of any other file of the library: one text, of which the lines that differ are written."""

    source: Source
    fields = ()

    @property
    def sections(self) -> list[FormSection]:
        """The whole text."""
        return [FormSection(0, f"Text of {self.source.path}", _unix(self.source.slice(self._span)))]

    def edit(self, change: LibraryChange, fields: Mapping[str, Value], sections: Mapping[int, str]) -> None:
        """Change the lines that differ."""
        if fields or sections.keys() - {0}:
            raise LookupError
        _write(change, self.source, [Edit(self._span, _unix(text).rstrip()) for text in sections.values()])

    @property
    def _span(self) -> Span:
        """All but the byte-order mark and the empty lines at the end."""
        return self.source.span(self.source.line_span(0).start, len(self.source.text.rstrip()))


def digest_of(source: Source) -> str:
    """What identifies the text that a form was made of."""
    return content_digest(source.encode())


def _write(change: LibraryChange, source: Source, edits: Iterable[Edit]) -> None:
    """Make edits line by line, so that lines which stay keep their endings; new ones get that of the file."""
    after = LINE_ENDING.sub(source.newline, apply(source.text, edits))
    change.edit(source.path, line_edits(source, Source(source.path, after), keep_endings=True))


def _unix(text: str) -> str:
    """A text with the line endings that browsers know."""
    return LINE_ENDING.sub(NEW_LINE, text)
