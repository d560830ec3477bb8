"""What changed from one report to the next: findings that are new, changed or gone."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.lint.baseline import NUMBERS
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.text import Position


class ShownFinding(NamedTuple):
    """A finding with its position, the marked text and the line around it, as they were when it was reported."""

    diagnostic: Diagnostic
    position: Position
    text: str
    line: str


class News(NamedTuple):
    """What changed: a finding that moved, and nothing else, is no news."""

    new: tuple[ShownFinding, ...] = ()
    changed: tuple[ShownFinding, ...] = ()
    gone: tuple[ShownFinding, ...] = ()

    def __bool__(self) -> bool:
        return any(self)


def shown_findings(view: ReportView) -> tuple[ShownFinding, ...]:
    """The findings that a report lists, with the text around them."""
    listed, shown = view.shown, []
    sources = {path: view.sources.get(path) for path in {found.span.path for found in listed}}
    for found in listed:
        source = sources[found.span.path]
        if source is None:
            shown.append(ShownFinding(found, Position(1, 1), "", ""))
            continue
        line = source.slice(source.line_span(source.line_index(found.span.start)))
        shown.append(ShownFinding(found, source.position(found.span.start), source.slice(found.span), line))
    return tuple(shown)


def news(before: Iterable[ShownFinding], after: Iterable[ShownFinding]) -> News:
    """Compare two reports.

    Of twins on a page, one on an equal line is the same one. A finding whose message differs only in its numbers, or
    that differs in severity, is a changed one.
    """
    gone, new = list(before), list(after)
    for key in (_exactly, _wherever):
        gone, new, _ = _paired(gone, new, key)
    gone, new, changed = _paired(gone, new, _nearly)
    return News(tuple(new), tuple(changed), tuple(gone))


def _exactly(found: ShownFinding) -> tuple[object, ...]:
    return *_wherever(found), found.line


def _wherever(found: ShownFinding) -> tuple[object, ...]:
    diagnostic = found.diagnostic
    return diagnostic.span.path, diagnostic.rule, diagnostic.severity, diagnostic.message, found.text


def _nearly(found: ShownFinding) -> tuple[object, ...]:
    diagnostic = found.diagnostic
    return diagnostic.span.path, diagnostic.rule, NUMBERS.sub("#", diagnostic.message), found.text


def _paired(
    before: list[ShownFinding], after: list[ShownFinding], key: Callable[[ShownFinding], tuple[object, ...]]
) -> tuple[list[ShownFinding], list[ShownFinding], list[ShownFinding]]:
    """The findings before that have no partner, those after that have none, and those after that have one."""
    known = defaultdict[tuple[object, ...], deque[int]](deque)
    for index, found in enumerate(before):
        known[key(found)].append(index)
    left, alone, paired = set(range(len(before))), list[ShownFinding](), list[ShownFinding]()
    for found in after:
        partners = known[key(found)]
        if partners:
            left.remove(partners.popleft())
            paired.append(found)
        else:
            alone.append(found)
    return [before[index] for index in sorted(left)], alone, paired
