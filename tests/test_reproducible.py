"""The same content gives the same bytes, whatever the folder, locale, clock, order of files and line ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import LIBRARY
from releases import state
from repository import ROOT, Repository, environment

# Lists folders in an order that chance makes, in every process that finds this module on its path.
SHUFFLED = """
import os
import random

chance = random.Random(int(os.environ["SHUFFLE"]))
scandir, listdir = os.scandir, os.listdir


class Shuffled:
    def __init__(self, path="."):
        with scandir(path) as found:
            self.entries = list(found)
        chance.shuffle(self.entries)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.entries:
            raise StopIteration
        return self.entries.pop()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def close(self):
        pass


def shuffled(path="."):
    names = listdir(path)
    chance.shuffle(names)
    return names


os.scandir, os.listdir = Shuffled, shuffled
"""
VARIABLES = ("PYTHONHASHSEED", "TZ", "LANG", "LC_ALL", "LANGUAGE", "PYTHONUTF8", "SOURCE_DATE_EPOCH")


@dataclass(frozen=True)
class Machine:
    """What differs from one machine to another."""

    variables: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022
    today: str = "2026-11-24"
    line_end: bytes = b"\n"
    mark: bytes = b""


MACHINES = {
    "another folder": Machine(),
    "hash seed 0 in the far west": Machine({"PYTHONHASHSEED": "0", "TZ": "Pacific/Pago_Pago"}),
    "hash seed 1 in the far east": Machine({"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}, today="2027-03-01"),
    "locale C, closed to others": Machine({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}, umask=0o077),
    "locale C.UTF-8, open to all": Machine({"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}, umask=0o000),
    "files in another order": Machine({"SHUFFLE": "5"}),
    "CRLF": Machine(line_end=b"\r\n"),
    "CRLF and byte-order marks, in another order": Machine({"SHUFFLE": "7"}, line_end=b"\r\n", mark=b"\xef\xbb\xbf"),
}


def export(folder: Path, machine: Machine, checkout: Path = ROOT) -> dict[str, bytes]:
    """The release and the archives that a machine makes of the test library, with the pipeline of a checkout."""
    library, out = folder / "library", folder / "out"
    shutil.copytree(LIBRARY, library)
    for path in library.rglob("*"):
        if path.suffix in (".md", ".yaml"):
            path.write_bytes(machine.mark + path.read_bytes().replace(b"\n", machine.line_end))
    (folder / "modules").mkdir()
    (folder / "modules" / "sitecustomize.py").write_text(SHUFFLED if "SHUFFLE" in machine.variables else "", "utf-8")
    variables = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    variables |= {"PYTHONPATH": os.pathsep.join([str(folder / "modules"), str(checkout)]), **machine.variables}
    command = [sys.executable, "-m", "pipeline", "export", "--out", str(out), "--archive", "--no-search"]
    done = subprocess.run(
        [*command, "--formats", "csv,html,json,sqlite,xlsx", "--today", machine.today],
        cwd=library,
        env=variables,
        umask=machine.umask,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    release = (out / "latest").readlink().as_posix()
    return {release: b"", **state(out / "latest"), **state(out / "archives")}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this machine makes, as it is."""
    made = export(tmp_path_factory.mktemp("here"), Machine())
    assert {"strategies-csv-1.0.0.zip", "strategies-html-1.0.0.zip", "strategies-json-1.0.0.zip"} <= made.keys()
    return made


@pytest.mark.parametrize("name", MACHINES)
def test_every_machine_makes_the_same_bytes(name: str, here: dict[str, bytes], tmp_path: Path) -> None:
    there = export(tmp_path, MACHINES[name])
    assert there.keys() == here.keys()
    assert [path for path in here if there[path] != here[path]] == []


def test_a_checkout_with_crlf_makes_the_same_bytes(here: dict[str, bytes], tmp_path: Path) -> None:
    """Templates, stylesheets and schemas are part of what is exported; here git has changed their line ends."""
    tree = {name: ROOT / name for name in ("pipeline", "schemas")}
    origin = Repository.create(tmp_path / "origin", environment(tmp_path), tree)
    origin.git("commit", "--quiet", "--message", "All of it")
    checkout = tmp_path / "checkout"
    origin.git("clone", "--quiet", "--config", "core.autocrlf=true", ".", str(checkout))
    for name in ("pipeline/publish/exporters/html_site/templates/base.html", "schemas/published-manifest.schema.json"):
        assert b"\r\n" in (checkout / name).read_bytes()
    there = export(tmp_path, Machine(), checkout)
    assert there.keys() == here.keys()
    assert [path for path in here if there[path] != here[path]] == []


def test_the_order_of_files_is_really_another(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(SHUFFLED, encoding="utf-8")
    script = (
        "import os, pathlib\n"
        f"pages = pathlib.Path({str(LIBRARY / 'content' / 'strategies')!r})\n"
        "print([entry.name for entry in os.scandir(pages)], os.listdir(pages), list(pages.iterdir()))"
    )

    def listed(seed: str) -> str:
        variables = os.environ | {"PYTHONPATH": str(tmp_path), "SHUFFLE": seed}
        return subprocess.run(
            [sys.executable, "-c", script], env=variables, capture_output=True, check=True
        ).stdout.decode()

    assert len({listed(seed) for seed in ("1", "2", "3")}) == 3
