"""Reports in reviewdog's diagnostic format, with fixes that review tools post as suggestions.

Its columns count UTF-8 bytes: https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto.
"""

from typing import Any

from pipeline.lint.reporters.view import ReportView, with_help
from pipeline.model.diagnostics import Diagnostic, Safety
from pipeline.source.escapes import json_text
from pipeline.source.text import Position, Source, Span


def render(view: ReportView) -> str:
    """Render a report as one DiagnosticResult."""
    document = {
        "source": {"name": "strategies"},
        "diagnostics": [_diagnostic(view, diagnostic) for diagnostic in view.diagnostics],
    }
    return json_text(document)


def _diagnostic(view: ReportView, diagnostic: Diagnostic) -> dict[str, Any]:
    described: dict[str, Any] = {
        "message": with_help(diagnostic),
        "location": {"path": view.path(diagnostic.span.path), "range": _range(view, diagnostic.span)},
        "severity": diagnostic.severity.name,
        "code": {"value": diagnostic.rule, "url": view.url(diagnostic.rule)},
    }
    fix = diagnostic.fix
    # Each suggestion can be applied alone, so only a fix with one edit in the same file can be one.
    if fix and fix.safety is not Safety.MANUAL and len(fix.edits) == 1:
        edit = fix.edits[0]
        if edit.span.path == diagnostic.span.path:
            described["suggestions"] = [{"range": _range(view, edit.span), "text": edit.text}]
    return described


def _range(view: ReportView, span: Span) -> dict[str, Any]:
    source = view.sources.get(span.path)
    start, end = view.position(span)
    return {"start": _position(source, start, span.start), "end": _position(source, end, span.end)}


def _position(source: Source | None, position: Position, offset: int) -> dict[str, int]:
    if source is None:
        return {"line": 1, "column": 1}
    begin = source.line_span(position.line - 1).start
    return {"line": position.line, "column": len(source.text[begin:offset].encode("utf-8", "surrogateescape")) + 1}
