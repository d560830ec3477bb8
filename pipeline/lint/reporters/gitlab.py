"""Reports in GitLab's code quality format: https://docs.gitlab.com/ci/testing/code_quality/."""

from collections import Counter
from typing import Any

from pipeline.lint.reporters.sarif import digest
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.escapes import json_text

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(view: ReportView) -> str:
    """Render a report as a JSON list. Fingerprints are unique, and stable when lines above a finding move."""
    seen: Counter[tuple[str, str, str]] = Counter()
    issues = []
    for diagnostic in view.diagnostics:
        key = (diagnostic.span.path, diagnostic.rule, diagnostic.message)
        seen[key] += 1
        issues.append(_issue(view, diagnostic, digest((*key, str(seen[key])))))
    return json_text(issues)


def _issue(view: ReportView, diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    parts = [diagnostic.message, diagnostic.help, view.url(diagnostic.rule)]
    return {
        "description": " — ".join(filter(None, parts)),
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[diagnostic.severity],
        "location": {
            "path": view.path(diagnostic.span.path),
            "positions": view.range(diagnostic.span, "begin", "end"),
        },
    }
