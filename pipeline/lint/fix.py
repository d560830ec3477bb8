"""Applies fixes until nothing moves, and refuses any that would bring a new error."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.diagnostics import Diagnostic, Safety, Severity
from pipeline.model.report import Report
from pipeline.source.text import Edit, Source, Span, apply

ROUNDS = 10
# What a fix may bring: the placeholder that `missing-section` writes says that an author's turn has come.
FOR_AUTHORS = frozenset({"placeholder-text"})
# The rule that speaks alone of a page whose fields cannot be read.
UNREAD = "invalid-yaml"
# Checks the library with some texts in place of those on disk.
Check = Callable[[Mapping[str, Source]], Report]
Wanted = Callable[[Diagnostic], bool]


class FixRefused(NamedTuple):
    """A finding that was not fixed, and the error that its fix would have brought."""

    finding: Diagnostic
    error: Diagnostic


@dataclass(frozen=True)
class Fixed:
    """The outcome: new texts by path (only of files that change), what was fixed, what was refused and why."""

    sources: Mapping[str, Source]
    applied: tuple[Diagnostic, ...]
    refused: tuple[FixRefused, ...]
    report: Report


def fix(check: Check, safeties: frozenset[Safety], wanted: Wanted = lambda diagnostic: True) -> Fixed:
    """Apply the fixes of these safeties to the wanted findings, check again, and so on until nothing moves."""
    sources: dict[str, Source] = {}
    applied: list[Diagnostic] = []
    refused: dict[tuple[str, str, str], FixRefused] = {}
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
        changed, after, error = _try(check, sources, report, chosen)
        if error:
            # Together they bring an error: take them one by one and find which.
            accepted: list[Diagnostic] = []
            for diagnostic in chosen:
                _, _, error = _try(check, sources, report, [*accepted, diagnostic])
                if error:
                    refused[_key(diagnostic)] = FixRefused(diagnostic, error)
                else:
                    accepted.append(diagnostic)
            chosen = accepted
            changed, after, _ = _try(check, sources, report, chosen)  # what was accepted brings no error
        sources, report = changed, after
        applied += chosen
    moved = {path: source for path, source in sources.items() if source.text != original[path].text}
    return Fixed(moved, tuple(applied), tuple(refused.values()), report)


def _try(
    check: Check, sources: dict[str, Source], report: Report, chosen: Iterable[Diagnostic]
) -> tuple[dict[str, Source], Report, Diagnostic | None]:
    """The texts after some fixes, their report, and the first error that is new."""
    edits: dict[str, set[Edit]] = {}
    for diagnostic in chosen:
        for edit in diagnostic.fix.edits if diagnostic.fix else ():
            edits.setdefault(edit.span.path, set()).add(edit)
    texts = {path: sources.get(path) or report.library.sources[path] for path in edits}
    changed = sources | {path: Source(path, apply(texts[path].text, edits[path])) for path in edits}
    after = check(changed)
    return changed, after, _new_error(report, after)


def _new_error(before: Report, after: Report) -> Diagnostic | None:
    """The first error of a report that another does not have, or not as often.

    Of a page whose fields could not be read at all, what comes to light once they can is not new; nor is a fault that
    keeps them from being read further down.
    """
    known = Counter(map(_key, _errors(before)))
    unread = {error.span.path: error.span.start for error in _errors(before) if error.rule == UNREAD}
    for error in _errors(after):
        known[_key(error)] -= 1
        path, start, _ = error.span
        if known[_key(error)] < 0 and not (path in unread and (error.rule != UNREAD or start > unread[path])):
            return error
    return None


def _errors(report: Report) -> Iterator[Diagnostic]:
    return (
        diagnostic
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
