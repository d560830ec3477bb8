"""Work in several processes: ordered, ended when it is interrupted or killed, and with its failures told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.corpus import generate
from pipeline.incremental.parallel import WAITING, Processes, chunks, here, over
from pipeline.lint.runner import RuleFailed

FOLDER = Path("/proc")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are made by fork on Linux only")


def slower_first(number: int) -> int:
    time.sleep(0.02 if number % 4 == 0 else 0)
    return number * number


def failing(number: int) -> int:
    if number == 7:
        raise RuleFailed("some-rule", "some/path.md")
    return number


def test_results_come_in_the_order_of_their_items() -> None:
    wanted = [number * number for number in range(40)]
    assert list(here(slower_first, range(40))) == wanted
    assert list(Processes(3)(slower_first, range(40))) == wanted
    for executor in (ThreadPoolExecutor(3), ProcessPoolExecutor(2)):
        with executor:
            assert list(over(executor, slower_first, range(40), 3)) == wanted


def test_work_that_cannot_be_sent_is_inherited() -> None:
    offset = 3
    assert list(Processes(2)(lambda number: number + offset, range(20))) == list(range(3, 23))


def test_few_items_need_no_processes() -> None:
    here_alone = set(Processes(2, least=5)(lambda _: os.getpid(), range(4)))
    assert here_alone == {os.getpid()}
    assert os.getpid() not in set(Processes(2, least=5)(lambda _: os.getpid(), range(5)))


def test_results_do_not_pile_up() -> None:
    taken: list[int] = []

    def items() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    results = Processes(2)(slower_first, items())  # type: ignore[arg-type]
    for _ in range(5):
        next(results)
    assert len(taken) <= 5 + 2 * WAITING + 1
    results.close()  # type: ignore[attr-defined]


def test_a_failure_is_told_as_it_was() -> None:
    with pytest.raises(RuleFailed, match=r"the rule some-rule failed on some/path\.md"):
        list(Processes(2)(failing, range(20)))


def test_chunks_hold_everything_once() -> None:
    assert [list(group) for group in chunks(range(7), 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(chunks([], 3)) == []


def children(group: int) -> set[int]:
    """Processes of a group that have not ended."""
    found = set()
    for path in FOLDER.iterdir():
        if path.name.isdigit():
            try:
                state, _, owner = (path / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(owner) == group and state != "Z":
                found.add(int(path.name))
    return found


def begun(library: Path) -> subprocess.Popen[bytes]:
    """An export in two processes."""
    command = [sys.executable, "-m", "pipeline", "export", "--no-search", "--jobs", "2"]
    return subprocess.Popen(
        command, cwd=library, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def wait_until(stage: str, run: subprocess.Popen[bytes], library: Path) -> None:
    """Wait until an export reads pages or makes strategies."""
    while run.poll() is None:
        begun = any((library / "exports" / "releases").glob(".staging-*/bundle/json/strategies.jsonl"))
        if (begun or stage == "reading") and len(children(run.pid)) > 2:
            return
        time.sleep(0.005)
    pytest.fail("it ended before")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize("stage", ["reading", "making"])
def test_nothing_is_left_of_a_run_that_ends_early(how: signal.Signals, stage: str, tmp_path: Path) -> None:
    generate(tmp_path / "library", 300)
    run = begun(tmp_path / "library")
    wait_until(stage, run, tmp_path / "library")
    os.killpg(run.pid, how) if how is signal.SIGINT else run.kill()
    said = run.communicate(timeout=30)[1].decode()
    assert run.returncode != 0
    assert "Traceback" not in said
    end = time.monotonic() + 5
    while children(run.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert children(run.pid) == set()
    exports = tmp_path / "library" / "exports"
    assert how is signal.SIGKILL or list(exports.rglob(".staging-*")) == []
    assert not (exports / "latest").exists()


@pytest.mark.parametrize("stage", ["reading", "making"])
def test_a_process_that_was_ended_from_outside_is_told_of_in_words(stage: str, tmp_path: Path) -> None:
    """The system does that when the memory is full."""
    generate(tmp_path / "library", 300)
    run = begun(tmp_path / "library")
    wait_until(stage, run, tmp_path / "library")
    os.kill(max(children(run.pid) - {run.pid}), signal.SIGKILL)
    said = run.communicate(timeout=60)[1].decode()
    assert run.returncode == 2
    assert "was ended from outside" in said
    assert "Traceback" not in said
    assert not (tmp_path / "library" / "exports" / "latest").exists()
    assert list((tmp_path / "library" / "exports").rglob(".staging-*")) == []


def test_a_process_ends_though_its_parent_went_before_it_could_ask_for_that() -> None:
    """Else it would wait for ever for work, and hold the lock of the output folder."""
    script = (
        "import signal, time\n"
        "from pipeline.incremental import parallel\n"
        "start = parallel._start_worker\n"
        "parallel._start_worker = lambda *given: (time.sleep(1), start(*given))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.5)  # ends this process, not the ones it made\n"
        "list(parallel.Processes(2)(abs, range(1000)))\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    assert run.wait() == -signal.SIGALRM
    left = children(run.pid)
    end = time.monotonic() + 5
    while children(run.pid) and time.monotonic() < end:
        time.sleep(0.05)
    still = children(run.pid)
    for process in still:
        os.kill(process, signal.SIGKILL)
    assert left
    assert still == set()
