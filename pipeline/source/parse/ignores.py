"""Comments that switch a rule off for the lines that follow, with a reason.

`<!-- strategies: ignore RULE -- reason -->` stands on a line of its own before a block of text,
`# strategies: ignore RULE -- reason` before or behind a front-matter field or an item of a data file.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.text import Source, Span

BODY_COMMENT = re.compile(r"[ \t]{0,3}<!--[ \t]*strategies:[ \t]*ignore\b(?P<rest>[^>]*?)-->[ \t]*")
YAML_COMMENT = re.compile(r"(?:(?<=[ \t])|^)#[ \t]*strategies:[ \t]*ignore\b(?P<rest>.*)$")
# What parts the rules from the reason.
REASON = re.compile(r"(?:^|\s)(?:--|–|—)\s*(?P<reason>.*)$")
RULE_NAME = re.compile(r"[^\s,]+")


class Ignore(NamedTuple):
    """One comment: the rules it names, each with its place, its reason, and the lines it covers."""

    span: Span  # the comment
    rules: tuple[tuple[str, Span], ...]
    reason: str
    lines: range  # indices of source lines

    def covers(self, rule: str, line: int) -> bool:
        """True when findings of a rule on a line (index from 0) are to be left out."""
        return bool(self.reason) and line in self.lines and any(name == rule for name, _ in self.rules)


def body_ignores(source: Source, lines: list[int]) -> Iterator[Ignore]:
    """Ignores in Markdown, given the lines that the parser took for such comments."""
    covered = _blocks_below(source, lines)
    for line in lines:
        span = source.line_span(line)
        match = BODY_COMMENT.search(source.slice(span))
        if match is None:
            continue
        begin = span.start + match.start() + len(match.group()) - len(match.group().lstrip())
        comment = source.span(begin, span.start + match.start() + len(match.group().rstrip()))
        yield _ignore(comment, span.start + match.start("rest"), match["rest"], covered[line])


def _blocks_below(source: Source, lines: list[int]) -> dict[int, range]:
    """Lines of the block below each comment. From the last upwards, so that no line is read twice."""
    count = len(source.line_starts)
    covered: dict[int, range] = {}
    for line in reversed(lines):
        first = line + 1
        while first < count and _blank(source, first):
            first += 1
        if first in covered:  # another comment: both stand above the same block
            covered[line] = covered[first]
            continue
        last = first
        while last < count and not _blank(source, last):
            below = covered.get(last)
            last = below.stop if below and below.start == last + 1 else last + 1
        covered[line] = range(first, last)
    return covered


def yaml_ignores(source: Source, span: Span, tree: Node | None) -> Iterator[Ignore]:
    """Ignores in the YAML of a span: comments are what no key or value covers."""
    if "strategies:" not in source.slice(span):
        return
    taken = [part.span for part in _texts(tree)] if tree else []
    first, last = source.line_index(span.start), source.line_index(max(span.start, span.end - 1))
    for line in range(first, last + 1):
        text_span = source.line_span(line)
        text = source.slice(text_span)
        match = YAML_COMMENT.search(text)
        if match is None:
            continue
        start = text_span.start + match.start()
        if any(part.start <= start < part.end for part in taken):
            continue
        behind = bool(text[: match.start()].strip())
        covered = range(line, line + 1) if behind else _item_after(source, line, last)
        comment = source.span(start, text_span.end)
        yield _ignore(comment, text_span.start + match.start("rest"), match["rest"], covered)


def _ignore(comment: Span, start: int, rest: str, lines: range) -> Ignore:
    reason = REASON.search(rest)
    names = rest[: reason.start()] if reason else rest
    rules = tuple(
        (match.group(), Span(comment.path, start + match.start(), start + match.end()))
        for match in RULE_NAME.finditer(names)
    )
    return Ignore(comment, rules, reason["reason"].strip() if reason else "", lines)


def _item_after(source: Source, line: int, last: int) -> range:
    """Lines of the field or item after a comment: its first line and all that are indented below it."""
    first = line + 1
    while first <= last and (_blank(source, first) or _text(source, first).lstrip().startswith("#")):
        first += 1
    if first > last:
        return range(first, first)
    indent = _indent(_text(source, first))
    opens_list = _text(source, first).rstrip().endswith(":")
    stop = first + 1
    while stop <= last:
        text = _text(source, stop)
        deeper = not text.strip() or _indent(text) > indent
        if not deeper and not (opens_list and text.lstrip().startswith("- ") and _indent(text) == indent):
            break
        stop += 1
    return range(first, stop)


def _texts(node: Node) -> Iterator[Scalar]:
    """Every key and value."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _texts(item)
        case Mapping():
            for key, value in node.pairs:
                yield key
                yield from _texts(value)


def _text(source: Source, line: int) -> str:
    return source.slice(source.line_span(line))


def _blank(source: Source, line: int) -> bool:
    return not _text(source, line).strip()


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
