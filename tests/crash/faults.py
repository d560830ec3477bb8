"""Runs whose disk fails, is full, or belongs to somebody else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from tests.crash.aftermath import aftermath
from tests.crash.course import WRITES, Course, at, counted
from tests.crash.process import Outcome, run, run_as
from tests.crash.scene import Scene, current, explain, faults, plain, staging, state
from tests.crash.trial import Trial

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT")
# KB of a disk that one step makes larger.
STEP = 4
SENTENCE = "strategies: the bundle could not be published: "
NOBODY = 65534


def faults_at_each_call(trial: Trial) -> Iterator[str]:
    """Let each call that changes the disk fail in turn.

    In commands that change a library, all calls of its name from there on may fail with it; if writing fails, a full
    disk does that: what is said must be written, too.
    """
    jobs = [(each, (n, error)) for each, n in trial.calls(trial.exports) for error in _errors(trial, n)]
    yield from counted(jobs, _fail_at, trial.folder)
    jobs = [
        (each, (n, error + "+" * (more % 2 and each.calls[n].name not in WRITES)))
        for each, n in trial.calls(trial.writers)
        for more, error in enumerate(_errors(trial, n), n)
    ]
    yield from counted(jobs, _fail_writer_at, trial.folder)


def _errors(trial: Trial, n: int) -> Sequence[str]:
    return ERRORS if trial.thorough else ERRORS[n % len(ERRORS) :][:1]


def _fail_at(each: Course, fault: tuple[int, str], out: Path) -> str:
    index, error = fault
    call = each.calls[index]
    where = f"{each.scene.name}, {error} at {call.name} {call.number}"
    each.scene.set(out)
    done = each.scene.run(out, at(call, f"error={error}"))
    found = current(out)
    if done.code == 0:
        assert found == each.new, f"{where}: exit 0 without the new bundle"
        return f"{error}: exit 0, new bundle in latest (there was another way, or only tidying was left)"
    assert done.code == 2, f"{where}: {explain(done)}"
    assert _sentence(done), f"{where}: {explain(done)}"
    if index > each.swaps[0]:
        assert found == each.new, f"{where}: after the swap latest is not the new bundle"
        return f"{error}: exit 2 after the swap, new bundle in latest"
    assert found == each.old, f"{where}: the old bundle was touched"
    return f"{error}: exit 2, old bundle untouched"


def _sentence(done: Outcome) -> str:
    """What a run says that could not publish; empty when it says anything else."""
    lines = done.said.strip().splitlines()
    return lines[0] if len(lines) == 2 and lines[0].startswith(SENTENCE) else ""


def _fail_writer_at(each: Course, fault: tuple[int, str], out: Path) -> str:
    """A fault is said in words, or there was another way; the library is all old or all new at once."""
    index, error = fault
    call, more = each.calls[index], "+" * error.endswith("+")
    where = f"{error} at {call.name} {call.number}"
    each.scene.set(out)
    options = at(call, f"error={error.rstrip('+')}")
    done = each.scene.run(out, [*options[:-1], options[-1] + more])
    return _after_fault(each, done, out, where)


def _after_fault(each: Course, done: Outcome, out: Path, where: str) -> str:
    plain(done, f"{each.scene.name}, {where}")
    after = aftermath(each, out, where)
    return f"exit {done.code}, {after}"


def other_ways(trial: Trial) -> Iterator[str]:
    """What a file system cannot do is done in another way, or is said."""
    courses, folder, out = trial.exports, trial.folder, trial.folder / "ways"
    ways = [
        (courses[3], "no exchange of folders: moved aside first", ["renameat2:error=EINVAL"]),
        (courses[1], "no flush of folders: left to the system", ["fsync:error=EINVAL"]),
    ]
    for each, name, injected in ways:
        each.scene.set(out)
        options = [part for fault in injected for part in ("-e", f"inject={fault}")]
        done = each.scene.run(out, ["-e", "trace=renameat2,fsync,symlink", *options])
        assert done.code == 0, f"{name}: {explain(done)}"
        assert current(out) == each.new, name
        assert faults(out) == [], name
        yield f"exit 0, new bundle in latest: {name}"
    courses[1].scene.set(out)
    done = run(courses[1].scene.arguments(out), strace=["-e", "trace=flock", "-e", "inject=flock:error=ENOLCK"])
    assert done.code == 2, explain(done)
    assert current(out) == courses[1].old
    yield f"exit 2, old bundle untouched: {_sentence(done).replace(str(folder), '')}"


def full_disk(trial: Trial) -> Iterator[str]:
    """A disk that holds a small bundle and half of the next, which is whole; and a library, with ever more room."""
    yield from _half_a_bundle(trial.exports[0], trial.folder)
    yield from counted([(each, None) for each in trial.writers], _fill, trial.folder)


def _fill(each: Course, _: object, out: Path) -> str:
    """Let a command change a library on a disk that is full, with one step more of room each time until it can."""
    disk = out.with_name(f"disk-{os.getpid()}")
    disk.mkdir(exist_ok=True)
    each.scene.set(out)
    used = _size(out)
    for steps in count():
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + steps * STEP}k", "tmpfs", str(disk)], check=True)
        try:
            each.scene.set(disk / "library")
            done = each.scene.run(disk / "library")
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            _after_fault(each, done, disk / "library", f"on a disk with {steps * STEP} KB left")
        finally:
            subprocess.run(["umount", str(disk)], check=True)
        if done.code == 0:
            return f"a full disk, then {steps} steps of {STEP} KB: refused in words until it fits: {each.scene.name}"
    raise AssertionError


def _half_a_bundle(course: Course, folder: Path) -> Iterator[str]:
    whole = replace(course.scene, options=())
    small = replace(whole, options=("--formats", "csv"))
    room = _room(small, folder / "small") + _room(whole, folder / "whole") // 2
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}k", "tmpfs", str(disk)], check=True)
    try:
        done = run(small.arguments(disk / "exports"))
        assert done.code == 0, explain(done)
        before = state(disk / "exports")
        done = run(whole.arguments(disk / "exports"))
        assert done.code == 2, explain(done)
        assert "No space left on device" in _sentence(done), explain(done)
        assert state(disk / "exports") == before
        assert faults(disk / "exports") == []
        assert staging(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    yield f"exit 2, old bundle untouched: {_sentence(done).replace(str(folder), '')}"


def _room(scene: Scene, out: Path) -> int:
    """How many KB of a disk the export of a scene takes."""
    done = run(scene.arguments(out))
    assert done.code == 0, explain(done)
    return _size(out)


def _size(folder: Path) -> int:
    used = subprocess.run(["du", "-s", "-k", str(folder)], check=True, capture_output=True, text=True)
    return int(used.stdout.split()[0])


def other_user(trial: Trial) -> Iterator[str]:
    """Somebody who may not write there."""
    folder, scene = trial.folder, trial.exports[1].scene
    out, fresh = folder / "foreign", folder / "fresh"
    scene.set(out)
    before = state(out)
    for target in (out, fresh):
        done = run_as(NOBODY, scene.arguments(target))
        assert done.code == 2, explain(done)
        assert "Permission denied" in _sentence(done), explain(done)
        yield f"exit 2: {_sentence(done).replace(str(folder), '')}"
    assert state(out) == before
    assert not fresh.exists()
