"""Findings and other plain values as JSON, and back."""

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from pipeline.model.diagnostics import Diagnostic, Fix, Note, Safety, Severity
from pipeline.source.text import Edit, Span

from_bytes = json.loads


def to_bytes(value: object) -> bytes:
    """Lists, named tuples, mappings, texts, numbers and enums as JSON, which may hold lone surrogates."""
    return json.dumps(value, default=attrgetter("value"), separators=(",", ":")).encode()


def decode_finding(data: Sequence[Any]) -> Diagnostic:
    """A finding from its JSON."""
    span, rule, severity, message, remedy, notes, fix, about = data
    return Diagnostic(
        Span(*span),
        rule,
        Severity(severity),
        message,
        remedy,
        tuple(Note(Span(*span), words) for span, words in notes),
        _fix(*fix) if fix else None,
        tuple(about),
    )


def _fix(title: str, edits: Sequence[Any], safety: str) -> Fix:
    return Fix(title, tuple(Edit(Span(*span), text) for span, text in edits), Safety(safety))
