"""The level of a heading, in words and as a fix."""

import re

from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.outline import SECTION_LEVEL
from pipeline.source.parse import Block, Body
from pipeline.source.text import Edit, Source

# The number signs that open a heading.
SIGNS = re.compile(r"#{1,6}")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def signs(level: int) -> str:
    """The number signs of a heading of a level, in words."""
    return f"{NUMBERS[level]} `#`"


def is_underlined(body: Body, heading: Block) -> bool:
    """True if a line of `=` or `-` below a text makes it a heading."""
    return body.tokens[heading.tokens[0]].markup in ("=", "-")


def level_problem(source: Source, heading: Block) -> str:
    """Word what is wrong with the level of a heading that was meant to begin a section."""
    if not SIGNS.match(source.text, heading.span.start):
        return "is underlined with `=`, which makes it a title"
    return f"has {signs(heading.level)} instead of {NUMBERS[SECTION_LEVEL]}"


def level_fix(source: Source, heading: Block) -> Fix | None:
    """Give a heading the level of sections; None if it is underlined and has no signs to change."""
    written = SIGNS.match(source.text, heading.span.start)
    edit = Edit(source.span(*written.span()), "#" * SECTION_LEVEL) if written else None
    return Fix(f"write {signs(SECTION_LEVEL)}", (edit,), Safety.UNSAFE) if edit else None
