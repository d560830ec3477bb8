"""Hostile inputs that were slow once, and a sample of others: `python -m tests.slow_inputs` has all."""

from __future__ import annotations

import math

import pytest

from tests.slow_inputs.families import FAMILIES
from tests.slow_inputs.measure import Cost, Row, measured
from tests.slow_inputs.sample import SAMPLE, SIZES, WERE_SLOW


def test_every_family_has_a_name_of_its_own() -> None:
    names = [each[:2] for each in FAMILIES]
    assert len(set(names)) == len(names) >= 120
    assert set(names) >= WERE_SLOW


@pytest.mark.parametrize(("subject", "name", "family"), SAMPLE, ids=[f"{each[0]}: {each[1]}" for each in SAMPLE])
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
