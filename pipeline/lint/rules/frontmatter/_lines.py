"""The lines of invalid YAML, read as a person would: fields, items, values and brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.lint.rules.frontmatter._quoting import closing, quoted
from pipeline.source.memoise import cached_property
from pipeline.source.text import BOM, Edit, Source, Span

# `  - name: value`, or only a name and a colon. No name is as long as a sentence.
FIELD = re.compile(
    r"[ \t]*(?:-[ \t]+)*(?P<name>[^\W\d][^:#\[\]{}\"']{0,60}?)[ \t]*"
    r"(?P<colon>:)(?:[ \t]+(?P<value>\S.*)|[ \t]*)$"
)
# `  - value`
ITEM = re.compile(r"[ \t]*-[ \t]+(?:-[ \t]+)*(?P<value>\S.*)")
# A comment behind a value.
COMMENT = re.compile(r"(?<![ \t])[ \t]++#.*")
OPENERS = {"[": "]", "{": "}"}
CLOSERS = frozenset(OPENERS.values())


class FieldFix(NamedTuple):
    """A likely mistake and the edits that fix it; `certain` when all of the text can then be parsed."""

    span: Span
    message: str
    help: str
    edits: tuple[Edit, ...]
    certain: bool = False


class Line(NamedTuple):
    """One line: where it starts in the file, its text without the line ending, its number among its neighbours."""

    path: str
    start: int
    text: str
    number: int = 0

    @property
    def indent(self) -> int:
        """Number of spaces and tabs at its start."""
        return len(self.text) - len(self.text.lstrip(" \t"))

    @property
    def has_content(self) -> bool:
        """False for an empty line and for a comment."""
        return not self.text.lstrip().startswith("#") and bool(self.text.strip())

    @property
    def field(self) -> re.Match[str] | None:
        """The line as a field, or None."""
        return FIELD.match(self.text)

    @property
    def is_item(self) -> bool:
        """True when it begins with a hyphen and a space or tab."""
        return self.text.lstrip(" \t").startswith(("- ", "-\t"))

    @property
    def value(self) -> tuple[int, int] | None:
        """Start and end of the value of a field or item, without a comment behind plain text."""
        found = self.field or ITEM.match(self.text)
        if found is None or not found["value"]:
            return None
        text = found["value"].rstrip()
        if text[0] not in "\"'[{":
            text = COMMENT.sub("", text)
        return found.start("value"), found.start("value") + len(text)

    @property
    def is_plain(self) -> bool:
        """True for a field or item whose value is text without quotes, which the next line may continue."""
        return self.value is not None and self.text[self.value[0]] not in "\"'[{|>"

    def span(self, start: int, end: int) -> Span:
        """The span of a part of the line in the file."""
        return Span(self.path, self.start + start, self.start + end)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Replace a part of the line with a text."""
        return Edit(self.span(start, end), text)

    def quote(self) -> Edit:
        """Put quotation marks around the value."""
        start, end = self.value or (0, len(self.text))
        return self.edit(start, end, quoted(self.text[start:end]))

    def fix(self, columns: tuple[int, int], message: str, *edits: Edit, help_: str = "write") -> FieldFix:
        """A fix for a mistake at this place of the line."""
        return FieldFix(self.span(*columns), message, help_, edits)


@dataclass(frozen=True)
class FieldLines:
    """The lines of front matter or of a data file; `known` are the names of valid fields."""

    source: Source
    region: Span
    is_page: bool
    known: frozenset[str]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the region."""
        first = self.source.line_index(self.region.start)
        last = self.source.line_index(max(self.region.start, self.region.end - 1))
        spans = enumerate(self.source.line_span(index) for index in range(first, last + 1))
        return tuple(Line(span.path, span.start, self.source.slice(span), index) for index, span in spans)

    def line_at(self, offset: int) -> Line:
        """The line with an offset, or the last line for an offset behind it."""
        first = self.source.line_index(self.region.start)
        return self.lines[max(0, min(self.source.line_index(offset) - first, len(self.lines) - 1))]

    def below(self, line: Line) -> tuple[Line, ...]:
        """The lines below one."""
        return self.lines[line.number + 1 :]

    def above(self, line: Line) -> Line | None:
        """The nearest line above one that has content."""
        return next((other for other in reversed(self.lines[: line.number]) if other.has_content), None)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the fields in these lines."""
        return frozenset(match["name"] for line in self.lines if (match := line.field))


class LineMark(NamedTuple):
    """A bracket, comma or quoted value between brackets, with its line."""

    line: Line
    at: int
    text: str


def marks(layout: FieldLines, first: Line, at: int) -> Iterator[LineMark]:
    """Brackets, commas and quoted values from a bracket on, up to a line that begins a field of an outer level."""
    yield from _marks(first, at)
    for line in layout.below(first):
        if line.indent <= first.indent and (line.field or line.is_item):
            return
        yield from _marks(line, 0)


def _marks(line: Line, start: int) -> Iterator[LineMark]:
    before = ""
    while start < len(line.text):
        text = line.text[start]
        if text == "#" and line.text[start - 1 : start] in ("", " ", "\t"):
            return
        if text in "\"'" and before in ("", ",", ":", '"', "'", *OPENERS):
            end = closing(line.text, start)
            text = line.text[start : end + 1] if end > 0 else text
            yield LineMark(line, start, text)
        elif text in ",[]{}":
            yield LineMark(line, start, text)
        before = before if text in " \t" else text[-1]
        start += len(text)


def without_mark(source: Source, region: Span) -> Span:
    """The region without a byte-order mark at the start of the file."""
    begins = region.start == 0 and source.text.startswith(BOM)
    return Span(region.path, region.start + int(begins), max(region.end, int(begins)))
