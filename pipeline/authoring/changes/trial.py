"""The check of a change before it is written: what it would break."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.authoring.changes.change import LibraryChange
from pipeline.lint.fix import new_findings
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.report import Report
from pipeline.source.text import LINE_ENDING, Source, Span


class Trial(NamedTuple):
    """The new errors of a change, which refuse it, and its new warnings; `after` is the report with the change."""

    errors: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    after: Report


def tried(change: LibraryChange, before: Report, today: dt.date, allowed: frozenset[str] = frozenset()) -> Trial:
    """Check the library as the change would leave it; errors of `allowed` rules may come."""
    workspace = change.workspace.with_overlay(change.written.values(), change.removed)
    after = workspace.report(today)
    known = _moved(before, change)
    errors, warnings = (
        tuple(_new(change, known, after, severity, allowed)) for severity in (Severity.ERROR, Severity.WARNING)
    )
    return Trial(errors, warnings, after)


def _moved(report: Report, change: LibraryChange) -> Report:
    """The report with old findings under the new names of files, so that they do not count as new."""

    def named(found: Diagnostic) -> Diagnostic:
        path, start, end = found.span
        target = change.moved.get(path)
        return found._replace(span=Span(target, start, end)) if target else found

    return replace(report, diagnostics=tuple(map(named, report.diagnostics))) if change.moved else report


def _new(
    change: LibraryChange, before: Report, after: Report, severity: Severity, allowed: frozenset[str]
) -> Iterator[Diagnostic]:
    """The new findings. One with other words than before is not new if its line had one of the same rule."""
    found = list(new_findings(before, after, severity, allowed))
    gone: Counter[tuple[str, str, int | None]] = Counter(
        (each.span.path, each.rule, _line(change, each)) for each in new_findings(after, before, severity, allowed)
    )
    lines = {path: _lines_before(change, path) for path in {each.span.path for each in found} if path in change.after}
    for each in found:
        source = change.after.get(each.span.path)
        line = lines[each.span.path](source.line_index(each.span.start)) if source else each.span.start
        place = (each.span.path, each.rule, line)
        gone[place] -= 1
        if line is None or gone[place] < 0:
            yield each


def _former(change: LibraryChange, path: str) -> Source | None:
    names = {target: old for old, target in change.moved.items()}
    return change.before.get(names.get(path, path))


def _line(change: LibraryChange, found: Diagnostic) -> int:
    """The line that an old finding is on, or its offset if the change does not touch the file."""
    former = _former(change, found.span.path)
    return former.line_index(found.span.start) if former else found.span.start


def _lines_before(change: LibraryChange, path: str) -> Callable[[int], int | None]:
    """A function that maps a line of a changed file to the one that it was; None for a new one."""
    former, source = _former(change, path), change.after[path]
    if former is None:
        return lambda line: None
    old, new = LINE_ENDING.split(former.text), LINE_ENDING.split(source.text)
    known: dict[int, int] = {}
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and end - start == last - first):
            known |= dict(zip(range(first, last), range(start, end), strict=True))
    return known.get
