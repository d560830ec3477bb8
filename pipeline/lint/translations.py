"""The rules that look at translations: all for pages but those about what only the original says."""

from collections.abc import Iterable

from pipeline.lint.rule import Rule
from pipeline.model.entry import Entry
from pipeline.source.parse import Document

# Rules about fields that a translation does not have: dates, people, and ids of other things.
OF_ORIGINALS = frozenset(
    {
        *("future-date", "review-overdue", "replacement-not-retired", "unclear-retirement", "split-name"),
        *("factor-outside-learner-models", "repeated-reference", "self-reference", "undeclared-factor"),
        *("unknown-category", "unknown-learner-model", "unlinked-factor"),
    }
)

# Limits that the words of another language need not keep exactly: no more than a warning.
LENGTHS = frozenset({"long-field", "short-field"})


def of_translations(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those of some rules that look at translations by themselves."""
    return tuple(rule for rule in rules if rule.subject in (Document, Entry) and rule.name not in OF_ORIGINALS)
