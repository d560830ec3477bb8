"""Applies fixes until none is left, and refuses those that would cause a new error."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from pipeline.model.diagnostics import Diagnostic, Safety, Severity
from pipeline.model.report import Report
from pipeline.source.ranges import Ranges
from pipeline.source.text import Edit, Source, apply

ROUNDS = 10
# How often a round checks the library to find the fixes that bring an error.
TRIES = 100
# Errors that a fix may cause: `missing-section` writes a placeholder, which the author then replaces.
ALLOWED = frozenset({"placeholder-text"})
# The rules about pages whose fields, or no part, can be read; no other rule can check these.
UNREAD, TOO_LARGE = "invalid-yaml", "over-limit"
# Lints the library with these texts in place of those on disk.
Check = Callable[[Mapping[str, Source]], Report]
Selects = Callable[[Diagnostic], bool]
# The texts after some fixes, the report on them, and the first new error.
Attempt = tuple[dict[str, Source], Report, Diagnostic | None]


class FixRefused(NamedTuple):
    """A finding that was not fixed, and the error that its fix would have caused."""

    finding: Diagnostic
    error: Diagnostic


@dataclass(frozen=True)
class Fixed:
    """New texts by path (only of files that change), those before, the fixed and refused findings, the report after."""

    sources: Mapping[str, Source]
    before: Mapping[str, Source]
    applied: tuple[Diagnostic, ...]
    refused: tuple[FixRefused, ...]
    report: Report


def fix(check: Check, safeties: frozenset[Safety], selects: Selects = lambda diagnostic: True) -> Fixed:
    """Apply the fixes of these safeties to the selected findings and lint again, until none is left."""
    sources: dict[str, Source] = {}
    applied: list[Diagnostic] = []
    refused: dict[tuple[str, str, str], FixRefused] = {}
    report = check(sources)
    original = report.library.sources
    for _ in range(ROUNDS):
        candidates = [
            diagnostic
            for diagnostic in report.diagnostics
            if diagnostic.fix and diagnostic.fix.safety in safeties and selects(diagnostic)
        ]
        chosen = _without_overlaps(item for item in candidates if _key(item) not in refused)
        if not chosen:
            break
        changed, after, error = _try(check, sources, report, chosen)
        if error:
            bad = _refused(partial(_try, check, sources, report), chosen, error)
            refused |= {_key(each.finding): each for each in bad}
            left_out = {id(each.finding) for each in bad}
            chosen = [each for each in chosen if id(each) not in left_out]
            changed, after, _ = _try(check, sources, report, chosen)  # those that are left cause no error
        sources, report = changed, after
        applied += chosen
        if chosen:
            refused.clear()  # in another text they may bring no error
    changed = {path: source for path, source in sources.items() if source.text != original[path].text}
    before = {path: original[path] for path in changed}
    return Fixed(changed, before, tuple(applied), tuple(refused.values()), report)


def _refused(
    attempt: Callable[[list[Diagnostic]], Attempt], candidates: list[Diagnostic], error: Diagnostic
) -> list[FixRefused]:
    """The fixes without which the others bring no error, given the error that all of them bring together.

    Halves are tried, and halves of those that bring an error, so that one bad fix among many is soon found. After so
    many tries, a group that brings an error is refused as it is.
    """
    accepted: list[Diagnostic] = []
    refused: list[FixRefused] = []
    pending = [(candidates, error)]
    tries = 0
    while pending:
        group, error = pending.pop()
        if len(group) == 1 or tries >= TRIES:
            refused += (FixRefused(each, error) for each in group)
            continue
        for half in (group[: len(group) // 2], group[len(group) // 2 :]):
            tries += 1
            found = attempt([*accepted, *half])[2]
            if found is None:
                accepted += half
            else:
                pending.append((half, found))
    return refused


def _try(check: Check, sources: dict[str, Source], report: Report, chosen: Iterable[Diagnostic]) -> Attempt:
    """The texts after some fixes, the report on them, and the first new error."""
    edits: dict[str, set[Edit]] = {}
    for diagnostic in chosen:
        for edit in diagnostic.fix.edits if diagnostic.fix else ():
            edits.setdefault(edit.span.path, set()).add(edit)
    texts = {path: sources.get(path) or report.library.sources[path] for path in edits}
    changed = sources | {path: Source(path, apply(texts[path].text, edits[path])) for path in edits}
    after = check(changed)
    return changed, after, next(new_findings(report, after, allowed=ALLOWED), None)


def new_findings(
    before: Report, after: Report, severity: Severity = Severity.ERROR, allowed: frozenset[str] = frozenset()
) -> Iterator[Diagnostic]:
    """The findings of a report that the one before lacks, or has less often; `allowed` are rules whose may come.

    On a page that could not be read, findings that appear once it can be read are not new. Nor is a syntax error
    further down, or that a page is too large by another number.
    """
    known = Counter(map(_key, _found(before, severity, allowed)))
    unread = {error.span.path: error.span.start for error in before.diagnostics if error.rule == UNREAD}
    large = {error.span.path for error in before.diagnostics if error.rule == TOO_LARGE}
    for found in _found(after, severity, allowed):
        known[_key(found)] -= 1
        path, start, _ = found.span
        if known[_key(found)] >= 0 or path in large:
            continue
        if path not in unread or (found.rule == UNREAD and start <= unread[path]):
            yield found


def _found(report: Report, severity: Severity, allowed: frozenset[str]) -> Iterator[Diagnostic]:
    return (
        diagnostic
        for diagnostic in report.diagnostics
        if diagnostic.severity is severity and diagnostic.rule not in allowed
    )


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """The parts of a finding that stay the same when the text before it changes."""
    return diagnostic.span.path, diagnostic.rule, diagnostic.message


def _without_overlaps(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings whose edits do not overlap edits of earlier ones; the others wait for the next round."""
    taken: dict[str, Ranges] = defaultdict(Ranges)
    chosen = []
    for diagnostic in diagnostics:
        spans = [edit.span for edit in diagnostic.fix.edits] if diagnostic.fix else []
        if any(taken[span.path].touch(span.start, span.end) for span in spans):
            continue
        for span in spans:
            taken[span.path].add(span.start, span.end)
        chosen.append(diagnostic)
    return chosen
