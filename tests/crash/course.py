"""Undisturbed runs: which calls change the disk, in which order, and what they lead from and to."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.crash.process import Call, trace
from tests.crash.scene import Scene, explain

# Every call that changes what stands on a disk, or brings it there, by what it does. Not every system has each.
OPENS = ("open", "openat", "openat2", "creat")
WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range", "splice")
SIZES = ("truncate", "ftruncate", "fallocate")
RENAMES = ("rename", "renameat", "renameat2")
LINKS = ("link", "linkat", "symlink", "symlinkat", "mknod", "mknodat")
FOLDERS = ("mkdir", "mkdirat", "rmdir")
REMOVALS = ("unlink", "unlinkat")
MODES = ("chmod", "fchmod", "fchmodat", "chown", "fchown", "fchownat", "utime", "utimes", "utimensat", "setxattr")
FLUSHES = ("fsync", "fdatasync", "sync", "syncfs", "sync_file_range", "msync")
MUTATING = (*OPENS, *WRITES, *SIZES, *RENAMES, *LINKS, *FOLDERS, *REMOVALS, *MODES, *FLUSHES)
# Broken promises that are named.
MOST_NAMED = 20
CHANGING_MODES = ("O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC")


@dataclass(frozen=True)
class Course:
    """An undisturbed run of a scene, and what counts of the folder before and after it."""

    scene: Scene
    calls: tuple[Call, ...]  # those that change the folder
    swaps: tuple[int, ...]  # where in them the pointer is swapped; a release that is mended has a stand-in first
    staged: int  # where the first call after staging stands
    seconds: float
    old: Mapping[str, str]
    new: Mapping[str, str]

    def indices(self, names: Sequence[str], words: str = "") -> list[int]:
        """Where calls of some names stand that hold some words."""
        return [n for n, call in enumerate(self.calls) if call.name in names and words in call.text]


def course(scene: Scene, out: Path) -> Course:
    """Run a scene undisturbed: once for the time it takes, once for the trace."""
    scene.set(out)
    begun = time.monotonic()
    done = scene.run(out)
    seconds = time.monotonic() - begun
    assert done.code == 0, explain(done)
    calls = changes(scene, out)
    new = scene.found(out)
    swaps = [n for n, call in enumerate(calls) if call.name in RENAMES and swapped(call, out)]
    staged = next((n for n, call in enumerate(calls) if call.name == "syncfs"), 1) - 1
    return Course(scene, calls, tuple(swaps), staged, seconds, scene.old(), new)


def changes(scene: Scene, out: Path, *options: str, read: str = "") -> tuple[Call, ...]:
    """The calls of a run that change the folder, and those that open a file to read it, in another one below."""
    scene.set(out)
    names = ",".join(f"?{name}" for name in MUTATING)
    done, calls = trace(scene.arguments(out), names, (*scene.always, *options), scene.program)
    assert done.code == 0, explain(done)
    beginning = f'"{out}/{read}/'
    opened = {call for call in calls if read and beginning in call.text}
    return tuple(call for call in calls if call in opened or (str(out) in call.text and _changes(call)))


def swapped(call: Call, out: Path) -> bool:
    """True when a renaming put something in the place of `latest`."""
    return f'"{out}/latest"' in call.text and call.text.endswith("= 0")


def _changes(call: Call) -> bool:
    """Opening a file to read it changes nothing."""
    return call.name not in OPENS or any(mode in call.text for mode in CHANGING_MODES)


def at(call: Call, fault: str) -> list[str]:
    """Options of strace for a fault at one call."""
    return ["-e", f"trace={call.name},symlink", "-e", f"inject={call.name}:{fault}:when={call.number}"]


def counted(jobs: Sequence[tuple[Course, object]], job: Callable[..., str], folder: Path) -> Iterator[str]:
    """Do all jobs, as many at once as there are processors; give how often each thing happened."""
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        done = [pool.submit(_in_own_folder, job, each, what, folder) for each, what in jobs]
        found, broken = Counter[str](), list[str]()
        for future in done:
            try:
                found[future.result()] += 1
            except AssertionError as error:
                broken.append(str(error))
    yield from (f"{times:5} × {what}" for what, times in sorted(found.items()))
    if broken:
        raise SystemExit("\n".join([f"{len(broken)} times a promise was broken, of {len(jobs)}", *broken[:MOST_NAMED]]))


def _in_own_folder(job: Callable[..., str], each: Course, what: object, folder: Path) -> str:
    return job(each, what, folder / f"out-{os.getpid()}")
