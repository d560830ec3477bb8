"""Lists that a page need not have: those of terms if the vocabulary has none, and that of related strategies."""

from collections.abc import Iterator

from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.own_page import OwnPageEntry
from pipeline.model.strategy import Strategy
from pipeline.model.translation import TranslationEntry
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence

FIELDS = ("learner_models", "factors", "related")


def lists_left_out(entry: Entry, context: Context) -> Iterator[Problem]:
    """A `missing-field` or an `invalid-value` problem for each of these lists that is missing or holds nothing.

    `related` may be left out or be `[]`; with nothing behind it, it was cut off or is still to be filled in.
    """
    is_strategy = not isinstance(entry, OwnPageEntry | TranslationEntry)
    front = entry.document.front if entry.readable and is_strategy else None
    if not isinstance(front, Mapping) or not front.pairs:
        return
    meant = {wording.field_meant(each.data) for each in entry.problems if each.kind == "unknown-field"}
    for field in FIELDS:
        value, key = front.get(field), front.key(field)
        is_empty = isinstance(value, Sequence) and not value.items
        is_absent = value is None or (isinstance(value, Scalar) and value.is_absent)
        is_needed = key is not None and not is_empty if field == "related" else _is_needed(field, context)
        if not (is_empty or is_absent) or field in meant or not is_needed:
            continue
        data = {"field": field, "accepted": Strategy.model_fields[field].description or ""}
        if is_empty and value is not None:
            yield Problem("invalid-value", value.span, data | {"fault": "too_short", "got": "a list"})
        else:
            span = key.span if key else front.pairs[0][0].span
            yield Problem("missing-field", span, data | {"fault": "missing", "empty": str(key is not None)})


def _is_needed(field: str, context: Context) -> bool:
    """True if the vocabulary has terms to choose from, or might have some that cannot be read."""
    vocabulary = context.vocabulary
    return (vocabulary.factors if field == "factors" else vocabulary.learner_models).has_terms
