"""Changes of a branch after which pages name a strategy or term that they must not."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from rapidfuzz import fuzz

from pipeline.lint.review.review import Review
from pipeline.model.entry import Entry
from pipeline.model.load import items_by_id, members_of
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH, LEARNER_MODELS_PATH, vocabulary_path
from pipeline.source.text import Span

PATHS = {"factor": FACTORS_PATH, "category": CATEGORIES_PATH, "learner-model": LEARNER_MODELS_PATH}
STATES = {"retired": "which is retired now", "draft": "which is a draft now", "idea": "which is only an idea now"}
# Two terms whose descriptions are at least this similar, out of 100, are taken for one.
SAME = 80


class Cause(NamedTuple):
    """A change that causes findings in other files.

    `name` is what pages name; `state`, a clause about that name, says what changed. `by_fix` is true when
    `strategies fix` does what the `remedy` says.
    """

    span: Span
    name: str
    state: str
    remedy: str
    by_fix: bool = False


def cause_of_unknown_term(kind: str, review: Review, id_: str) -> Cause | None:
    """The removal or deprecation of a term of the vocabulary."""
    return _cause_in(PATHS[kind], kind, review, id_)


def _cause_in(path: str, kind: str, review: Review, id_: str) -> Cause | None:
    before, now = items_by_id(review.previous_data(path)), items_by_id(review.current_data(path))
    if id_ not in before:
        return None
    if id_ not in now:
        span, successor = review.current_span(before[id_].span), _successor(id_, before, now)
        return Cause(span, id_, f"which is gone from {path}", _remedy(successor))
    deprecated = now[id_].get("deprecated")
    if deprecated is None or before[id_].get("deprecated"):
        return None
    successor = _text(now[id_], "replaced_by")
    remedy = f"name `{successor}` there" if successor else "name another one there"
    return Cause(deprecated.span, id_, "which is no longer used", remedy, by_fix=successor is not None)


def cause_of_unknown_own_term(review: Review, name: str) -> Cause | None:
    """The removal or deprecation of a term of the library's own, named as `<vocabulary>/<id>`."""
    vocabulary, _, id_ = name.partition("/")
    return _cause_in(vocabulary_path(vocabulary), "term", review, id_)


def cause_of_lost_member(review: Review, factor: str) -> Cause | None:
    """The removal of a factor from a learner model."""
    now = items_by_id(review.current_data(LEARNER_MODELS_PATH))
    for id_, model in items_by_id(review.previous_data(LEARNER_MODELS_PATH)).items():
        member = next((each for each in members_of(model) if each.text == factor), None)
        is_member = id_ in now and any(each.text == factor for each in members_of(now[id_]))
        if member and not is_member:
            remedy = f"put it back into a group of `{id_}`, or take it off these pages"
            return Cause(review.current_span(member.span), factor, f"which no longer belongs to `{id_}`", remedy)
    return None


def cause_of_unknown_strategy(review: Review, id_: str) -> Cause | None:
    """The renaming or removal of a page, or of one of its former ids."""
    if owner := review.library.former_ids.get(id_):
        alias = next((value for value in owner.values("aliases") if value.text == id_), None)
        if alias is None or not review.touches(alias.span):
            return None  # it was renamed before this branch
        return Cause(alias.span, id_, f"which is `{owner.id}` now", f"name `{owner.id}` there", by_fix=True)
    for page in review.removed_pages:
        if page.id == id_:
            return _removed(review, page)
    for path, before in review.previous_pages.items():
        alias = next((value for value in before.values("aliases") if value.text == id_), None)
        if alias:
            span = review.current_span(alias.span._replace(path=path))
            state = f"which `{PurePosixPath(path).stem}` no longer lists as a former id"
            return Cause(span, id_, state, "list it among its `aliases` again")
    return None


def cause_of_unpublished_strategy(review: Review, id_: str) -> Cause | None:
    """A change of the status of a page."""
    entry = review.library.by_id.get(id_)
    before, status = (review.previous_pages.get(entry.path), entry.value("status")) if entry else (None, None)
    if entry is None or before is None or status is None or before.status == status.text or status.text not in STATES:
        return None
    successor = entry.facts.text("replaced_by")
    remedy = f"name `{successor}` there, or leave it out" if successor else "leave it out there"
    return Cause(status.span, id_, STATES[status.text], remedy)


# For each rule whose findings a change elsewhere can cause: what its findings name, and the search for that change.
CAUSES: Mapping[str, tuple[str, Callable[[Review, str], Cause | None]]] = {
    "unknown-factor": ("factor", partial(cause_of_unknown_term, "factor")),
    "unknown-category": ("category", partial(cause_of_unknown_term, "category")),
    "unknown-group-factor": ("factor", partial(cause_of_unknown_term, "factor")),
    "unknown-learner-model": ("learner-model", partial(cause_of_unknown_term, "learner-model")),
    "unknown-term": ("term", cause_of_unknown_own_term),
    "factor-outside-learner-models": ("factor", cause_of_lost_member),
    "unknown-strategy": ("strategy", cause_of_unknown_strategy),
    "related-not-published": ("strategy", cause_of_unpublished_strategy),
}


def _remedy(successor: str | None) -> str:
    by = f"`replaced_by: {successor}`" if successor else "`replaced_by`"
    return f"keep it there with `deprecated: true` and {by}"


def _successor(id_: str, before: Mapping[str, MappingNode], now: Mapping[str, MappingNode]) -> str | None:
    """The new term that seems to be a removed one under another id."""
    description = _description(before[id_])
    likeness = {new: fuzz.ratio(description, _description(now[new])) for new in now if new not in before}
    best = max(likeness, key=lambda new: likeness[new], default=None)
    return best if best and likeness[best] >= SAME else None


def _description(term: MappingNode) -> str:
    return _text(term, "definition") or _text(term, "description") or _text(term, "name") or ""


def _text(term: MappingNode, field: str) -> str | None:
    value = term.get(field)
    return value.text if isinstance(value, Scalar) and not value.is_absent else None


def _removed(review: Review, page: Entry) -> Cause:
    """The removal of a page, which may be renamed without saying so."""
    path = next((path for path, before in review.previous_pages.items() if before.path == page.path), None)
    if path is None:
        remedy = "bring it back with `status: retired`, and `replaced_by` if there is a successor"
        return Cause(Span(page.path, 0, 0), page.id, "whose page is gone", remedy)
    new = review.library.by_path[path]
    title = new.value("title")
    span = title.span if title else new.source.line_span(0)
    remedy = f"if `{new.id}` is the same strategy, write `aliases: [{page.id}]` on its page"
    return Cause(span, page.id, "whose page is gone", remedy)
