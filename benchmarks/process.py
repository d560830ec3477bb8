"""Measures a command: wall time, processor time and peak memory, child processes included. Linux only."""

import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Seconds between two samples of memory. Short runs are sampled more often: after a tenth of the time so far.
INTERVAL = 0.02
PARTS = 10
# Sampling slows the command down: the pause is at least so many times as long as taking a sample.
PAUSES_PER_SAMPLE = 10
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds and MiB."""

    wall: float
    cpu: float
    memory: float


class CommandFailed(Exception):  # noqa: N818 - names what happened
    """A measured command failed; holds the end of its output."""


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    accepted: Collection[int] = (0,),
) -> Usage:
    """Run a command to its end and measure it; raises CommandFailed when it ends with a code that is not accepted."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - commands of ours
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        monitor = _MemoryMonitor(process.pid)
        monitor.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        monitor.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accepted:
            output.seek(0)
            tail = output.read()[-2000:].decode(errors="replace")
            raise CommandFailed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{tail}")
    # The peak that the system counts misses nothing, but includes the memory of this process at the fork.
    counted = used.ru_maxrss if used.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss else 0
    return Usage(wall, used.ru_utime + used.ru_stime, max(monitor.peak, counted * 1024) / MIB)


class _MemoryMonitor(threading.Thread):
    """Samples how much memory a process and its descendants hold together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self._ended = threading.Event()

    def run(self) -> None:
        start, pause = time.perf_counter(), 0.001
        while not self._ended.wait(pause):
            begin = time.perf_counter()
            self.peak = max(self.peak, _memory(list(_tree(self.pid))))
            end = time.perf_counter()
            pause = max(PAUSES_PER_SAMPLE * (end - begin), min(INTERVAL, (end - start) / PARTS))

    def stop(self) -> None:
        """End sampling."""
        self._ended.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    """A process and all its descendants."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return  # it has ended


def _memory(pids: list[int]) -> int:
    """Bytes; of several processes, what they share is counted once."""
    return _resident(pids[0]) if len(pids) == 1 else sum(_share(pid) or _resident(pid) for pid in pids)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _share(pid: int) -> int:
    """Own memory plus a fair part of shared memory (Pss); 0 when the system does not report it."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
