"""Positions as editors count them: lines from 0, and characters in the units that client and server agreed on."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.source.text import BOM, Source, Span


class Place(NamedTuple):
    """A line and a character in it, both from 0; characters are units of the client's encoding."""

    line: int
    character: int


def _utf16(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


# The number of units of a text by the name of the encoding.
UNITS: Mapping[str, Callable[[str], int]] = {"utf-16": _utf16, "utf-8": _utf8, "utf-32": len}


def place_of(source: Source, offset: int, encoding: str) -> Place:
    """The place of an offset. Editors hide a byte-order mark, so it is not counted."""
    offset = min(max(offset, 0), len(source.text))
    line = source.line_index(offset)
    before = source.text[source.line_starts[line] : offset]
    return Place(line, UNITS[encoding](before.removeprefix(BOM) if line == 0 else before))


def offset_of(source: Source, place: Place, encoding: str) -> int:
    """The offset of a place; one beyond its line or the text means the end of that."""
    line, character = place
    if line < 0:
        return 0
    if line >= len(source.line_starts):
        return len(source.text)
    _, start, end = source.line_span(line)
    text = source.text[start:end]
    if text.isascii() or encoding == "utf-32":
        return start + min(max(character, 0), len(text))
    units = UNITS[encoding]
    used = 0
    for index, letter in enumerate(text):
        used += units(letter)
        if used > character:
            return start + index  # inside of a pair means before it
    return end


def places_of(source: Source, span: Span, encoding: str) -> tuple[Place, Place]:
    """The places of the start and the end of a span."""
    return place_of(source, span.start, encoding), place_of(source, span.end, encoding)
