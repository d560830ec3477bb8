"""A few of the inputs that `python -m tests.fuzz` tries by the million, and all that broke something once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.histories import History, histories, outcome_of_history
from tests.fuzz.libraries import Files, additions, libraries, outcome, whole
from tests.fuzz.single_file import CASES, PLACES, examine, examine_wholly, seeds

some = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir() if path.suffix != ".md"))
def test_what_broke_something_once(name: str) -> None:
    examine((CASES / name).read_bytes())
    examine_wholly((CASES / name).read_bytes())


@settings(some, max_examples=tries(100))
@given(st.integers(0, len(PLACES) - 1), st.binary(max_size=200))
def test_any_bytes_in_any_place(place: int, data: bytes) -> None:
    examine(bytes([place]) + data)
    examine_wholly(bytes([place]) + data)


def test_seeds_are_sound_and_of_all_places() -> None:
    found = list(seeds())
    assert {data[0] for data in found} >= {PLACES.index(place) for place in PLACES if place != "pyproject.toml"}
    for data in found[:: max(1, len(found) // 100)]:
        examine(data)


@settings(some, max_examples=tries(15))
@given(libraries())
def test_whole_libraries(files: Files) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outcome(files, Path(folder))


@settings(some, max_examples=3)
@given(histories())
def test_states_of_git(history: History) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outcome_of_history(history, Path(folder))


def test_a_change_of_the_policy_is_exported_by_the_policy_as_it_was(tmp_path: Path) -> None:
    """Else only libraries with errors would be compared."""
    changed = {**whole(), "strategies.toml": b'[severity]\nplaceholder-text = "off"\n'}
    assert outcome_of_history(History((whole(), changed), changed, 0, staged=False), tmp_path) == (
        "history: exported, compared"
    )


@pytest.mark.parametrize("path", ["", *sorted(additions())])
def test_whole_libraries_are_published_before_something_is_changed(path: str, tmp_path: Path) -> None:
    """Else only errors would be fuzzed. A translation into a language that the library does not name is an error."""
    more = {path: additions()[path]} if path else {}
    expected = "errors found" if path.endswith((".de.md", ".de.yaml")) else "published"
    assert outcome({**whole(), **more}, tmp_path) == expected
