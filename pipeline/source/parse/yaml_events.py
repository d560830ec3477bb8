"""Reader of YAML: exact positions, no implicit types, no expansion.

Anchors, aliases, tags, merge keys and second documents are refused, so the tree is never larger than the text.
Depth is limited, so recursion is safe.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from pipeline.source.parse.limits import Limits
from pipeline.source.parse.problem import Problem
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.text import BOM, Source, Span

# Characters that libyaml refuses, or takes for a line break though CommonMark and editors do not (a key could hide
# behind it). `invisible-characters` reports all of them. Replaced by blanks, they hide nothing and move no offset.
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class YamlRefused(Exception):  # noqa: N818 - never leaves this module
    """A fatal problem, which ends reading."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(slots=True)
class YamlReader:
    """Reads the YAML between two offsets of a source; `problems` holds what is wrong with it."""

    source: Source
    start: int
    end: int
    max_depth: int
    max_nodes: int
    max_keys: int
    problems: list[Problem] = field(default_factory=list)
    _events: Iterator[Any] = field(default_factory=lambda: iter(()))
    _nodes: int = 0

    def read(self) -> Node | None:
        """Return the tree. If there is none, the text is empty or the last problem says why."""
        if self.start == 0 and self.source.text.startswith(BOM):
            self.start = 1  # as a blank it would indent the first line
        text = NOT_TEXT.sub(" ", self.source.text[self.start : self.end])
        try:
            self._events = iter(yaml.CSafeLoader(text).get_event, None)
            return self._document()
        except yaml.MarkedYAMLError as error:
            self.problems.append(self._syntax_problem(error, len(text)))
        except YamlRefused as refused:
            self.problems.append(refused.problem)
        return None

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

    def _refuse(self, event: Any, what: str) -> NoReturn:
        raise YamlRefused(self._problem("unsupported-yaml", event.start_mark.index, event.end_mark.index, what=what))

    def _document(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
            elif isinstance(event, yaml.DocumentStartEvent):
                if event.version or event.tags:
                    self._refuse(event, "directive")
                if root is not None:
                    self._refuse(event, "document")
        return root

    def _check(self, event: Any) -> None:
        """Refuse aliases, anchors, tags, and more values than the limit."""
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "alias")
        if event.anchor is not None:
            self._refuse(event, "anchor")
        if event.tag is not None:
            self._refuse(event, "tag")
        self._nodes += 1
        if self._nodes > self.max_nodes:
            at = event.start_mark.index
            raise YamlRefused(self._problem("over-limit", at, at, what="values", limit=self.max_nodes))

    def _node(self, event: Any, depth: int) -> Node:
        """Read the value that begins with an event and has `depth` collections around it."""
        self._check(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        start = event.start_mark.index
        if depth >= self.max_depth:
            raise YamlRefused(self._problem("over-limit", start, start + 1, what="depth", limit=self.max_depth))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(start, depth + 1)
        return self._mapping(start, depth + 1)

    def _sequence(self, start: int, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth))
        return Sequence(self._trimmed(start, event), tuple(items))

    def _mapping(self, start: int, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event)
            if first := pairs.get(key.text):
                self.problems.append(Problem("duplicate-key", key.span, {"key": key.text}, (first[0].span,)))
            pairs.setdefault(key.text, (key, self._node(next(self._events), depth)))
            if len(pairs) > self.max_keys:
                raise YamlRefused(Problem("over-limit", key.span, {"what": "keys", "limit": str(self.max_keys)}))
        return Mapping(self._trimmed(start, event), tuple(pairs.values()))

    def _key(self, event: Any) -> Scalar:
        self._check(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "key")
        key = self._scalar(event)
        if key.plain and key.text == "<<":
            raise YamlRefused(Problem("unsupported-yaml", key.span, {"what": "merge"}))
        return key

    def _scalar(self, event: Any) -> Scalar:
        start, end = self.start + event.start_mark.index, self.start + event.end_mark.index
        style, value, source = event.style, event.value, self.source
        if not style:
            return Scalar(Span(source.path, start, end), value, True, source.text[start:end] == value)
        if style in "|>":
            return Scalar(self._trimmed(event.start_mark.index, event), value, False, False)
        return Scalar(Span(source.path, start, end), value, False, source.text[start + 1 : end - 1] == value)

    def _trimmed(self, start: int, last: Any) -> Span:
        """Span without blank lines at its end: libyaml ends a block where the next token begins."""
        start, end = self.start + start, self.start + last.end_mark.index
        return Span(self.source.path, start, start + len(self.source.text[start:end].rstrip()))


def read_front_matter(source: Source, span: Span, limits: Limits) -> tuple[Node | None, list[Problem]]:
    """Read a page's front matter; returns the tree (None when there is none) and the problems found."""
    reader = YamlReader(source, span.start, span.end, limits.yaml_depth, limits.yaml_nodes, limits.yaml_keys)
    return reader.read(), reader.problems


def read_data_file(source: Source, limits: Limits) -> tuple[Node | None, list[Problem]]:
    """Read a complete YAML file; returns the tree (None when there is none) and the problems found."""
    reader = YamlReader(source, 0, len(source.text), limits.yaml_depth, limits.data_file_nodes, limits.yaml_keys)
    return reader.read(), reader.problems
