"""Text of a file exactly as on disk, positions in it, and edits."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from pipeline.source.memoise import cached_property

BOM = "\ufeff"
# A line ending in CommonMark. `str.splitlines` also splits at \x0b, \x0c, \x85 and U+2028.
LINE_ENDING = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of code points, `start` ≤ offset < `end`, in the file at `path`."""

    path: str
    start: int
    end: int


class Position(NamedTuple):
    """A position as people count: `line` and `column` start at 1, columns count code points."""

    line: int
    column: int


class Edit(NamedTuple):
    """A replacement for the text of a span."""

    span: Span
    text: str


@dataclass(frozen=True)
class Source:
    """A file's path (relative to the root, with `/`) and its text, newlines and byte-order mark kept."""

    path: str
    text: str

    @classmethod
    def decode(cls, path: str, data: bytes) -> "Source":
        """Decode UTF-8; other bytes become lone surrogates, so no input is refused or lost."""
        return cls(path, data.decode("utf-8", "surrogateescape"))

    def encode(self) -> bytes:
        """The bytes on disk."""
        return self.text.encode("utf-8", "surrogateescape")

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first code point of each line; never empty."""
        if "\r" in self.text:
            return [0, *(match.end() for match in LINE_ENDING.finditer(self.text))]
        lengths = (len(line) + 1 for line in self.text.split("\n")[:-1])
        return list(accumulate(lengths, initial=0))

    def line_index(self, offset: int) -> int:
        """Index (from 0) of the line that holds an offset."""
        return bisect_right(self.line_starts, offset) - 1

    def line_span(self, index: int) -> Span:
        """Span of a line (index from 0) without its line ending and without a byte-order mark."""
        start = self.line_starts[index]
        end = self.line_starts[index + 1] if index + 1 < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        if start == 0 and self.text.startswith(BOM):
            start = 1
        return Span(self.path, start, max(start, end))

    def position(self, offset: int) -> Position:
        """Line and column of an offset. Editors hide a byte-order mark, so it is not counted."""
        index = self.line_index(offset)
        column = offset - self.line_starts[index]
        if index == 0 and self.text.startswith(BOM):
            column = max(0, column - 1)
        return Position(index + 1, column + 1)

    def span(self, start: int, end: int) -> Span:
        """Span of a range in this file, clipped to its text."""
        size = len(self.text)
        start = min(max(start, 0), size)
        return Span(self.path, start, min(max(end, start), size))

    def slice(self, span: Span) -> str:
        """Text of a span of this file."""
        return self.text[span.start : span.end]

    @property
    def newline(self) -> str:
        """The line ending to use for new lines: the file's first, or a line feed."""
        match = LINE_ENDING.search(self.text)
        return match.group() if match else "\n"


def normalised(text: str) -> str:
    """Text with LF line endings and without a byte-order mark, the same on every checkout."""
    text = text.removeprefix(BOM)
    return LINE_ENDING.sub("\n", text) if "\r" in text else text


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits to a text; raises ValueError if they overlap."""
    parts: list[str] = []
    end = 0
    for edit in sorted(edits):
        if edit.span.start < end:
            raise ValueError(f"edits overlap at offset {edit.span.start} of {edit.span.path}")
        parts += [text[end : edit.span.start], edit.text]
        end = edit.span.end
    parts.append(text[end:])
    return "".join(parts)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, such as `2 files`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
