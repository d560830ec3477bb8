"""Reports for programs, in the versioned shape of `schemas/diagnostics.schema.json`."""

from typing import Any

from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Fix, Safety, Severity
from pipeline.source.escapes import json_text
from pipeline.source.text import Span

VERSION = 1


def render(view: ReportView) -> str:
    """Render a report as one JSON document."""
    document = {
        "version": VERSION,
        "diagnostics": [_diagnostic(view, diagnostic) for diagnostic in view.diagnostics],
        "summary": {
            "files": view.files,
            "errors": view.counts[Severity.ERROR],
            "warnings": view.counts[Severity.WARNING],
            "infos": view.counts[Severity.INFO],
            "fixable": view.fixes[Safety.SAFE] + view.fixes[Safety.UNSAFE],
            "known": view.known,
        },
    }
    return json_text(document)


def _diagnostic(view: ReportView, diagnostic: Diagnostic) -> dict[str, Any]:
    _, end = view.position(diagnostic.span)
    return {
        **_start(view, diagnostic.span),
        "end_line": end.line,
        "end_column": end.column,
        "severity": diagnostic.severity.value,
        "rule": diagnostic.rule,
        "url": view.url(diagnostic.rule),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "notes": [{**_start(view, note.span), "message": note.message} for note in diagnostic.notes],
        "fix": _fix(view, diagnostic.fix) if diagnostic.fix else None,
    }


def _start(view: ReportView, span: Span) -> dict[str, Any]:
    return {"path": span.path, **view.position(span)[0]._asdict()}


def _fix(view: ReportView, fix: Fix) -> dict[str, Any]:
    edits = [{"path": edit.span.path, **view.range(edit.span, "start", "end"), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safety": fix.safety.value, "edits": edits}
