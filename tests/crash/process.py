"""Runs the command in forked copies of this process, watched and disturbed by strace.

Everything is imported once; a run costs what the export itself costs. strace attaches to the copy
before it starts, so that only the export's own system calls are seen and counted.
"""

from __future__ import annotations

import ctypes
import gc
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

from pipeline.cli import main

PR_SET_PTRACER = 0x59616D61
PR_SET_PTRACER_ANY = -1
# One line of a trace: the call, and what stands in its brackets.
CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)$")


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its exit code (negative: the signal that ended it) and what it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Call:
    """One system call of a trace, and the how-many-eth of its name it was."""

    name: str
    number: int
    text: str


def warm_up(arguments: list[str]) -> None:
    """Run `strategies ARGUMENTS` in this process, so that its copies find everything loaded."""
    sys.argv = ["strategies", *arguments]
    with suppress(SystemExit), redirect_stdout(TextIOWrapper(BytesIO())):
        main()
    gc.collect()
    gc.freeze()  # what the copies share stays shared


def run(arguments: list[str], *, strace: list[str] | None = None, kill_after: float | None = None) -> Outcome:
    """Run `strategies ARGUMENTS` to its end, or kill it after some seconds. `strace` are options for a watcher."""
    return _run(main, arguments, strace, kill_after)


def run_as(user: int, arguments: list[str]) -> Outcome:
    """Run `strategies ARGUMENTS` as another user."""

    def lower() -> None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
        main()

    return _run(lower, arguments, None, None)


def _run(
    function: Callable[[], object], arguments: list[str], strace: list[str] | None, kill_after: float | None
) -> Outcome:
    with tempfile.TemporaryFile() as said, _pipe() as (wait, go), _pipe() as (ready, tell):
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            _be_the_command(function, arguments, said.fileno(), (tell, wait))
        os.read(ready, 1)
        watcher = _attach(process, strace) if strace is not None else None
        os.write(go, b"!")
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(process, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if watcher:
            watcher.wait()
            assert watcher.stderr is not None
            watcher.stderr.close()
        said.seek(0)
        return Outcome(code, said.read().decode())


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def _be_the_command(function: Callable[[], object], arguments: list[str], said: int, gate: tuple[int, int]) -> None:
    """Become the command in the forked copy once the gate opens; never returns."""
    code = 3
    tell, wait = gate
    try:
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.write(tell, b"!")
        os.read(wait, 1)
        sys.argv = ["strategies", *arguments]
        function()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _attach(process: int, options: list[str]) -> subprocess.Popen[str]:
    command = ["strace", "-p", str(process), *options]
    watcher = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert watcher.stderr is not None
    line = watcher.stderr.readline()
    if "attached" not in line:
        raise SystemExit(f"strace cannot watch: {line.strip()}")
    return watcher


def trace(arguments: list[str], calls: str, *options: str) -> tuple[Outcome, list[Call]]:
    """Run to the end and give the system calls of some names, in order, with the paths behind descriptors."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "trace")
        watch = ["-y", "-s", "0", "-o", str(file), "-e", f"trace={calls}", *options]
        outcome = run(arguments, strace=watch)
        numbers: dict[str, int] = {}
        found = []
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if match := CALL.match(line):
                name = match["name"]
                numbers[name] = numbers.get(name, 0) + 1
                found.append(Call(name, numbers[name], match["arguments"]))
        return outcome, found
