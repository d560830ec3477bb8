"""For programs: one versioned shape, `schemas/diagnostics.schema.json`, whatever the verbosity."""

from typing import Any

from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Fix, Severity
from pipeline.source.escapes import json_text
from pipeline.source.text import Span

VERSION = 1


def render(view: ReportView) -> str:
    """Give the report as one JSON document."""
    document = {
        "version": VERSION,
        "diagnostics": [_diagnostic(view, diagnostic) for diagnostic in view.diagnostics],
        "summary": {
            "files": view.files,
            "errors": view.counts[Severity.ERROR],
            "warnings": view.counts[Severity.WARNING],
            "infos": view.counts[Severity.INFO],
            "fixable": view.fixable,
        },
    }
    return json_text(document)


def _diagnostic(view: ReportView, diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        **_start(view, diagnostic.span),
        "end_line": view.position(diagnostic.span)[1].line,
        "end_column": view.position(diagnostic.span)[1].column,
        "severity": diagnostic.severity.value,
        "rule": diagnostic.rule,
        "url": view.url(diagnostic.rule),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "notes": [{**_start(view, note.span), "message": note.message} for note in diagnostic.notes],
        "fix": _fix(view, diagnostic.fix) if diagnostic.fix else None,
    }


def _start(view: ReportView, span: Span) -> dict[str, Any]:
    start, _ = view.position(span)
    return {"path": span.path, "line": start.line, "column": start.column}


def _fix(view: ReportView, fix: Fix) -> dict[str, Any]:
    edits = []
    for edit in fix.edits:
        start, end = view.position(edit.span)
        edits.append(
            {
                "path": edit.span.path,
                "start": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
                "text": edit.text,
            }
        )
    return {"title": fix.title, "safety": fix.safety.value, "edits": edits}
