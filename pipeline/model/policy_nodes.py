"""The page policy as a tree with positions, for problems that only show when its parts are compared."""

from typing import NamedTuple

from pipeline.model.policy import same_words
from pipeline.source.names import folded
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.text import Span

KIND = "invalid-policy"


class PolicyText(NamedTuple):
    """A text of the policy, its position, and the index of the item that has it."""

    text: str
    span: Span
    owner: int


def items_of(front: Mapping, field: str) -> list[Mapping]:
    """The items of a list of fields, such as the sections."""
    nodes = front.get(field)
    return [node for node in nodes.items if isinstance(node, Mapping)] if isinstance(nodes, Sequence) else []


def texts_in(nodes: list[Mapping], field: str) -> list[PolicyText]:
    """The values of a field, one or a list, of each item."""
    found = []
    for owner, node in enumerate(nodes):
        value = node.get(field)
        values: tuple[Node, ...] = value.items if isinstance(value, Sequence) else (value,) if value else ()
        found += [PolicyText(item.text, item.span, owner) for item in values if isinstance(item, Scalar) and item.text]
    return found


def policy_problem(span: Span, what: str, *first: Span, **data: str) -> Problem:
    """A problem of the policy; `first` are positions of what it conflicts with."""
    return Problem(KIND, span, {"what": what} | data, first)


def like(text: str) -> str:
    """A heading without capitals, extra spaces and hyphens, to compare it with others."""
    return folded(same_words(text))


def has_words(text: str) -> bool:
    """True for a text with a letter or digit."""
    return any(character.isalnum() for character in text)
