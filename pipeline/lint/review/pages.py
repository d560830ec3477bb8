"""Strategies that a branch took away, renamed or no longer publishes."""

from pathlib import PurePosixPath

from pipeline.lint.review.cause import Cause
from pipeline.lint.review.review import Review
from pipeline.model.entry import Entry
from pipeline.source.text import Span

STATES = {"retired": "which is retired now", "draft": "which is a draft now"}


def cause_of_unknown_strategy(review: Review, id_: str) -> Cause | None:
    """Why a strategy is not known any more, if it was before."""
    owner = review.library.former_ids.get(id_)
    if owner:
        return _moved(review, id_, owner)
    for gone in review.pages_gone:
        if gone.id == id_:
            return _gone(review, gone)
    for path, before in review.pages_before.items():
        alias = next((value for value in before.values("aliases") if value.text == id_), None)
        if alias:
            span = review.place_now(alias.span._replace(path=path))
            state = f"which `{PurePosixPath(path).stem}` no longer lists as a former id"
            return Cause(span, id_, state, "list it among its `aliases` again")
    return None


def cause_of_unpublished_strategy(review: Review, id_: str) -> Cause | None:
    """Why a strategy that others name is not published, if it was before."""
    entry = review.library.by_id.get(id_)
    before, status = (review.page_before(entry), entry.value("status")) if entry else (None, None)
    if entry is None or before is None or status is None or before.status == status.text or status.text not in STATES:
        return None
    successor = entry.facts.text("replaced_by")
    remedy = f"name `{successor}` there, or leave it out" if successor else "leave it out there"
    return Cause(status.span, id_, STATES[status.text], remedy)


def _moved(review: Review, id_: str, owner: Entry) -> Cause | None:
    alias = next((value for value in owner.values("aliases") if value.text == id_), None)
    if alias is None or not review.touches(alias.span):
        return None  # it was renamed before this branch
    return Cause(alias.span, id_, f"which is `{owner.id}` now", f"name `{owner.id}` there", by_fix=True)


def _gone(review: Review, page: Entry) -> Cause:
    path = next((path for path, before in review.pages_before.items() if before.path == page.path), None)
    if path is None:
        remedy = "bring it back with `status: retired`, and `replaced_by` if there is a successor"
        return Cause(Span(page.path, 0, 0), page.id, "whose page is gone", remedy)
    new = review.library.by_path[path]
    title = new.value("title")
    span = title.span if title else new.source.line_span(0)
    remedy = f"if `{new.id}` is the same strategy, write `aliases: [{page.id}]` on its page"
    return Cause(span, page.id, "whose page is gone", remedy)
