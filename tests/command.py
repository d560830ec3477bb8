"""Runs `strategies` in this process, in a folder of the test's choice, and names the files that tests break."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.cli import main

HERE = Path(__file__).parent
TODAY = "--today=2026-11-24"
PAGES = "content/strategies"
VOICE = f"{PAGES}/student-voice.md"
TRUST = f"{PAGES}/building-trust.md"
CIRCLE = f"{PAGES}/morning-circle.md"
FACTORS = "content/vocabulary/factors.yaml"
# Said of every library without a page policy, as the test library is.
PACKAGED = (
    "there is no schemas/strategy-page.yaml, so the house rules that this tool comes with are used; "
    "to have your own, save there what `strategies rules --house` prints\n"
)
# The first line of a finding.
HEAD = re.compile(r"^\S+:\d+:\d+ (?:error|warning|info) \S+$", re.MULTILINE)


class Outcome(NamedTuple):
    """How a run of the command ended."""

    code: int
    out: str
    err: str

    @property
    def heads(self) -> list[str]:
        """`path:line:column severity rule` of every finding."""
        return HEAD.findall(self.out)

    @property
    def paths(self) -> list[str]:
        """The file of every finding."""
        return [head.split(":")[0] for head in self.heads]

    @property
    def rules(self) -> list[str]:
        """The rule of every finding."""
        return [head.split()[-1] for head in self.heads]


Run = Callable[..., Outcome]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A function that runs the command with some arguments; `PACKAGED` is left out of what it says."""

    def run(*arguments: str | Path, folder: Path = HERE / "library", stdin: bytes = b"") -> Outcome:
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "120")
        monkeypatch.setattr(sys, "argv", ["strategies", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        code = stopped.value.code
        assert isinstance(code, int)
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err.replace(PACKAGED, ""))

    return run


def replace(file: Path, old: str, new: str) -> None:
    """Replace a text that must stand in a file."""
    data = file.read_bytes()
    assert old.encode() in data
    file.write_bytes(data.replace(old.encode(), new.encode()))


def at_terminal(folder: Path, typed: str, *arguments: str) -> tuple[int, str]:
    """Run the command at a terminal, where all answers are typed at once; gives its exit code and what was shown."""
    lead, terminal = pty.openpty()
    command = [sys.executable, "-m", "pipeline", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(HERE.parent), "NO_COLOR": "1", "TERM": "dumb"}
    with subprocess.Popen(
        command, cwd=folder, stdin=terminal, stdout=terminal, stderr=terminal, env=variables
    ) as process:
        os.close(terminal)
        os.write(lead, typed.encode())
        shown = b""
        while True:
            try:
                shown += os.read(lead, 4096)
            except OSError:  # the other end is closed
                break
    os.close(lead)
    return process.returncode, shown.decode()
