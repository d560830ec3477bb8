"""Work that is done in a process beside this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import beside as module
from pipeline.beside import beside

HERE = os.getpid()
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is done here elsewhere")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cores", lambda: 2)


def opened() -> set[str]:
    """The files that this process has open; one is this list."""
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def test_it_is_done_in_another_process() -> None:
    wait = beside(lambda: [os.getpid(), "é\udce9", None])
    process, text, nothing = wait()
    assert process != HERE
    assert (text, nothing) == ("é\udce9", None)


def test_a_lot_of_data_comes_whole() -> None:
    assert beside(lambda: ["x" * 100] * 50_000)() == ["x" * 100] * 50_000


def test_the_process_is_not_left() -> None:
    process = beside(os.getpid)()
    assert process != HERE
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)


def test_what_fails_there_is_done_here(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        if os.getpid() != HERE:
            raise OSError("it failed there")
        return 1

    assert beside(work)() == 1
    assert capfd.readouterr() == ("", "")


def test_what_fails_everywhere_says_why() -> None:
    def work() -> int:
        raise OSError("it fails everywhere")

    with pytest.raises(OSError, match="everywhere"):
        beside(work)()


def test_a_killed_process_is_no_loss() -> None:
    def work() -> int:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return 1

    assert beside(work)() == 1


def test_where_no_process_is_to_be_had_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    before = opened()
    for name in ("fork", "pipe"):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, refused)
            assert beside(os.getpid)() == HERE
    assert opened() == before


def test_a_process_whose_parent_is_gone_ends() -> None:
    """It has more to say than a pipe holds, and nobody listens."""
    code = (
        "import os, time\n"
        "from pipeline import beside as module\n"
        "module.cores = lambda: 2\n"
        "def work():\n"
        "    time.sleep(0.3)\n"
        "    return [os.getpid(), 'x' * 1_000_000]\n"
        "module.beside(work)\n"
        "print(open(f'/proc/self/task/{os.getpid()}/children').read(), flush=True)\n"
        "os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    process = int(done.stdout)
    for _ in range(200):
        if not Path(f"/proc/{process}").exists():
            return
        time.sleep(0.05)
    pytest.fail(f"process {process} is still there")


def test_one_core_does_it_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cores", lambda: 1)
    assert beside(os.getpid)() == HERE
