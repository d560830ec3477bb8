"""The level of a heading, in words and as an edit."""

import re

from pipeline.model.outline import SECTION_LEVEL
from pipeline.source.parse import Block, Body
from pipeline.source.text import Edit, Source

# The number signs that open a heading.
SIGNS = re.compile(r"#{1,6}")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def signs(level: int) -> str:
    """How a heading of a level is written, in words."""
    return f"{NUMBERS[level]} `#`"


def is_underlined(body: Body, heading: Block) -> bool:
    """True for a text that is a heading by the line of `=` or `-` below it."""
    return body.tokens[heading.tokens[0]].markup in ("=", "-")


def other_than_section(source: Source, heading: Block) -> str:
    """Say what is wrong with the level of a heading that was meant to begin a section."""
    if not SIGNS.match(source.text, heading.span.start):
        return "is underlined with `=`, which makes it a title"
    return f"has {signs(heading.level)} instead of {NUMBERS[SECTION_LEVEL]}"


def with_level(source: Source, heading: Block, level: int = SECTION_LEVEL) -> Edit | None:
    """Give a heading another level; None when it is underlined and has no signs to change."""
    written = SIGNS.match(source.text, heading.span.start)
    return Edit(source.span(*written.span()), "#" * level) if written else None
