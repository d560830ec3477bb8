"""Where the cursor is in a half-written page or data file, found by lines: what is typed seldom parses."""

import re
from typing import NamedTuple

from pipeline.source.paths import is_data
from pipeline.source.text import BOM, Source, Span

# A line that opens or closes front matter.
FENCE = re.compile(r"---[ \t]*")
# A field at the start of a line, or in an item of a list, and what follows it.
FIELD = re.compile(r"(?P<indent>[ \t]*(?:-[ \t]+)?)(?P<name>[A-Za-z][\w-]*):(?=[ \t]|$)(?P<value>.*)")
# The name of a field while it is typed.
NAME = re.compile(r"[ \t]*(?:-[ \t]+)?(?P<name>[\w-]*)")
# The value that is typed last, in a list or alone; it may be in quotes.
VALUE = re.compile(r"(?:^(?:\s*-\s)?|[\[,])\s*[\"']?(?P<typed>[^\[\],\"']*)$")
# The address of a link while it is typed.
ADDRESS = re.compile(r"\]\(<?(?P<scheme>factor:|strategy:|reference:|)(?P<typed>[\w-]*)$")
HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]*(?P<typed>.*)")
QUOTE = re.compile(r"[ \t]*>?[ \t]*(?P<typed>.*)")


class Cursor(NamedTuple):
    """What is typed at an offset: a `kind`, and the `span` of what is typed so far.

    The kinds are `field` (its name), `value` (of the field `name`), `address` (`name` is its scheme), `heading` (`name`
    is its marks), `quote`, and empty for anything else.
    """

    kind: str
    span: Span
    name: str = ""
    typed: str = ""


def cursor_at(source: Source, offset: int) -> Cursor:
    """What is typed at an offset."""
    index = source.line_index(offset)
    start = source.line_span(index).start
    line = source.text[start:offset]
    if is_data(source.path) or _in_front_matter(source, index):
        return _in_fields(source, index, line, offset)
    if found := ADDRESS.search(line):
        return _cursor(source, "address", offset, found["typed"], found["scheme"])
    if found := HEADING.fullmatch(line):
        return Cursor("heading", source.span(start, offset), found["marks"], found["typed"].strip())
    if found := QUOTE.fullmatch(line):
        return Cursor("quote", source.span(start, offset), "", found["typed"].strip())
    return Cursor("", source.span(offset, offset))


def _cursor(source: Source, kind: str, offset: int, typed: str, name: str = "") -> Cursor:
    typed = typed.lstrip()
    return Cursor(kind, source.span(offset - len(typed), offset), name, typed)


def _line(source: Source, index: int) -> str:
    return source.slice(source.line_span(index))


def _in_front_matter(source: Source, index: int) -> bool:
    if index == 0 or not FENCE.fullmatch(_line(source, 0).removeprefix(BOM)):
        return False
    return not any(FENCE.fullmatch(_line(source, each)) for each in range(1, index + 1))


def _in_fields(source: Source, index: int, line: str, offset: int) -> Cursor:
    found = FIELD.fullmatch(line)
    name, value = (found["name"], found["value"]) if found else ("", line)
    if not name:
        name = _field_above(source, index, line)
        if not name and (typed := NAME.fullmatch(line)):
            return _cursor(source, "field", offset, typed["name"])
    typed_value = VALUE.search(value)
    return _cursor(source, "value", offset, typed_value["typed"] if typed_value else "", name)


def _field_above(source: Source, index: int, line: str) -> str:
    """The field that a line continues: an item of its list, or a line of a list in brackets; empty if there is none."""
    if line[:1] not in (" ", "\t", "-") and not _in_brackets(source, index):
        return ""
    if line.strip() == "" and not _in_brackets(source, index):
        return ""
    for above in range(index - 1, -1, -1):
        text = _line(source, above)
        if found := FIELD.fullmatch(text):
            return found["name"]
        if FENCE.fullmatch(text):
            break
    return ""


def _in_brackets(source: Source, index: int) -> bool:
    """True for a line after one that opens a list in brackets, before they are closed."""
    for above in range(index - 1, -1, -1):
        text = _line(source, above)
        if "]" in text or FENCE.fullmatch(text):
            return False
        if "[" in text:
            return True
        if FIELD.fullmatch(text):
            return False
    return False
