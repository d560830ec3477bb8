"""Lines that were meant as headings of sections but are text or code in Markdown."""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from pipeline.source.parse import Block
from pipeline.source.text import Source, Span

# Number signs without a plain space after them, or with a backslash before them.
HASHES = re.compile(r"\\?#{1,6}\s*(?P<title>\S.*?)\s*#*")
# A bold or italic line.
EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<title>[^*_\s].*?)(?P=mark)\s*:?")
# Additions to a heading: a number before it, a colon or attributes of a Markdown dialect after it.
ADDED = re.compile(r"(?:\(?\d{1,2}[.)]\s+)?(?P<title>.*?)\s*(?::|：|\{[#.:][^{}]*\})*\s*")
# The maximum length of a heading.
LONGEST = 200


class HeadingSlip(Enum):
    """Why a line is not a heading; the values are parts of messages."""

    SPACE = "a plain space belongs behind its `#`"
    BACKSLASH = "the backslash before its `#` makes it text"
    INDENT = "the four spaces before it make it code"
    EMPHASIS = "bold or slanted letters make no heading"
    PLAIN = "`##` is missing before it"


class SlippedHeading(NamedTuple):
    """A line that was meant as a heading, the block that starts with it, and its title."""

    block: Block
    line: Span
    title: str
    slip: HeadingSlip


def bare_title(title: str) -> str:
    """A heading without additions to its words."""
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
