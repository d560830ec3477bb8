"""The families that are measured before each merge: those that were slow once, and one of each subject."""

from __future__ import annotations

from itertools import islice

from tests.slow_inputs.families import FAMILIES, SUBJECTS

SIZES = (5_000, 50_000)
# Families that took more than linear time, or far more memory than their size, once.
WERE_SLOW = {
    ("markdown_links", "autolinks"),
    ("markdown_links", "autolinks in one bracket"),
    ("markdown_links", "one definition used over and over"),
    ("vocabulary", "unknown factors in a group"),
    ("vocabulary", "unknown fields of the library"),
    ("vocabulary", "ignore comments in a row"),
    ("settings", "unknown settings"),
    ("settings", "unknown tables"),
    ("findings", "with an ignore comment each"),
    ("findings", "ignore comments of nothing"),
    ("findings", "on one line"),
    ("fixes", "zero-width characters"),
    ("fixes", "one that is refused among many"),
    ("bundles", "bomb to verify"),
}
SIXTH = [next(islice((each for each in FAMILIES if each[0] == subject), 5, None)) for subject in SUBJECTS]
SAMPLE = [each for each in FAMILIES if each[:2] in WERE_SLOW or each in SIXTH]
