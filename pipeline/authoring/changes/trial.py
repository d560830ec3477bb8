"""The check of a change before it is written: what it would break."""

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from pipeline.authoring.changes.change import Change
from pipeline.lint.fix import new_findings
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.report import Report
from pipeline.source.text import Span


class Trial(NamedTuple):
    """The new errors of a change, which refuse it, and its new warnings; `after` is the report with the change."""

    errors: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    after: Report


def tried(change: Change, before: Report, today: dt.date, allowed: frozenset[str] = frozenset()) -> Trial:
    """Check the library as the change would leave it; errors of `allowed` rules may come."""
    workspace = change.workspace.with_overlay(change.written.values(), change.removed)
    after = workspace.report(today)
    known = _moved(before, change)
    errors, warnings = (
        tuple(new_findings(known, after, severity, allowed)) for severity in (Severity.ERROR, Severity.WARNING)
    )
    return Trial(errors, warnings, after)


def _moved(report: Report, change: Change) -> Report:
    """The report with old findings under the new names of files, so that they do not count as new."""

    def named(found: Diagnostic) -> Diagnostic:
        path, start, end = found.span
        target = change.moved.get(path)
        return replace(found, span=Span(target, start, end)) if target else found

    return replace(report, diagnostics=tuple(map(named, report.diagnostics))) if change.moved else report
