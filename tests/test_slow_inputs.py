"""Hostile inputs that were slow once, and a sample of others: `python -m tests.slow_inputs` has all."""

from __future__ import annotations

import math
import subprocess
import sys

from repository import ROOT

from tests.slow_inputs.families import FAMILIES
from tests.slow_inputs.measure import Cost, Row
from tests.slow_inputs.sample import SAMPLE, WERE_SLOW


def test_every_family_has_a_name_of_its_own() -> None:
    names = [each[:2] for each in FAMILIES]
    assert len(set(names)) == len(names) >= 120
    assert set(names) >= WERE_SLOW


def test_no_input_is_slow_or_vanishes() -> None:
    """In a process of its own, as those of the inputs begin with the memory of the one that they leave."""
    command = [sys.executable, "-m", "tests.slow_inputs", "--sample"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert f"{len(SAMPLE)} families, 0 of them break a promise" in done.stdout


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
