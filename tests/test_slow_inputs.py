"""Hostile inputs that were slow once, and a sample of others: `python -m tests.slow_inputs` has all."""

from __future__ import annotations

import math
from itertools import islice

import pytest

from tests.slow_inputs.families import FAMILIES, SUBJECTS
from tests.slow_inputs.measure import Cost, Row, measured

SIZES = (5_000, 50_000)
# Families that took quadratic time once.
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
}
# One of each subject besides.
SAMPLE = [next(islice((each for each in FAMILIES if each[0] == subject), 5, None)) for subject in SUBJECTS]
CHOSEN = [each for each in FAMILIES if each[:2] in WERE_SLOW or each in SAMPLE]


def test_every_family_has_a_name_of_its_own() -> None:
    names = [each[:2] for each in FAMILIES]
    assert len(set(names)) == len(names) >= 120
    assert set(names) >= WERE_SLOW


@pytest.mark.parametrize(("subject", "name", "family"), CHOSEN, ids=[f"{each[0]}: {each[1]}" for each in CHOSEN])
def test_no_input_is_slow_or_vanishes(subject: str, name: str, family: object) -> None:
    row = measured(subject, name, family, SIZES)  # type: ignore[arg-type]
    assert row.faults == []


def test_what_breaks_a_promise_is_seen() -> None:
    def row(*seconds: float, fault: str = "", memory: int = 80) -> Row:
        sizes = (10_000, 100_000, 1_000_000)
        costs = {size: Cost(each, memory, 0, fault) for size, each in zip(sizes, seconds, strict=False)}
        return Row("subject", "name", costs, 0.1)

    assert row(0.2, 1.1, 10.1).faults == []
    assert math.isclose(row(0.2, 10.1).exponent, 2, abs_tol=0.1)
    assert row(0.2, 10.1).faults == ["grows with size to the 2.00", "10.1 s"]
    assert row(0.2, fault="lost").faults == ["lost at 10000"]
    assert row(0.2, memory=5_000).faults == ["5000 MB"]
    assert row(0.1, 0.11).exponent == 0
