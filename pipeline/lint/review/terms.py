"""Terms of the vocabulary that a branch took away."""

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz

from pipeline.lint.review.cause import Cause
from pipeline.lint.review.review import Review
from pipeline.model.load import items_by_id, members_of
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH, LEARNER_MODELS_PATH

PATHS = {"factor": FACTORS_PATH, "category": CATEGORIES_PATH, "learner-model": LEARNER_MODELS_PATH}
# From this likeness of what is said of two terms, out of 100, they are taken for one.
SAME = 80


def cause_of_unknown_term(review: Review, kind: str, id_: str) -> Cause | None:
    """Why a term is not to be named any more, if it was before."""
    path = PATHS[kind]
    before, now = items_by_id(review.data_before(path)), items_by_id(review.data_now(path))
    if id_ not in before:
        return None
    if id_ not in now:
        span, successor = review.place_now(before[id_].span), _successor(id_, before, now)
        return Cause(span, id_, f"which is gone from {path}", _remedy(kind, id_, successor))
    written = now[id_].get("deprecated")
    if written is None or before[id_].get("deprecated"):
        return None
    successor = _text(now[id_], "replaced_by")
    remedy = f"name `{successor}` there" if successor else "name another one there"
    return Cause(written.span, id_, "which is no longer used", remedy, by_fix=successor is not None)


def cause_of_lost_member(review: Review, factor: str) -> Cause | None:
    """Why a factor belongs to no learner model of a page, if it did before."""
    now = items_by_id(review.data_now(LEARNER_MODELS_PATH))
    for id_, model in items_by_id(review.data_before(LEARNER_MODELS_PATH)).items():
        member = next((each for each in members_of(model.get("groups")) if each.text == factor), None)
        if member is None or (id_ in now and factor in _members(now[id_])):
            continue
        remedy = f"put it back into a group of `{id_}`, or take it off these pages"
        return Cause(review.place_now(member.span), factor, f"which no longer belongs to `{id_}`", remedy)
    return None


def _members(model: MappingNode) -> Iterator[str]:
    return (member.text for member in members_of(model.get("groups")))


def _remedy(kind: str, id_: str, successor: str | None) -> str:
    if kind == "factor":
        by = f"`replaced_by: {successor}`" if successor else "`replaced_by`"
        return f"keep it there with `deprecated: true` and {by}"
    if successor:
        return f"if it is `{successor}` now, name that on these pages; else list `{id_}` again"
    return f"list it again, or name another {kind.replace('-', ' ')} on these pages"


def _successor(id_: str, before: Mapping[str, MappingNode], now: Mapping[str, MappingNode]) -> str | None:
    """The new term that seems to be one that is gone, under another id."""
    said = _said(before[id_])
    likeness = {new: fuzz.ratio(said, _said(now[new])) for new in _new_ids(before, now)}
    best = max(likeness, key=lambda new: likeness[new], default=None)
    return best if best and likeness[best] >= SAME else None


def _new_ids(before: Mapping[str, MappingNode], now: Mapping[str, MappingNode]) -> Iterable[str]:
    return (id_ for id_ in now if id_ not in before)


def _said(term: MappingNode) -> str:
    """What says what a term is."""
    return _text(term, "definition") or _text(term, "description") or _text(term, "name") or ""


def _text(term: MappingNode, field: str) -> str | None:
    value = term.get(field)
    return value.text if isinstance(value, Scalar) and not value.is_absent else None
