"""Applies fixes until nothing moves, and refuses any that would bring a new error."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Safety, Severity
from pipeline.model.report import Report
from pipeline.text import Edit, Source, Span, apply

ROUNDS = 10
# What a fix may bring: the placeholder that `missing-section` writes says that an author's turn has come.
FOR_AUTHORS = frozenset({"placeholder-text"})
# Checks the library with some texts in place of those on disk.
Check = Callable[[Mapping[str, Source]], Report]
Wanted = Callable[[Diagnostic], bool]


@dataclass(frozen=True)
class Fixed:
    """The outcome: new texts by path (only of files that change), what was mended, what was refused."""

    sources: Mapping[str, Source]
    applied: tuple[Diagnostic, ...]
    refused: tuple[Diagnostic, ...]
    report: Report


def fix(check: Check, safeties: frozenset[Safety], wanted: Wanted = lambda diagnostic: True) -> Fixed:
    """Apply the fixes of these safeties to the wanted findings, check again, and so on until nothing moves."""
    sources: dict[str, Source] = {}
    applied: list[Diagnostic] = []
    refused: dict[tuple[str, str, str], Diagnostic] = {}
    report = check(sources)
    original = report.library.sources
    for _ in range(ROUNDS):
        candidates = [
            diagnostic
            for diagnostic in report.diagnostics
            if diagnostic.fix and diagnostic.fix.safety in safeties and wanted(diagnostic)
        ]
        chosen = _without_overlaps(item for item in candidates if _key(item) not in refused)
        if not chosen:
            break
        changed, after = _try(check, sources, report, chosen)
        if changed is None:
            # Together they bring an error: take them one by one and find which.
            accepted: list[Diagnostic] = []
            for diagnostic in chosen:
                if _try(check, sources, report, [*accepted, diagnostic])[0] is None:
                    refused[_key(diagnostic)] = diagnostic
                else:
                    accepted.append(diagnostic)
            chosen = accepted
            changed, after = _try(check, sources, report, chosen)
        assert changed is not None  # what was accepted brings no error
        sources, report = changed, after
        applied += chosen
    moved = {path: source for path, source in sources.items() if source.text != original[path].text}
    return Fixed(moved, tuple(applied), tuple(refused.values()), report)


def _try(
    check: Check, sources: dict[str, Source], report: Report, chosen: Iterable[Diagnostic]
) -> tuple[dict[str, Source] | None, Report]:
    """The texts after some fixes and their report; None in place of the texts when an error is new."""
    edits: dict[str, set[Edit]] = {}
    for diagnostic in chosen:
        for edit in diagnostic.fix.edits if diagnostic.fix else ():
            edits.setdefault(edit.span.path, set()).add(edit)
    texts = {path: sources.get(path) or report.library.sources[path] for path in edits}
    changed = sources | {path: Source(path, apply(texts[path].text, edits[path])) for path in edits}
    after = check(changed)
    return (None if _errors(after) - _errors(report) else changed), after


def _errors(report: Report) -> Counter[tuple[str, str, str]]:
    return Counter(
        _key(diagnostic)
        for diagnostic in report.diagnostics
        if diagnostic.severity is Severity.ERROR and diagnostic.rule not in FOR_AUTHORS
    )


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What stays the same of a finding when text before it moves."""
    return diagnostic.span.path, diagnostic.rule, diagnostic.message


def _without_overlaps(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those whose edits do not touch edits chosen before; the rest wait for the next round."""
    taken: list[Span] = []
    chosen = []
    for diagnostic in diagnostics:
        spans = [edit.span for edit in diagnostic.fix.edits] if diagnostic.fix else []
        if any(_touch(span, other) for span in spans for other in taken):
            continue
        taken += spans
        chosen.append(diagnostic)
    return chosen


def _touch(one: Span, other: Span) -> bool:
    return one.path == other.path and one.start <= other.end and other.start <= one.end
