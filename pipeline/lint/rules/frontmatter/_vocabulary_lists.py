"""Lists of terms that a page must have only if the library's vocabulary has such terms."""

from collections.abc import Iterator

from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.own_page import OwnPageEntry
from pipeline.model.strategy import Strategy
from pipeline.model.translation import TranslationEntry
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence

FIELDS = ("learner_models", "factors")


def lists_left_out(entry: Entry, context: Context) -> Iterator[Problem]:
    """A `missing-field` or an `invalid-value` problem for each of these lists that is missing or holds nothing."""
    is_strategy = not isinstance(entry, OwnPageEntry | TranslationEntry)
    front = entry.document.front if entry.readable and is_strategy else None
    if not isinstance(front, Mapping) or not front.pairs:
        return
    meant = {wording.field_meant(each.data) for each in entry.problems if each.kind == "unknown-field"}
    for field in FIELDS:
        value, key = front.get(field), front.key(field)
        is_empty = isinstance(value, Sequence) and not value.items
        is_absent = value is None or (isinstance(value, Scalar) and value.is_absent)
        if not (is_empty or is_absent) or field in meant or not _is_needed(field, context):
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
    terms = vocabulary.factors if field == "factors" else vocabulary.learner_models
    return bool(terms.items) or not terms.complete
