"""Lines that were meant to be the heading of a section and are text or code to Markdown."""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from pipeline.source.parse import Block
from pipeline.source.text import Source, Span

# Number signs with anything but a plain blank behind them, or a backslash before them.
HASHES = re.compile(r"\\?#{1,6}\s*(?P<title>\S.*?)\s*#*")
# A line in bold or slanted letters.
EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<title>[^*_\s].*?)(?P=mark)\s*:?")
# What people add to a heading: a number before it, a colon or a dialect's attributes behind it.
ADDED = re.compile(r"(?:\(?\d{1,2}[.)]\s+)?(?P<title>.*?)\s*(?::|：|\{[#.:][^{}]*\})*\s*")
# A longer line is no heading.
LONGEST = 200


class HeadingSlip(Enum):
    """Why a line is no heading."""

    SPACE = "a plain space belongs behind its `#`"
    BACKSLASH = "the backslash before its `#` makes it text"
    INDENT = "the four spaces before it make it code"
    EMPHASIS = "bold or slanted letters make no heading"
    PLAIN = "`##` is missing before it"


class SlippedHeading(NamedTuple):
    """The line of such a heading, with the block that begins with it and the title it gives."""

    block: Block
    line: Span
    title: str
    slip: HeadingSlip


def bare_title(title: str) -> str:
    """A heading without what people add to its words."""
    match = ADDED.fullmatch(title)
    return match["title"] if match else title


def slipped_headings(source: Source, blocks: Iterable[Block]) -> Iterator[SlippedHeading]:
    """The first lines of paragraphs and indented code that may have been meant as headings."""
    for block in blocks:
        if block.kind not in ("paragraph", "code_block"):
            continue
        line = source.line_span(block.lines[0])
        text = source.slice(line).strip(" \t")
        if len(text) > LONGEST:
            continue
        if block.kind == "code_block":
            if (match := HASHES.fullmatch(text)) and not text.startswith("\\"):
                yield SlippedHeading(block, line, bare_title(match["title"]), HeadingSlip.INDENT)
        elif match := HASHES.fullmatch(text):
            slip = HeadingSlip.BACKSLASH if text.startswith("\\") else HeadingSlip.SPACE
            yield SlippedHeading(block, line, bare_title(match["title"]), slip)
        elif match := EMPHASIS.fullmatch(text):
            yield SlippedHeading(block, line, bare_title(match["title"]), HeadingSlip.EMPHASIS)
        else:
            yield SlippedHeading(block, line, bare_title(text), HeadingSlip.PLAIN)
