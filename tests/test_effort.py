"""A sample is the same each time and holds every kind; full effort leaves nothing out."""

from __future__ import annotations

import effort
import pytest

WORDS = ["apple", "avocado", "banana", "cherry", "blackberry", "cranberry", "damson", "elderberry"]


def test_a_sample_holds_each_kind_and_one_of_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "FULL", False)
    assert effort.sample(WORDS, 3) == ["apple", "cherry", "damson"]
    chosen = effort.sample(WORDS, 100, lambda word: word[0], lambda word: word.endswith("berry"))
    assert chosen == ["apple", "banana", "cherry", "blackberry", "damson", "elderberry"]
    assert [effort.tries(times) for times in (5, 30, 400)] == [5, 10, 100]


def test_full_effort_leaves_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "FULL", True)
    assert effort.sample(iter(WORDS), 100) == WORDS
    assert effort.tries(400) == 400
