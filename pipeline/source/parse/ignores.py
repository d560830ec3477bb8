"""Comments that switch a rule off for the lines that follow, with a reason.

`<!-- strategies: ignore RULE -- reason -->` is on a line of its own before a block of text,
`# strategies: ignore RULE -- reason` before or behind a front-matter field or an item of a data file.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from pipeline.source.parse.yaml_tree import Node, scalars
from pipeline.source.ranges import Ranges
from pipeline.source.text import Source, Span

BODY_COMMENT = re.compile(r"[ \t]{0,3}(?P<comment><!--[ \t]*strategies:[ \t]*ignore\b(?P<content>[^>]*?)-->)[ \t]*")
YAML_COMMENT = re.compile(r"(?:(?<=[ \t])|^)(?P<comment>#[ \t]*strategies:[ \t]*ignore\b(?P<content>.*))$")
# Separates the names of rules from the reason.
REASON = re.compile(r"(?:^|\s)(?:--|–|—)\s*(?P<reason>.*)$")
RULE_NAME = re.compile(r"[^\s,]+")


class Ignore(NamedTuple):
    """A comment: the rules it names, each with its span, the reason, and the lines it covers."""

    span: Span  # the comment
    rules: tuple[tuple[str, Span], ...]
    reason: str
    lines: range  # indices of source lines


class Ignored:
    """The lines on which findings of each rule are to be left out; comments without a reason count for nothing."""

    def __init__(self, ignores: Iterable[Ignore]) -> None:
        self._lines: dict[str, Ranges] = {}
        for ignore in ignores:
            for name, _ in ignore.rules if ignore.reason and ignore.lines else ():
                self._lines.setdefault(name, Ranges()).add(ignore.lines.start, ignore.lines.stop)

    def covers(self, rule: str, line: int) -> bool:
        """True when findings of a rule on a line (index from 0) are to be left out."""
        return rule in self._lines and self._lines[rule].hold(line)


def body_ignores(source: Source, lines: Collection[int]) -> Iterator[Ignore]:
    """Ignores in Markdown, given the lines of such comments."""
    covered = _blocks_below(source, frozenset(lines))
    for line in lines:
        if match := BODY_COMMENT.search(_text(source, line)):
            yield _ignore(source.line_span(line), match, covered[line])


def _blocks_below(source: Source, comments: frozenset[int]) -> dict[int, range]:
    """Lines of the block below each comment; comments in a row share one."""
    stop = len(source.line_starts)
    block = range(stop, stop)
    covered: dict[int, range] = {}
    for line in reversed(range(min(comments, default=stop), stop)):
        if line in comments:
            covered[line] = block
        elif _blank(source, line):
            stop = line
        else:
            block = range(line, stop)
    return covered


def yaml_ignores(source: Source, span: Span, tree: Node | None) -> Iterator[Ignore]:
    """Ignores in the YAML of a span; a comment is part of no key or value."""
    if "strategies:" not in source.slice(span):
        return
    values = Ranges(scalar.span[1:] for scalar in scalars(tree, keys=True)) if tree else Ranges()
    first, last = source.line_index(span.start), source.line_index(max(span.start, span.end - 1))
    item = last + 1  # the next line that is neither blank nor a comment
    items: dict[int, range] = {}
    found: list[Ignore] = []
    for line in reversed(range(first, last + 1)):
        line_span = source.line_span(line)
        text = source.slice(line_span)
        match = YAML_COMMENT.search(text)
        if match and not values.hold(line_span.start + match.start()):
            behind_value = bool(text[: match.start()].strip())
            if not behind_value and item not in items:
                items[item] = _item_at(source, item, last)
            found.append(_ignore(line_span, match, range(line, line + 1) if behind_value else items[item]))
        if text.strip() and not text.lstrip().startswith("#"):
            item = line
    yield from reversed(found)


def _ignore(line: Span, match: re.Match[str], covered: range) -> Ignore:
    content, start = match["content"], line.start + match.start("content")
    reason = REASON.search(content)
    names = RULE_NAME.finditer(content, 0, reason.start() if reason else len(content))
    rules = tuple((name.group(), Span(line.path, start + name.start(), start + name.end())) for name in names)
    comment = Span(line.path, line.start + match.start("comment"), line.start + match.end("comment"))
    return Ignore(comment, rules, reason["reason"].strip() if reason else "", covered)


def _item_at(source: Source, first: int, last: int) -> range:
    """Lines of the field or item that begins on a line: that line and all that are indented below it."""
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


def _text(source: Source, line: int) -> str:
    return source.slice(source.line_span(line))


def _blank(source: Source, line: int) -> bool:
    return not _text(source, line).strip()


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
