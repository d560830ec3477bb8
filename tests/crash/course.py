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

from tests.crash.process import Call, run, trace
from tests.crash.scene import Scene, current, explain, faults, staging

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
CHANGING_MODES = ("O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC")


@dataclass(frozen=True)
class Course:
    """An undisturbed run of a scene, and what stands in `latest` before and after it."""

    scene: Scene
    calls: tuple[Call, ...]  # those that change the output folder
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
    old = current(out)
    begun = time.monotonic()
    done = run(scene.arguments(out), strace=watch(scene))
    seconds = time.monotonic() - begun
    assert done.code == 0, explain(done)
    calls = changes(scene, out)
    assert faults(out) == []
    assert staging(out) == []
    swaps = [n for n, call in enumerate(calls) if call.name in RENAMES and swapped(call, out)]
    staged = next(n for n, call in enumerate(calls) if call.name == "syncfs") - 1
    return Course(scene, calls, tuple(swaps), staged, seconds, old, current(out))


def changes(scene: Scene, out: Path, *options: str) -> tuple[Call, ...]:
    """The calls of a run that change the output folder."""
    scene.set(out)
    done, calls = trace(scene.arguments(out), ",".join(f"?{name}" for name in MUTATING), *scene.always, *options)
    assert done.code == 0, explain(done)
    return tuple(call for call in calls if str(out) in call.text and _changes(call))


def watch(scene: Scene) -> list[str] | None:
    """Options of strace for a run with nothing but the scene's own faults."""
    return ["-e", "trace=symlink", *scene.always] if scene.always else None


def swapped(call: Call, out: Path) -> bool:
    """True when a renaming put something in the place of `latest`."""
    return f'"{out}/latest"' in call.text and call.text.endswith("= 0")


def _changes(call: Call) -> bool:
    """Opening a file to read it changes nothing."""
    return call.name not in OPENS or any(mode in call.text for mode in CHANGING_MODES)


def counted(jobs: Sequence[tuple[Course, object]], job: Callable[..., str], folder: Path) -> Iterator[str]:
    """Do all jobs, as many at once as there are processors; give how often each thing happened."""
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        done = [pool.submit(_in_own_folder, job, each, what, folder) for each, what in jobs]
        found = Counter(future.result() for future in done)
    yield from (f"{times:5} × {what}" for what, times in sorted(found.items()))


def _in_own_folder(job: Callable[..., str], each: Course, what: object, folder: Path) -> str:
    return job(each, what, folder / f"out-{os.getpid()}")
