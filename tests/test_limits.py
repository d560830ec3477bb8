"""Limits: each is said with the number that was reached, and findings beyond theirs are counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from command import PAGES, TODAY, VOICE, Run, replace
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.ranges import Ranges

if TYPE_CHECKING:
    from pathlib import Path

RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda each: (each[0], sum(each))))


def set_limit(library: Path, name: str, number: int) -> None:
    (library / "strategies.toml").write_text(f"[limits]\n{name} = {number}\n", encoding="utf-8")


def test_findings_beyond_the_limit_are_counted(run: Run, library: Path) -> None:
    set_limit(library, "findings", 3)
    replace(library / VOICE, "Having a say", "The the the cat cat sat sat on on a a mat mat. TODO Having a say")
    done = run("check", TODAY, folder=library)
    every = run("check", TODAY, "--statistics", folder=library)
    number = int(every.out.split()[-3])
    assert done.heads[0] == f"{VOICE}:1:1 warning over-limit"
    assert f"this file has {number} findings; 3 of them are listed" in done.out
    assert len(done.heads) == 4
    assert done.rules[1:].count("placeholder-text") == 1, "the most severe are listed"
    assert done.out.endswith("mended by strategies fix\n") or "warnings" in done.out.splitlines()[-1]
    summary = json.loads(run("check", TODAY, "--format=json", folder=library).out)["summary"]
    assert summary["errors"] + summary["warnings"] + summary["infos"] == number + 1
    assert (done.code, run("check", TODAY, folder=library).out) == (1, done.out), "the memo says the same"


def test_unlisted_errors_still_fail(run: Run, library: Path) -> None:
    set_limit(library, "findings", 1)
    replace(library / VOICE, "Having a say", "TODO say. A FIXME here. Having a say")
    done = run("check", TODAY, folder=library)
    assert (done.code, done.heads[0]) == (1, f"{VOICE}:1:1 error over-limit")


def test_a_library_of_too_many_pages_is_not_checked(run: Run, library: Path) -> None:
    pages = len(list((library / PAGES).glob("*.md")))
    set_limit(library, "pages", pages - 1)
    done = run("check", TODAY, folder=library)
    assert done.code == 2
    assert f"this library has {pages} pages; at most {pages - 1} are read (`limits.pages` in" in done.err
    set_limit(library, "pages", pages)
    assert run("check", TODAY, folder=library).code == 0


def test_a_path_that_is_too_long_is_refused(run: Run, library: Path) -> None:
    set_limit(library, "path_length", 60)
    path = f"{PAGES}/{'long-' * 8}name.md"
    (library / path).write_text((library / VOICE).read_text("utf-8"), "utf-8")
    done = run("check", TODAY, folder=library)
    assert done.heads == [f"{path}:1:1 error over-limit"]
    assert f"the path of this file has {len(path)} characters; 60 are allowed" in done.out


@given(RANGES, st.integers(0, 35), st.integers(1, 5))
def test_ranges_know_what_meets_them(ranges: list[tuple[int, int]], start: int, size: int) -> None:
    found, end = Ranges(), start + size
    for each in ranges:
        found.add(*each)
    assert found.touch(start, end) == any(a <= end and start <= b for a, b in ranges)
    assert found.overlap(start, end) == any(a < end and start < b for a, b in ranges)
    assert found.hold(start) == any(a <= start < b for a, b in ranges)
