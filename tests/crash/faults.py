"""Runs whose disk fails, is full, or belongs to somebody else."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.crash.course import Course, counted
from tests.crash.process import Outcome, run, run_as
from tests.crash.scene import Scene, current, explain, faults, staging, state

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")
SENTENCE = "strategies: the bundle could not be published: "
NOBODY = 65534


def faults_at_each_call(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Let each call that changes the disk fail in turn: with each error in the fullest scene, with one in others."""
    jobs: list[tuple[Course, object]] = [
        (courses[1], (n, error)) for n in range(len(courses[1].calls)) for error in ERRORS
    ]
    jobs += [(each, (n, "EIO")) for each in courses[2:] for n in range(each.staged, len(each.calls))]
    yield from counted(jobs, _fail_at, folder)


def _fail_at(each: Course, fault: tuple[int, str], out: Path) -> str:
    index, error = fault
    call = each.calls[index]
    where = f"{each.scene.name}, {error} at {call.name} {call.number}"
    each.scene.set(out)
    strace = ["-e", f"trace={call.name},symlink", "-e", f"inject={call.name}:error={error}:when={call.number}"]
    done = run(each.scene.arguments(out), strace=[*strace, *each.scene.always])
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


def other_ways(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """What a file system cannot do is done in another way, or is said."""
    out = folder / "ways"
    ways = [
        (courses[3], "no exchange of folders: moved aside first", ["renameat2:error=EINVAL"]),
        (courses[1], "no flush of folders: left to the system", ["fsync:error=EINVAL"]),
    ]
    for each, name, injected in ways:
        each.scene.set(out)
        options = [part for fault in injected for part in ("-e", f"inject={fault}")]
        done = run(
            each.scene.arguments(out), strace=["-e", "trace=renameat2,fsync,symlink", *options, *each.scene.always]
        )
        assert done.code == 0, f"{name}: {explain(done)}"
        assert current(out) == each.new, name
        assert faults(out) == [], name
        yield f"exit 0, new bundle in latest: {name}"
    courses[1].scene.set(out)
    done = run(courses[1].scene.arguments(out), strace=["-e", "trace=flock", "-e", "inject=flock:error=ENOLCK"])
    assert done.code == 2, explain(done)
    assert current(out) == courses[1].old
    yield f"exit 2, old bundle untouched: {_sentence(done).replace(str(folder), '')}"


def full_disk(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """A disk that holds a small bundle and half of the next, which is whole."""
    whole = replace(courses[0].scene, options=())
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
    used = subprocess.run(["du", "-s", "-k", str(out)], check=True, capture_output=True, text=True)
    return int(used.stdout.split()[0])


def other_user(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Somebody who may not write there."""
    scene = courses[1].scene
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
