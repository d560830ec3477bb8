"""Work on other machines: a scheduler and two workers on this one, real processes that share no memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import TODAY, Run
from releases import state
from repository import ROOT

from benchmarks.corpus import generate
from pipeline.incremental import cluster
from pipeline.incremental.cluster import Cluster
from pipeline.source.environment import EnvironmentFault

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, in processes of their own."""
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    command, folder = [sys.executable, str(script)], script.parent
    paths = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=folder, env=paths, text=True, **pipes) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        yield running.stdout.readline().strip()
        running.stdin.close()


def test_a_cluster_gives_the_same_bytes(scheduler: str, run: Run, tmp_path: Path) -> None:
    """So many pages that each worker gets some."""
    generate(tmp_path / "library", 100)
    for name, options in (("here", ["--jobs", "1"]), ("there", ["--scheduler", scheduler])):
        out = str(tmp_path / name)
        done = run("export", TODAY, "--no-cache", "--no-search", "--out", out, *options, folder=tmp_path / "library")
        assert done.code == 0, done.out + done.err
    assert state((tmp_path / "here/latest").resolve()) == state((tmp_path / "there/latest").resolve())


def test_findings_come_back_as_they_are(scheduler: str, run: Run, library: Path) -> None:
    page = library / "content/strategies/student-voice.md"
    page.write_text(page.read_text(encoding="utf-8").replace("two", "two two", 1), encoding="utf-8")
    here, there = (
        run("check", TODAY, "--no-cache", *options, folder=library)
        for options in (["--jobs", "1"], ["--scheduler", scheduler])
    )
    assert "doubled-word" in here.out
    assert (here.code, here.out) == (there.code, there.out)


def test_where_nobody_answers_the_run_ends_in_words(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    done = run("check", TODAY, "--no-cache", "--scheduler", "tcp://127.0.0.1:9", folder=library)
    assert done.code == 2
    assert "no scheduler answers at tcp://127.0.0.1:9" in done.err


def test_workers_of_another_version_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would work something else out."""
    monkeypatch.setattr(cluster, "version", lambda: "another")
    with pytest.raises(EnvironmentFault, match="runs another version"):
        list(Cluster(scheduler)(str, [1, 2]))
