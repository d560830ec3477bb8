"""Problems found while parsing and building; the rule of the same name words each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.source.text import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: its kind (the name of a rule), its span, data for the message, and related spans."""

    kind: str
    span: Span
    data: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Span, ...] = ()
