"""YAML that cannot be read, line by line: what a person takes for fields, values and brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.source.text import BOM, Edit, Source, Span

# `  - name: value`, or a name and colon alone. No name is as long as a sentence.
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


class Line(NamedTuple):
    """One line: its text without the line ending and where it starts in the file."""

    path: str
    start: int
    text: str

    @property
    def indent(self) -> int:
        """Number of blanks it begins with."""
        return len(self.text) - len(self.text.lstrip(" \t"))

    @property
    def says_something(self) -> bool:
        """False for an empty line and for a comment."""
        return not self.text.lstrip().startswith("#") and bool(self.text.strip())

    @property
    def field(self) -> re.Match[str] | None:
        """The line as a field, or None."""
        return FIELD.match(self.text)

    @property
    def is_item(self) -> bool:
        """True when it begins with a hyphen and a blank."""
        return self.text.lstrip(" \t").startswith(("- ", "-\t"))

    @property
    def value(self) -> tuple[int, int] | None:
        """Where the value of a field or item stands in the line, a comment behind plain text left out."""
        found = self.field or ITEM.match(self.text)
        if found is None or not found["value"]:
            return None
        text = found["value"].rstrip()
        if text[0] not in "\"'[{":
            text = COMMENT.sub("", text)
        return found.start("value"), found.start("value") + len(text)

    @property
    def is_plain(self) -> bool:
        """True for a field or item whose value is text without quotes, which the next line may go on with."""
        return self.value is not None and self.text[self.value[0]] not in "\"'[{|>"

    def span(self, start: int, end: int) -> Span:
        """Span in the file of a part of the line."""
        return Span(self.path, self.start + start, self.start + end)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Put a text in place of a part of the line."""
        return Edit(self.span(start, end), text)


@dataclass(frozen=True)
class FieldLines:
    """The lines of a front matter or data file; `known` are the names of the fields there are."""

    source: Source
    region: Span
    is_page: bool
    known: frozenset[str]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of the region."""
        first = self.source.line_index(self.region.start)
        last = self.source.line_index(max(self.region.start, self.region.end - 1))
        spans = (self.source.line_span(index) for index in range(first, last + 1))
        return tuple(Line(span.path, span.start, self.source.slice(span)) for span in spans)

    def index(self, offset: int) -> int:
        """Index in `lines` of the line that holds an offset, the last one for what lies behind."""
        first = self.source.line_index(self.region.start)
        return max(0, min(self.source.line_index(offset) - first, len(self.lines) - 1))

    def above(self, index: int) -> int | None:
        """Index of the nearest line above that says something."""
        return next((at for at in range(index - 1, -1, -1) if self.lines[at].says_something), None)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the fields that stand here."""
        return frozenset(match["name"] for line in self.lines if (match := line.field))


class LineMark(NamedTuple):
    """A bracket, comma or quoted value between brackets, with its line."""

    line: Line
    at: int
    text: str


def marks(layout: FieldLines, index: int, at: int) -> Iterator[LineMark]:
    """Brackets, commas and quoted values from a bracket on; ends before a line that begins a field further out."""
    home = layout.lines[index]
    for number in range(index, len(layout.lines)):
        line = layout.lines[number]
        if number > index and line.indent <= home.indent and (line.field or line.is_item):
            return
        yield from _marks(line, at if number == index else 0)


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


def closing(text: str, start: int) -> int:
    """Where the quotation mark at `start` is closed on its line, or -1."""
    mark, at = text[start], start + 1
    while at < len(text):
        if text[at] == "\\" and mark == '"':
            at += 1
        elif text[at] == mark:
            if mark != "'" or text[at + 1 : at + 2] != "'":
                return at
            at += 1
        at += 1
    return -1


def quoted(text: str) -> str:
    """A text between the quotation marks that change it least."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def without_mark(source: Source, region: Span) -> Span:
    """The region without the byte-order mark that a file may begin with."""
    begins = region.start == 0 and source.text.startswith(BOM)
    return Span(region.path, region.start + int(begins), max(region.end, int(begins)))
