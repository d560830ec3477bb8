"""Ctrl-C: every command ends with 130, without a traceback, and leaves nothing half-done."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from command import TODAY, VOICE, replace
from repository import Repository

COMMAND = [sys.executable, "-m", "pipeline"]
INTERRUPTED = (130, "\nstrategies: interrupted\n")
# Passes everything on to git but its longest work, during which it says that it is there.
SLOW_GIT = """#!/bin/sh
case "$*" in
*{command}*) touch "{mark}"; exec sleep 2;;
esac
exec {git} "$@"
"""


def begun(
    folder: Path, *arguments: str, path: Path | None = None, program: list[str] = COMMAND
) -> subprocess.Popen[str]:
    """A command that runs; what it keeps for a while is in a folder of its own."""
    (folder.parent / "temporary").mkdir(exist_ok=True)
    variables = os.environ | {"TMPDIR": str(folder.parent / "temporary")}
    if path:
        variables["PATH"] = f"{path}{os.pathsep}{variables['PATH']}"
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*program, *arguments], cwd=folder, env=variables, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
    )


def interrupted(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_while_it_reads_standard_input(library: Path) -> None:
    process = begun(library, "check", "--no-cache", "-", "--stdin-path", VOICE)
    assert process.stdin is not None
    process.stdin.write("x" * 200_000)  # more than a pipe holds: it is being read when this is done
    process.stdin.flush()
    assert interrupted(process) == (INTERRUPTED[0], "", INTERRUPTED[1])


def test_while_pages_of_the_preview_are_open(library: Path) -> None:
    process = begun(library, "preview", "--no-browser", TODAY)
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline() + process.stderr.readline())
    assert found
    with (
        urllib.request.urlopen(f"{found[0]}-/events", timeout=10) as stream,
        socket.create_connection(("127.0.0.1", int(found[1]))) as unfinished,
    ):
        assert stream.readline().startswith(b"data: ")
        unfinished.sendall(b"POST /-/write/x/save HTTP/1.1\r\n")
        begin = time.monotonic()
        assert interrupted(process) == (INTERRUPTED[0], "", INTERRUPTED[1])
        assert time.monotonic() - begin < 5
        assert stream.read().strip() == b""


def test_while_an_export_waits_for_another(library: Path) -> None:
    releases = library / "exports" / "releases"
    releases.mkdir(parents=True)
    with (releases / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = begun(library, "export", TODAY, "--formats", "json", "--jobs", "1")
        assert process.stderr is not None
        assert "another export is writing" in process.stderr.readline()
        assert interrupted(process) == (INTERRUPTED[0], "", INTERRUPTED[1])
    assert [path.name for path in releases.iterdir()] == [".lock"]
    assert not (library / "exports" / "latest").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--staged"],
        ["check", "--changed-since", "HEAD"],
        ["fix", "--unsafe", "--changed-since", "HEAD"],
        ["diff", "HEAD"],
        ["export", "--formats", "json", "--since", "HEAD"],
    ],
    ids=" ".join,
)
def test_while_git_is_slow(repository: Repository, tmp_path: Path, arguments: list[str]) -> None:
    """The files that were laid out by then are gone afterwards, and nothing of the library moved."""
    mark, git = tmp_path / "asked", tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(SLOW_GIT.format(command="cat-file", mark=mark, git=shutil.which("git")), encoding="utf-8")
    git.chmod(0o755)
    replace(repository.folder / VOICE, "Having a say", "Having a real real say")
    before = files(repository.folder / "content")
    process = begun(repository.folder, *arguments, path=git.parent)
    while not mark.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    assert interrupted(process) == (INTERRUPTED[0], "", INTERRUPTED[1])
    assert files(repository.folder / "content") == before
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (repository.folder / "exports" / "latest").exists()


# Ctrl-C that comes while Python takes an object apart is dropped there.
LOST = """
import signal, sys
from pipeline.source.interruption import watch
watch()
class Lost:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
Lost()
sys.argv = ["strategies", *{arguments}]
from pipeline.cli import run
run()
"""


@pytest.mark.parametrize("arguments", [["check"], ["export", "--formats", "json"], ["fix", "--unsafe"], ["rules"]])
def test_one_that_python_drops_is_not_lost(library: Path, own_memo: Path, arguments: list[str]) -> None:
    """What was found after it may be wrong: nothing of it is kept."""
    replace(library / VOICE, "factors: [motivation,", "factors: [motivatoin,")
    before = files(library / "content")
    script = LOST.format(arguments=[*arguments, *([TODAY] if arguments != ["rules"] else [])])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=library, capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == INTERRUPTED
    assert files(library / "content") == before
    for path in own_memo.glob("*.sqlite"):
        with closing(sqlite3.connect(path)) as database:
            assert list(database.execute("SELECT key FROM entries")) == []


# Python itself shows a traceback while it starts; from the mark on, all is ours.
MARKED = """
import sys
from pathlib import Path
from pipeline.__main__ import run
Path(sys.argv.pop()).touch()
run()
"""


@pytest.mark.parametrize("delay", [0.05, 0.15, 0.4])
@pytest.mark.parametrize("command", ["check", "check --watch", "export", "fix", "verify"])
def test_at_any_time(library: Path, delay: float, command: str) -> None:
    """It ends by itself or with 130, and never with a traceback."""
    if command == "verify":
        subprocess.run([*COMMAND, "export", "--formats", "json,csv"], cwd=library, check=True, capture_output=True)
    arguments = {"verify": ["exports"], "export": [TODAY, "--formats", "json,csv"]}.get(command, [TODAY])
    mark = library.parent / "mark"
    process = begun(library, *command.split(), *arguments, str(mark), program=[sys.executable, "-c", MARKED])
    while not mark.exists():
        time.sleep(0.001)
    time.sleep(delay)
    code, _, err = interrupted(process)
    assert code in (0, 130)
    assert "Traceback" not in err
    if command == "export" and code:
        assert not (library / "exports" / "latest").exists()


@pytest.mark.parametrize("command", [["check", "--watch"], ["preview", "--no-browser"]], ids=" ".join)
def test_a_wish_that_it_ends(library: Path, command: list[str]) -> None:
    """Containers and `timeout` send SIGTERM: it ends as after Ctrl-C, with the code of that signal."""
    process = begun(library, *command, TODAY)
    stream = process.stdout if command[0] == "check" else process.stderr
    assert stream is not None
    stream.readline()
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 143
    assert err.endswith("strategies: interrupted\n")
    assert "Traceback" not in err
