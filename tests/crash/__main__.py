"""What happens to a small export that is killed, or whose disk fails, at every system call that changes the disk."""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from tests.crash.process import Call, run, run_as, trace
from tests.crash.scene import Scene, current, explain, faults, scenes, staging, state

# Every call that changes what stands on a disk, or brings it there. `?`: not every system has each.
MUTATING = (
    "open openat creat write pwrite64 writev pwritev sendfile copy_file_range truncate ftruncate fallocate rename "
    "renameat renameat2 link linkat symlink symlinkat unlink unlinkat rmdir mkdir mkdirat mknod mknodat chmod fchmod "
    "fchmodat chown fchown fchownat utime utimes utimensat fsync fdatasync sync syncfs sync_file_range"
).split()
OPENS = ("open", "openat")
CHANGING_MODES = ("O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC")
FLUSHES = ("fsync", "fdatasync", "syncfs")
RENAMES = ("rename", "renameat", "renameat2")
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")
RANDOM_KILLS = 200
NOBODY = 65534
SMALL = "256k"
MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Course:
    """An undisturbed run of a scene: the calls that change the disk, and what stands in `latest` before and after."""

    scene: Scene
    calls: tuple[Call, ...]
    swaps: tuple[int, ...]  # indices of the calls that swap the pointer; a release that is mended has a stand-in first
    staged: int  # index of the first call after the bundle is staged
    seconds: float
    old: dict[str, str]
    new: dict[str, str]


def main() -> None:
    """Run every part and print what was done; AssertionError at the first promise that is not kept."""
    if os.geteuid() != 0:
        raise SystemExit("tests.crash mounts a small disk and becomes another user: run it as root")
    started = time.monotonic()
    # In memory where there is such a place: what is asked is the order of the calls, not the disk's speed.
    with tempfile.TemporaryDirectory(prefix="crash-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        folder.chmod(0o755)
        courses = [course(scene, folder / "course") for scene in scenes(folder)]
        for part in (order_of_flushes, kills_at_each_call, kills_at_random, faults_at_each_call, full_disk, other_user):
            begun = time.monotonic()
            print(f"{part.__name__.replace('_', ' ')}", flush=True)
            for line in part(courses, folder):
                print(f"  {line}")
            print(f"  {time.monotonic() - begun:.0f} s", flush=True)
    print(f"all kept in {time.monotonic() - started:.0f} s")


def course(scene: Scene, out: Path) -> Course:
    """Run a scene undisturbed: once for the time it takes, once for the trace."""
    scene.set(out)
    old = dict(current(out))
    begun = time.monotonic()
    done = run(scene.arguments(out), strace=["-e", "trace=symlink", *scene.always] if scene.always else None)
    seconds = time.monotonic() - begun
    assert done.code == 0, explain(done)
    scene.set(out)
    done, calls = trace(scene.arguments(out), ",".join(f"?{name}" for name in MUTATING), *scene.always)
    assert done.code == 0, explain(done)
    assert faults(out) == []
    assert staging(out) == []
    changing = tuple(call for call in calls if str(out) in call.text and changes(call))
    swaps = tuple(n for n, call in enumerate(changing) if call.name in RENAMES and f'"{out}/latest"' in call.text)
    staged = next(n for n, call in enumerate(changing) if call.name == "syncfs") - 1
    return Course(scene, changing, swaps, staged, seconds, old, dict(current(out)))


def changes(call: Call) -> bool:
    """True when a call changes the disk: opening a file to read it does not."""
    return call.name not in OPENS or any(mode in call.text for mode in CHANGING_MODES)


def order_of_flushes(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """All data is on the disk before the pointer is swapped, and the folder of the pointer after it."""
    for each in courses:
        out, name = folder / "course", each.scene.name
        first, last = each.swaps[0], each.swaps[-1]
        syncs = indices(each, ("syncfs",), "")
        moves = [
            n for n in indices(each, RENAMES, f', "{out}/releases/') if f', "{out}/releases/.' not in each.calls[n].text
        ]
        assert max(indices(each, ("write",), "")) < max(n for n in syncs if n < first), (
            f"{name}: data after the last flush"
        )
        flushes = indices(each, ("fsync",), f"<{out}/releases>")
        assert any(moves[-1] < n < last for n in flushes), f"{name}: a release is moved in and not flushed"
        for swap in each.swaps:
            assert any(n > swap for n in indices(each, ("fsync",), f"<{out}>")), f"{name}: no flush after the swap"
        yield f"{name}: {len(each.calls)} calls; the data is flushed, then releases/, then the swap, then its folder"


def indices(each: Course, names: Sequence[str], words: str) -> list[int]:
    """Where calls of some names stand that hold some words."""
    return [n for n, call in enumerate(each.calls) if call.name in names and words in call.text]


def kills_at_each_call(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Kill the run as it enters each call; `latest` is whole, old or new, and the next run succeeds.

    Staging is the same in every scene; two of them are enough for it.
    """
    jobs = [(each, call) for each in courses[:2] for call in each.calls]
    jobs += [(each, call) for each in courses[2:] for call in each.calls[each.staged :]]
    yield from counted(jobs, _kill_at, folder)


def _kill_at(each: Course, call: Call, out: Path) -> str:
    each.scene.set(out)
    strace = ["-e", f"trace={call.name},symlink", "-e", f"inject={call.name}:signal=KILL:when={call.number}"]
    done = run(each.scene.arguments(out), strace=[*strace, *each.scene.always])
    assert done.code == -9, f"{each.scene.name}, {call.name} {call.number}: {explain(done)}"
    return f"{each.scene.name}: {aftermath(each, out, f'{call.name} {call.number}')}"


def kills_at_random(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Kill the run at a moment of its time."""
    chance = random.Random(5)
    free = [each for each in courses if not each.scene.always]
    moments = [(each, chance.uniform(0, each.seconds * 1.1)) for each, _ in zip(cycle(free), range(RANDOM_KILLS))]
    yield from counted(moments, _kill_after, folder)


def _kill_after(each: Course, seconds: float, out: Path) -> str:
    each.scene.set(out)
    run(each.scene.arguments(out), kill_after=seconds)
    return f"{each.scene.name}: {aftermath(each, out, f'after {seconds:.3f} s')}"


def aftermath(each: Course, out: Path, when: str) -> str:
    """After a kill: `latest` is what it was or what it was to be, and the next run clears up."""
    found = current(out)
    assert found in (each.old, each.new), f"{each.scene.name}, {when}: latest is neither the old bundle nor the new"
    strace = ["-e", "trace=symlink", *each.scene.always] if each.scene.always else None
    done = run(each.scene.arguments(out), strace=strace)
    assert done.code == 0, f"{each.scene.name}, run after {when}: {explain(done)}"
    assert current(out) == each.new, f"{each.scene.name}, run after {when}: latest is not the new bundle"
    assert staging(out) == [], f"{each.scene.name}, run after {when}: staging is left"
    return "old bundle in latest" if found == each.old else "new bundle in latest"


def faults_at_each_call(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Let each call fail in turn: exit 2 with one sentence, the old bundle untouched."""
    jobs = [(courses[1], (n, error)) for n in range(len(courses[1].calls)) for error in ERRORS]
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
    assert "Traceback" not in done.said, f"{where}: {explain(done)}"
    if done.code == 0:
        assert found == each.new, f"{where}: exit 0 without the new bundle"
        return f"{error}: passed over, the new bundle in latest"
    assert done.code == 2, f"{where}: {explain(done)}"
    assert "strategies: the bundle could not be published: " in done.said, f"{where}: {explain(done)}"
    if index > each.swaps[0]:
        assert found == each.new, f"{where}: after the swap latest is not the new bundle"
        return f"{error}: exit 2 after the swap, the new bundle in latest"
    assert found == each.old, f"{where}: the old bundle was touched"
    return f"{error}: exit 2, the old bundle untouched"


def counted(jobs: Sequence[tuple[Course, object]], job: Callable[..., str], folder: Path) -> Iterator[str]:
    """Do all jobs, as many at once as there are processors; give how often each thing happened."""
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        done = [pool.submit(_in_own_folder, job, *arguments, folder) for arguments in jobs]
        found = Counter(future.result() for future in done)
    yield from (f"{times:5} × {what}" for what, times in sorted(found.items()))


def _in_own_folder(job: Callable[..., str], each: Course, what: object, folder: Path) -> str:
    return job(each, what, folder / f"out-{os.getpid()}")


def full_disk(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """A disk of 256 KB that holds a bundle and has no room for the next: exit 2, the old one untouched."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(disk)], check=True)
    try:
        scene = courses[0].scene
        first = Scene("", scene.library, scene.before, ("--formats", "csv"))
        done = run(first.arguments(disk / "exports"))
        assert done.code == 0, explain(done)
        before = state(disk / "exports")
        done = run(Scene("", scene.library, scene.before, ()).arguments(disk / "exports"))
        assert done.code == 2 and "No space left on device" in done.said, explain(done)
        assert state(disk / "exports") == before
        assert faults(disk / "exports") == []
        assert staging(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    yield done.said.strip().splitlines()[0].replace(str(folder), "")


def other_user(courses: Sequence[Course], folder: Path) -> Iterator[str]:
    """Somebody who may not write there: exit 2, the old bundle untouched."""
    scene = courses[1].scene
    out = folder / "foreign"
    scene.set(out)
    before = state(out)
    for target in (out, folder / "new-folder"):
        done = run_as(NOBODY, scene.arguments(target))
        assert done.code == 2 and "Permission denied" in done.said, explain(done)
        yield done.said.strip().splitlines()[0].replace(str(folder), "")
    assert state(out) == before
    assert not (folder / "new-folder").exists()


if __name__ == "__main__":
    main()
