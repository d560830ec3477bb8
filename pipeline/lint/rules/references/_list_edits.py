"""Edits that remove a value from a front-matter list or add one, and change no other byte."""

import re

from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence
from pipeline.source.text import Edit, Source

# The text between two values of a bracketed list, without a comment.
COMMA = re.compile(r"\s*,\s*")
# The text before a value on a line of a hyphenated list.
HYPHEN = re.compile(r"[ ]*-[ ]+")


def removal(source: Source, front: Mapping, field: str, item: Scalar) -> Edit | None:
    """Remove a value from the list of a field; None if the layout does not allow it."""
    found = front.get(field)
    if not isinstance(found, Sequence) or item not in found.items:
        return None
    at = found.items.index(item)
    if is_bracketed(source, found):
        return _from_brackets(source, found, at)
    return _from_lines(source, front, field, found, at)


def addition(source: Source, front: Mapping, field: str, text: str) -> Edit | None:
    """Add a value at the end of the list of a field, quoted like the one before it; None if there is no list."""
    found = front.get(field)
    if not isinstance(found, Sequence):
        return None
    last = found.items[-1] if found.items else None
    if last is None:
        return Edit(found.span, f"[{text}]") if not source.slice(found.span)[1:-1].strip() else None
    if not isinstance(last, Scalar):
        return None
    quote = "" if last.plain else source.text[last.span.start]
    value = f"{quote}{text}{quote}" if quote in ("", '"', "'") else text
    if is_bracketed(source, found):
        return Edit(source.span(last.span.end, last.span.end), f", {value}")
    line = source.line_span(source.line_index(last.span.start))
    hyphen = source.text[line.start : last.span.start]
    if not HYPHEN.fullmatch(hyphen) or last.span.end > line.end:
        return None
    return Edit(source.span(line.end, line.end), f"{source.newline}{hyphen}{value}")


def is_bracketed(source: Source, found: Sequence) -> bool:
    """True for a list in brackets."""
    return source.text.startswith("[", found.span.start)


def _from_brackets(source: Source, found: Sequence, at: int) -> Edit | None:
    item = found.items[at].span
    if len(found.items) == 1:
        inside = source.text[found.span.start + 1 : item.start] + source.text[item.end : found.span.end - 1]
        return Edit(found.span, "[]") if not inside.strip(" \t\r\n,") else None
    if at + 1 < len(found.items):
        start, end = item.start, found.items[at + 1].span.start
        between = source.text[item.end : end]
    else:
        start, end = found.items[at - 1].span.end, item.end
        between = source.text[start : item.start]
    return Edit(source.span(start, end), "") if COMMA.fullmatch(between) else None


def _from_lines(source: Source, front: Mapping, field: str, found: Sequence, at: int) -> Edit | None:
    item = found.items[at].span
    index = source.line_index(item.start)
    line = source.line_span(index)
    if not HYPHEN.fullmatch(source.text[line.start : item.start]) or item.end > line.end:
        return None
    if len(found.items) > 1:
        return Edit(source.span(source.line_starts[index], source.line_starts[index + 1]), "")
    key = front.key(field)
    colon = source.text.find(":", key.span.end) if key else -1
    if colon < 0 or source.text[colon + 1 : line.start].strip():
        return None  # a comment separates the field from its only value
    return Edit(source.span(colon + 1, item.end), " []")
