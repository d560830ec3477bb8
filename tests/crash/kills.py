"""Runs that are killed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from tests.crash.course import Course, counted, watch
from tests.crash.process import Call, run
from tests.crash.scene import current, explain, staging

RANDOM_KILLS = 200
SIGKILL = -9


def kills_at_each_call(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Kill the run as it enters each call that changes the disk.

    Staging is the same in every scene; two of them are enough for it.
    """
    jobs = [(each, call) for each in courses[:2] for call in each.calls]
    jobs += [(each, call) for each in courses[2:] for call in each.calls[each.staged :]]
    yield from counted(jobs, _kill_at, folder)


def kills_at_random(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Kill the run, which has processes of its own, at a moment of its time."""
    chance = random.Random(5)
    free = [each for each in courses if not each.scene.always]
    jobs = [(each, chance.uniform(0, each.seconds * 1.1)) for each in islice(cycle(free), RANDOM_KILLS)]
    yield from counted(jobs, _kill_after, folder)


def _kill_at(each: Course, call: Call, out: Path) -> str:
    each.scene.set(out)
    strace = ["-e", f"trace={call.name},symlink", "-e", f"inject={call.name}:signal=KILL:when={call.number}"]
    done = run(each.scene.arguments(out), strace=[*strace, *each.scene.always])
    assert done.code == SIGKILL, f"{each.scene.name}, {call.name} {call.number}: {explain(done)}"
    return _aftermath(each, out, f"{call.name} {call.number}")


def _kill_after(each: Course, seconds: float, out: Path) -> str:
    each.scene.set(out)
    run(each.scene.arguments(out, jobs=2), kill_after=seconds)
    return _aftermath(each, out, f"{seconds:.3f} s")


def _aftermath(each: Course, out: Path, when: str) -> str:
    """`latest` is what it was or what it was to be, byte by byte, and the next run clears up."""
    where, found = f"{each.scene.name}, killed at {when}", current(out)
    assert found in (each.old, each.new), f"{where}: latest is neither the old bundle nor the new"
    done = run(each.scene.arguments(out), strace=watch(each.scene))
    assert done.code == 0, f"{where}, then run again: {explain(done)}"
    assert current(out) == each.new, f"{where}, then run again: latest is not the new bundle"
    assert staging(out) == [], f"{where}, then run again: staging is left"
    return f"{'old' if found == each.old else 'new'} bundle in latest, next run well: {each.scene.name}"
