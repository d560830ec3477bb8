"""Findings as plain lists and texts, as JSON has them, and back."""

from collections.abc import Sequence
from typing import Any

from pipeline.model.diagnostics import Diagnostic, Fix, Note, Safety, Severity
from pipeline.source.text import Edit, Span


def encode(item: Diagnostic) -> list[Any]:
    """A finding as plain data."""
    notes = [[*_place(note.span), note.message] for note in item.notes]
    edits = [[*_place(edit.span), edit.text] for edit in item.fix.edits] if item.fix else []
    fix = [item.fix.title, item.fix.safety.value, edits] if item.fix else None
    return [_place(item.span), item.rule, item.severity.value, item.message, item.help, notes, fix, list(item.about)]


def decode(data: Sequence[Any]) -> Diagnostic:
    """The finding again."""
    place, rule, severity, message, remedy, notes, fix, about = data
    return Diagnostic(
        Span(*place),
        rule,
        Severity(severity),
        message,
        remedy,
        tuple(Note(Span(*place), words) for *place, words in notes),
        Fix(fix[0], tuple(Edit(Span(*place), text) for *place, text in fix[2]), Safety(fix[1])) if fix else None,
        tuple(about),
    )


def _place(span: Span) -> list[Any]:
    return [span.path, span.start, span.end]
