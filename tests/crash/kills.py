"""Runs that are killed."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from tests.crash.aftermath import aftermath
from tests.crash.course import Course, at, counted
from tests.crash.process import Call, run
from tests.crash.scene import explain
from tests.crash.trial import Trial


def kills_at_each_call(trial: Trial) -> Iterator[str]:
    """Kill the run as it enters each call that changes the disk."""
    jobs = [(each, each.calls[n]) for each, n in trial.calls([*trial.exports, *trial.writers])]
    yield from counted(jobs, _kill_at, trial.folder)


def kills_at_random(trial: Trial) -> Iterator[str]:
    """Kill the run, which has processes of its own, at a moment of its time."""
    chance = random.Random(5)
    free = [each for each in trial.exports if not each.scene.always]
    chosen = [*islice(cycle(free), trial.random), *islice(cycle(trial.writers), trial.few)]
    jobs = [(each, chance.uniform(0, each.seconds * 1.1)) for each in chosen]
    yield from counted(jobs, _kill_after, trial.folder)


def _kill_at(each: Course, call: Call, out: Path) -> str:
    each.scene.set(out)
    done = each.scene.run(out, at(call, "signal=KILL"))
    assert done.code == -signal.SIGKILL, f"{each.scene.name}, {call.name} {call.number}: {explain(done)}"
    return aftermath(each, out, f"killed at {call.name} {call.number}")


def _kill_after(each: Course, seconds: float, out: Path) -> str:
    each.scene.set(out)
    run(each.scene.arguments(out, jobs=2), end=(signal.SIGKILL, seconds), program=each.scene.program)
    return aftermath(each, out, f"killed at {seconds:.3f} s")
