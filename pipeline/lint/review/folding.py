"""Findings of one cause, folded into one note at the cause."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.lint.review.cause import Cause
from pipeline.lint.review.pages import cause_of_unknown_strategy, cause_of_unpublished_strategy
from pipeline.lint.review.review import CHANGED_LINE, Review
from pipeline.lint.review.terms import cause_of_lost_member, cause_of_unknown_term
from pipeline.model.diagnostics import Diagnostic, Note, Safety
from pipeline.source.paths import is_page
from pipeline.source.text import Span

# No more places are listed in one note.
MOST_PLACES = 100
Find = Callable[[Review, str], Cause | None]
# For each rule whose findings a change elsewhere can cause: the kind of thing that they name, and why they may.
CAUSES: Mapping[str, tuple[str, Find]] = {
    "unknown-factor": ("factor", lambda review, id_: cause_of_unknown_term(review, "factor", id_)),
    "unknown-category": ("category", lambda review, id_: cause_of_unknown_term(review, "category", id_)),
    "unknown-group-factor": ("factor", lambda review, id_: cause_of_unknown_term(review, "factor", id_)),
    "unknown-learner-model": ("learner-model", lambda review, id_: cause_of_unknown_term(review, "learner-model", id_)),
    "factor-outside-learner-models": ("factor", cause_of_lost_member),
    "unknown-strategy": ("strategy", cause_of_unknown_strategy),
    "related-not-published": ("strategy", cause_of_unpublished_strategy),
}


def folded(review: Review, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings with those of one cause as one, at the cause; sorted by place.

    A finding on a changed line stays where it is, for there its author can mend it; one alone stays as well, with a
    note that leads to the cause.
    """
    kept: list[Diagnostic] = []
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        id_ = _named(diagnostic)
        if id_ is None or review.nearness(diagnostic) == CHANGED_LINE:
            kept.append(diagnostic)
        else:
            groups.setdefault((diagnostic.rule, id_), []).append(diagnostic)
    for (rule, id_), found in groups.items():
        cause = CAUSES[rule][1](review, id_)
        if cause is None:
            kept += found
        else:
            kept.append(_together(found, cause) if len(found) > 1 else _alone(found[0], cause))
    return tuple(sorted(kept, key=lambda diagnostic: diagnostic.sort_key))


def _named(diagnostic: Diagnostic) -> str | None:
    """The id of what a finding says is named."""
    scheme = CAUSES.get(diagnostic.rule, ("", None))[0]
    keys = (key.partition(":") for key in diagnostic.about)
    return next((id_ for kind, _, id_ in keys if kind == scheme), None)


def _together(found: list[Diagnostic], cause: Cause) -> Diagnostic:
    paths = {diagnostic.span.path for diagnostic in found}
    noun = "page" if all(map(is_page, paths)) else "file"
    name = f"1 {noun} names" if len(paths) == 1 else f"{len(paths)} {noun}s name"
    places = sorted(set(_places(found)))
    more = f"; `--format json` lists {len(places) - MOST_PLACES} places more" if len(places) > MOST_PLACES else ""
    fixable = cause.by_fix and all(each.fix and each.fix.safety is Safety.SAFE for each in found)
    return found[0]._replace(
        span=cause.span,
        message=f"{name} `{cause.name}`, {cause.state}",
        help=cause.remedy + ("; `strategies fix` does it" if fixable else "") + more,
        notes=tuple(Note(span, "named here") for span in places[:MOST_PLACES]),
        fix=None,
        about=(),
    )


def _places(found: list[Diagnostic]) -> Iterator[Span]:
    """Where the pages name it: at the findings, and at what they point to on the same page."""
    for diagnostic in found:
        spans = (diagnostic.span, *(note.span for note in diagnostic.notes))
        yield from (span for span in spans if span.path == diagnostic.span.path)


def _alone(diagnostic: Diagnostic, cause: Cause) -> Diagnostic:
    if any(note.span == cause.span for note in diagnostic.notes):
        return diagnostic
    note = Note(cause.span, f"`{cause.name}`, {cause.state}: {cause.remedy}")
    return diagnostic._replace(notes=(*diagnostic.notes, note))
