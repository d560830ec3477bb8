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
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

from pipeline.__main__ import run as run_command
from pipeline.cli import main
from pipeline.source.interruption import exit_code, watch

Program = Callable[[], object]
# Ctrl-C, and what asks a run to end.
ENDS = (signal.SIGINT, signal.SIGTERM)
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


def warm_up(arguments: list[str], program: Program = main) -> None:
    """Run `strategies ARGUMENTS` in this process, so that its copies find everything loaded."""
    sys.argv = ["strategies", *arguments]
    with suppress(SystemExit), redirect_stdout(TextIOWrapper(BytesIO())) as said, redirect_stderr(said):
        program()
    gc.collect()
    gc.freeze()  # what the copies share stays shared


def run(
    arguments: list[str],
    *,
    strace: list[str] | None = None,
    end: tuple[int, float] | None = None,
    program: Program = main,
) -> Outcome:
    """Run `strategies ARGUMENTS` to its end, or send it a signal after some seconds.

    `strace` are options for a watcher. `program` may stand in for the command.
    """
    process = Process(program, arguments, strace)
    if end is not None:
        time.sleep(end[1])
        process.send(end[0])
    return process.wait()


def run_as(user: int, arguments: list[str]) -> Outcome:
    """Run `strategies ARGUMENTS` as another user."""

    def lower() -> None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
        main()

    return run(arguments, program=lower)


class Process:
    """A run of the command in a forked copy of this process."""

    def __init__(self, program: Program, arguments: list[str], strace: list[str] | None = None) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `wait`
        with _pipe() as (wait, go), _pipe() as (ready, tell):
            sys.stdout.flush()
            self._id = os.fork()
            if self._id == 0:
                _be_the_command(program, arguments, self._said.fileno(), (tell, wait))
            os.read(ready, 1)
            self._watcher = _attach(self._id, strace) if strace is not None else None
            os.write(go, b"!")
        self._status: int | None = None

    def send(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self._status is None:
            os.kill(self._id, number)

    def is_stopped(self) -> bool:
        """Wait until the process stops, or ends."""
        status = os.waitpid(self._id, os.WUNTRACED)[1]
        self._status = None if os.WIFSTOPPED(status) else status
        return self._status is None

    def ends_or_says(self, words: str, seconds: float) -> None:
        """Wait until the process ends, or says these words; so long at most."""
        last = time.monotonic() + seconds
        while self._status is None and time.monotonic() < last:
            if words.encode() in os.pread(self._said.fileno(), 100_000, 0):
                return
            found, status = os.waitpid(self._id, os.WNOHANG)
            self._status = status if found else None
            time.sleep(0.002)

    def wait(self) -> Outcome:
        """Wait for the end of the process."""
        if self._status is None:
            self._status = os.waitpid(self._id, 0)[1]
        if self._watcher:
            self._watcher.wait()
            assert self._watcher.stderr is not None
            self._watcher.stderr.close()
        with self._said as said:
            said.seek(0)
            return Outcome(os.waitstatus_to_exitcode(self._status), said.read().decode())


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def interruptible() -> None:
    """Run the command as a shell does, which Ctrl-C reaches from the start."""
    watch()
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
        run_command()
    except KeyboardInterrupt:  # before the command was reached
        os._exit(exit_code())


def _be_the_command(program: Program, arguments: list[str], said: int, gate: tuple[int, int]) -> None:
    """Become the command in the forked copy once the gate opens; never returns."""
    code = 3
    tell, wait = gate
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS if program is interruptible else ())
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.write(tell, b"!")
        os.read(wait, 1)
        sys.argv = ["strategies", *arguments]
        program()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(end.code)
    except BaseException:
        traceback.print_exc()
        raise
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


def trace(arguments: list[str], calls: str, options: Sequence[str], program: Program) -> tuple[Outcome, list[Call]]:
    """Run to the end and give the system calls of some names, in order, with the paths behind descriptors."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "trace")
        watch = ["-y", "-s", "0", "-o", str(file), "-e", f"trace={calls}", *options]
        outcome = run(arguments, strace=watch, program=program)
        numbers: dict[str, int] = {}
        found = []
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if match := CALL.match(line):
                name = match["name"]
                numbers[name] = numbers.get(name, 0) + 1
                found.append(Call(name, numbers[name], match["arguments"]))
        return outcome, found
