"""What a command costs: wall time, processor time and peak memory, its child processes included. Linux only."""

import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.02
# What ends soon is looked at more often: after each so manieth part of the time it has run.
PARTS = 10
# Looking takes time from what is looked at: pause at least so many times as long as a look took.
PAUSES_PER_LOOK = 10
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds and MiB."""

    wall: float
    cpu: float
    memory: float


class CommandFailed(Exception):  # noqa: N818 - names what happened
    """A measured command did not end well; holds the end of its output."""


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
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accepted:
            output.seek(0)
            said = output.read()[-2000:].decode(errors="replace")
            raise CommandFailed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said}")
    # The system's own count misses nothing, but starts with what this process held when it began the other.
    alone = used.ru_maxrss if used.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss else 0
    return Usage(wall, used.ru_utime + used.ru_stime, max(watch.peak, alone * 1024) / MIB)


class _Watch(threading.Thread):
    """Looks again and again at how much memory a process and its descendants hold together."""

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
            pause = max(PAUSES_PER_LOOK * (end - begin), min(INTERVAL, (end - start) / PARTS))

    def stop(self) -> None:
        """End looking."""
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
    """Its own memory and its part of what it shares; 0 when the system does not tell."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
