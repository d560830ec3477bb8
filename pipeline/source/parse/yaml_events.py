"""Reads YAML through libyaml's events: exact places, no implicit types, no bombs.

Anchors, aliases, tags, merge keys and second documents are refused, so the tree is never larger
than the text. Iterative: depth is a limit, not a crash.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.source.parse.limits import Limits
from pipeline.source.parse.problem import Problem
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.text import BOM, Source, Span

# What libyaml's reader refuses, or takes for a line break though CommonMark and editors do not (a key could hide
# behind it). `invisible-characters` reports all of them; read as blanks, they hide nothing and move no offset.
# Named one by one: to compile the set of all others took `re` eight times as long.
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class YamlRefused(Exception):  # noqa: N818 - never leaves this module; not an error of ours
    """Stops the reading at a fatal problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _OpenNode:
    """A collection whose end has not been met; `key` waits for its value, `dropped` swallows a repeated key's."""

    start: int
    items: list[Node] | None = None
    pairs: dict[str, tuple[Scalar, Node]] | None = None
    key: Scalar | None = None
    repeated: bool = False


@dataclass(slots=True)
class YamlReader:
    """Reads the YAML between two offsets of a source; `problems` holds what was met on the way."""

    source: Source
    start: int
    end: int
    max_depth: int
    max_nodes: int
    problems: list[Problem] = field(default_factory=list)
    _stack: list[_OpenNode] = field(default_factory=list)
    _root: Node | None = None
    _nodes: int = 0

    def read(self) -> Node | None:
        """Give the tree, or None when there is none: then the last problem says why (or the text is empty)."""
        if self.start == 0 and self.source.text.startswith(BOM):
            self.start = 1  # no part of the text; as a blank it would indent the first line
        text = NOT_TEXT.sub(" ", self.source.text[self.start : self.end])
        # By the type of the event: matching it against each class in turn took as long as libyaml itself.
        take: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            # Asked event by event: `yaml.parse` asks twice for each.
            loader = yaml.CSafeLoader(text)
            while (event := loader.get_event()) is not None:
                if known := take.get(type(event)):
                    known(event)
        except yaml.MarkedYAMLError as error:
            self.problems.append(self._syntax_problem(error, len(text)))
            return None
        except YamlRefused as refused:
            self.problems.append(refused.problem)
            return None
        return self._root

    def _syntax_problem(self, error: yaml.MarkedYAMLError, size: int) -> Problem:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index if mark else 0, size)
        opened = error.context_mark.index if error.context_mark else at
        return self._problem(
            "invalid-yaml", at, at, problem=error.problem or "", context=error.context or "", opened=self.start + opened
        )

    def _problem(self, kind: str, start: int, end: int, **data: object) -> Problem:
        span = self.source.span(self.start + start, self.start + end)
        return Problem(kind, span, {name: str(value) for name, value in data.items()})

    def _refuse(self, event: Any, what: str) -> None:
        raise YamlRefused(self._problem("unsupported-yaml", event.start_mark.index, event.end_mark.index, what=what))

    def _alias(self, event: Any) -> None:
        self._refuse(event, "alias")

    def _document(self, event: Any) -> None:
        if event.version or event.tags:
            self._refuse(event, "directive")
        if self._root is not None:
            self._refuse(event, "document")

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "anchor")
        if event.tag is not None:
            self._refuse(event, "tag")
        self._nodes += 1
        if self._nodes > self.max_nodes:
            at = event.start_mark.index
            raise YamlRefused(self._problem("over-limit", at, at, what="values", limit=self.max_nodes))

    def _open(self, event: Any) -> None:
        self._check(event)
        start = event.start_mark.index
        mapping = isinstance(event, yaml.MappingStartEvent)
        if self._stack and self._stack[-1].pairs is not None and self._stack[-1].key is None:
            self._refuse(event, "key")
        if len(self._stack) >= self.max_depth:
            raise YamlRefused(self._problem("over-limit", start, start + 1, what="depth", limit=self.max_depth))
        self._stack.append(_OpenNode(start, pairs={}) if mapping else _OpenNode(start, items=[]))

    def _close(self, event: Any) -> None:
        opened = self._stack.pop()
        # A block collection ends where the next token starts; the blank lines before that are not its own.
        start = self.start + opened.start
        span = Span(self.source.path, start, self._trim(start, self.start + event.end_mark.index))
        if opened.pairs is not None:
            self._add(Mapping(span, tuple(opened.pairs.values())))
        else:
            self._add(Sequence(span, tuple(opened.items or ())))

    def _trim(self, start: int, end: int) -> int:
        return start + len(self.source.text[start:end].rstrip())

    def _scalar(self, event: Any) -> None:
        self._check(event)
        start, end = self.start + event.start_mark.index, self.start + event.end_mark.index
        style, value, source = event.style, event.value, self.source
        if not style:
            exact = source.text[start:end] == value
        elif style in "|>":
            end, exact = self._trim(start, end), False
        else:
            exact = source.text[start + 1 : end - 1] == value
        self._add(Scalar(Span(source.path, start, end), value, not style, exact))

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif parent.key is None:
            assert isinstance(node, Scalar)  # _open refuses any other key
            self._add_key(parent, node)
        else:
            if not parent.repeated:
                assert parent.pairs is not None
                parent.pairs[parent.key.text] = (parent.key, node)
            parent.key = None

    def _add_key(self, parent: _OpenNode, key: Scalar) -> None:
        assert parent.pairs is not None
        if key.plain and key.text == "<<":
            raise YamlRefused(Problem("unsupported-yaml", key.span, {"what": "merge"}))
        first = parent.pairs.get(key.text)
        if first:
            self.problems.append(Problem("duplicate-key", key.span, {"key": key.text}, (first[0].span,)))
        parent.key, parent.repeated = key, first is not None


def read_front_matter(source: Source, span: Span, limits: Limits) -> tuple[Node | None, list[Problem]]:
    """Read the YAML of a page's front matter. Gives the tree (None when there is none) and the problems met."""
    reader = YamlReader(source, span.start, span.end, limits.yaml_depth, limits.yaml_nodes)
    return reader.read(), reader.problems


def read_data_file(source: Source, limits: Limits) -> tuple[Node | None, list[Problem]]:
    """Read a whole YAML file. Gives the tree (None when there is none) and the problems met."""
    reader = YamlReader(source, 0, len(source.text), limits.yaml_depth, limits.data_file_nodes)
    return reader.read(), reader.problems
