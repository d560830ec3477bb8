"""Findings with one cause, folded into one finding at that cause."""

from collections.abc import Iterable, Iterator

from pipeline.lint.review.causes import CAUSES, Cause
from pipeline.lint.review.review import CHANGED_LINE, Review
from pipeline.model.diagnostics import Diagnostic, Note, Safety
from pipeline.source.paths import is_page
from pipeline.source.text import Span

# Number of positions that one finding lists at most.
MOST_NOTES = 100


def folded(review: Review, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, sorted, with those of one cause as one finding at the cause.

    A finding on a changed line stays where it is, because its author can fix it there. A finding that is the only one
    of its cause stays too, with a note at the cause.
    """
    result: list[Diagnostic] = []
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        id_ = _named(diagnostic)
        if id_ is None or review.nearness(diagnostic) == CHANGED_LINE:
            result.append(diagnostic)
        else:
            groups.setdefault((diagnostic.rule, id_), []).append(diagnostic)
    for (rule, id_), found in groups.items():
        cause = CAUSES[rule][1](review, id_)
        if cause is None:
            result += found
        else:
            result.append(_merged(found, cause) if len(found) > 1 else _with_cause(found[0], cause))
    return tuple(sorted(result, key=lambda diagnostic: diagnostic.sort_key))


def _named(diagnostic: Diagnostic) -> str | None:
    """The id of the strategy or term that a finding is about."""
    kind = CAUSES.get(diagnostic.rule, ("", None))[0]
    keys = (key.partition(":") for key in diagnostic.about)
    return next((id_ for scheme, _, id_ in keys if scheme == kind), None)


def _merged(found: list[Diagnostic], cause: Cause) -> Diagnostic:
    paths = {diagnostic.span.path for diagnostic in found}
    noun = "page" if all(map(is_page, paths)) else "file"
    name = f"1 {noun} names" if len(paths) == 1 else f"{len(paths)} {noun}s name"
    spans = sorted(set(_spans(found)))
    more = f"; `--format json` lists {len(spans) - MOST_NOTES} places more" if len(spans) > MOST_NOTES else ""
    fixable = cause.by_fix and all(each.fix and each.fix.safety is Safety.SAFE for each in found)
    return found[0]._replace(
        span=cause.span,
        message=f"{name} `{cause.name}`, {cause.state}",
        help=cause.remedy + ("; `strategies fix` does it" if fixable else "") + more,
        notes=tuple(Note(span, "named here") for span in spans[:MOST_NOTES]),
        fix=None,
        about=(),
    )


def _spans(found: list[Diagnostic]) -> Iterator[Span]:
    """The positions of findings, and of their notes on the same page."""
    for diagnostic in found:
        own = (diagnostic.span, *(note.span for note in diagnostic.notes))
        yield from (span for span in own if span.path == diagnostic.span.path)


def _with_cause(diagnostic: Diagnostic, cause: Cause) -> Diagnostic:
    if any(note.span == cause.span for note in diagnostic.notes):
        return diagnostic
    note = Note(cause.span, f"`{cause.name}`, {cause.state}: {cause.remedy}")
    return diagnostic._replace(notes=(*diagnostic.notes, note))
