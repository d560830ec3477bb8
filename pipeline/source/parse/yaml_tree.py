"""YAML as authors wrote it: every key and value is text with its exact span."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.source.memoise import cached_property
from pipeline.source.text import Span

# Plain scalars that mean "no value". Nothing else is converted: `no`, `1.10` and `12:30` stay text.
ABSENT = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(NamedTuple):
    """A single value. `plain` is true when it was written without quotes or block style."""

    span: Span
    text: str
    plain: bool
    exact: bool  # the file holds the text literally

    @property
    def is_absent(self) -> bool:
        """True for an empty value, `~` and `null`."""
        return self.plain and self.text in ABSENT

    def part(self, start: int, end: int) -> Span:
        """Span of a part of the text if it is known exactly, otherwise of the complete value."""
        if not self.exact:
            return self.span
        quote = 0 if self.plain else 1
        return Span(self.span.path, self.span.start + quote + start, self.span.start + quote + end)


class Sequence(NamedTuple):
    """A list of values."""

    span: Span
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Mapping:
    """Keys and values in the author's order, each key once."""

    span: Span
    pairs: tuple[tuple[Scalar, "Node"], ...]

    @cached_property
    def _by_key(self) -> "dict[str, tuple[Scalar, Node]]":
        return {pair[0].text: pair for pair in self.pairs}

    def get(self, key: str) -> "Node | None":
        """Value of a key, or None."""
        return self._by_key[key][1] if key in self._by_key else None

    def key(self, key: str) -> Scalar | None:
        """The key with its span, or None."""
        return self._by_key[key][0] if key in self._by_key else None


Node = Scalar | Sequence | Mapping
Plain = str | list["Plain"] | dict[str, "Plain"] | None


def to_plain(node: Node) -> Plain:
    """Turn a node into text, None, lists and dicts; a key without a value is left out."""
    match node:
        case Scalar():
            return None if node.is_absent else node.text
        case Sequence():
            return [to_plain(item) for item in node.items]
        case Mapping():
            return {
                key.text: to_plain(value)
                for key, value in node.pairs
                if not (isinstance(value, Scalar) and value.is_absent)
            }


def scalars(node: Node, *, keys: bool = False) -> Iterator[Scalar]:
    """Every scalar value at or below a node, in order; with `keys` each key as well."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item, keys=keys)
        case Mapping():
            for key, value in node.pairs:
                if keys:
                    yield key
                yield from scalars(value, keys=keys)


def node_at(node: Node, location: tuple[int | str, ...]) -> Node:
    """Follow keys and indices down from a node, as far as they exist."""
    for step in location:
        child: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            child = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            child = node.items[step]
        if child is None:
            break
        node = child
    return node
