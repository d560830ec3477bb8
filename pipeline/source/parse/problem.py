"""What parsing and building note down; a rule of the same name puts it into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.source.text import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its kind (a rule's name), its place, the facts to word it with, and places that belong to it."""

    kind: str
    span: Span
    data: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Span, ...] = ()
