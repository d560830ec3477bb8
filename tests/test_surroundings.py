"""What else a disk or a system can do to the command, a row each: folders for the cache and the output, limits, clocks.

Closed streams and pages that may not be read are in `test_disk.py`, killed runs and disks that fill up or fail at any
write in `tests/crash`, and what a stranger's folder can hold in `test_hostile_files.py`.
"""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from command import TODAY, VOICE, replace
from conftest import LIBRARY
from machine import strategies
from releases import faults, state

WRITERS = ("export", "fix", "init", "import")
REFUSED: Mapping[str, int] = dict.fromkeys(WRITERS, 2)
# Mounts something, and runs the command there. The folder of all that a test has is the first argument.
MOUNTED = ("unshare", "--mount", "sh", "-ec")
READ_ONLY = 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; cd "$PWD"; exec "$@"'
FULL = 'for place in "$0/cache" "$0/library/exports"; do mount -t tmpfs -o size=16k none "$place"; done; exec "$@"'


class Row(NamedTuple):
    """How the system is made hostile, and the exit codes of commands that do not end with 0.

    `make` gets the folder of the library, and may give variables of the environment. `limit` runs in the new process.
    `script` mounts something first. `clock` is what the machine takes for now. All commands are run if `codes` are
    given, else an export alone, which checks first.
    """

    make: Callable[[Path], Mapping[str, str] | None]
    codes: Mapping[str, int] | None = None
    export: int = 0
    limit: Callable[[], object] | None = None
    script: str = ""
    clock: str = ""


def nothing(_: Path) -> None:
    """Leave all as it is."""


def variables(**given: str) -> Callable[[Path], Mapping[str, str]]:
    return lambda _: given


def limited(kind: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (most, most))


def no_temporary_folder(folder: Path) -> dict[str, str]:
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "nowhere"))


def cache(make: Callable[[Path], object]) -> Callable[[Path], Mapping[str, str]]:
    """Something stands where the cache belongs."""

    def made(folder: Path) -> Mapping[str, str]:
        make(folder.parent / "cache")
        return {"STRATEGIES_CACHE_DIR": str(folder.parent / "cache")}

    return made


def link_elsewhere(path: Path) -> None:
    path.with_name("elsewhere").mkdir()
    path.symlink_to("elsewhere")


def open_to_all(path: Path) -> None:
    path.mkdir()
    path.chmod(0o777)


def output(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Something stands where the output belongs."""
    return lambda folder: make(folder / "exports") and None


def of_another(path: Path) -> None:
    (path / "latest").mkdir(parents=True)
    (path / "latest/thesis.txt").write_bytes(b"years of work")


def full_disks(folder: Path) -> Mapping[str, str]:
    (folder / "exports").mkdir()
    return cache(Path.mkdir)(folder)


def dated(seconds: int) -> Callable[[Path], Mapping[str, str]]:
    """All files are of another day, as on a machine whose clock was wrong."""

    def make(folder: Path) -> Mapping[str, str]:
        for path in (*folder.rglob("*"), folder):
            os.utime(path, (seconds, seconds))
        return {"SOURCE_DATE_EPOCH": str(seconds)}

    return make


ROWS: dict[str, Row] = {
    "nothing": Row(nothing, {}),
    "no home": Row(variables(HOME="", XDG_CACHE_HOME="", STRATEGIES_CACHE_DIR="")),
    "a home that is not there": Row(variables(HOME="/nowhere/at/all", XDG_CACHE_HOME="", STRATEGIES_CACHE_DIR="")),
    "no temporary folder": Row(no_temporary_folder, {}),
    "a cache that is a file": Row(cache(lambda path: path.write_bytes(b"no folder"))),
    "a cache that is a link": Row(cache(link_elsewhere)),
    "a cache that leads to itself": Row(cache(lambda path: path.symlink_to(path.name))),
    "a cache that all may write": Row(cache(open_to_all)),
    "a cache where nothing can be written": Row(variables(STRATEGIES_CACHE_DIR="/proc/sys")),
    "an output folder that is a file": Row(output(lambda path: path.write_bytes(b"no folder")), export=2),
    "an output folder that leads to itself": Row(output(lambda path: path.symlink_to(path.name)), export=2),
    "an output folder that leads nowhere": Row(output(lambda path: path.symlink_to("nowhere/at/all")), export=2),
    "an output folder of another": Row(output(of_another), export=2),
    "a cache and an output folder on full disks": Row(full_disks, export=2, script=FULL),
    "a read-only file system": Row(cache(Path.mkdir), REFUSED, script=READ_ONLY),
    "LANG=C": Row(variables(LANG="C", LC_ALL="C"), {}),
    "a locale that is none": Row(variables(LANG="xx_YY.none", LC_ALL="xx_YY.none")),
    "an output of ASCII": Row(variables(PYTHONIOENCODING="ascii:strict"), {}),
    "a time zone that is none": Row(variables(TZ="../../../etc/passwd")),
    "no path": Row(variables(PATH="")),
    "32 open files": Row(nothing, {}, limit=limited(resource.RLIMIT_NOFILE, 32)),
    "files of 8 KB": Row(nothing, {"export": 2, "init": 2}, limit=limited(resource.RLIMIT_FSIZE, 8192)),
    "files of no byte": Row(nothing, REFUSED, limit=limited(resource.RLIMIT_FSIZE, 0)),
    "no core": Row(nothing, limit=limited(resource.RLIMIT_CORE, 0)),
    "a small stack": Row(nothing, limit=limited(resource.RLIMIT_STACK, 1 << 20)),
    "files of 1970": Row(dated(0)),
    "files of 2100": Row(dated(4_102_444_800)),
    "a clock of 1970": Row(nothing, {}, clock="1970-01-01 12:00:00"),
    "a clock of 2100": Row(nothing, {}, clock="2100-06-01 12:00:00"),
}
MARKS = {"a clock of 1970": pytest.mark.tools, "a clock of 2100": pytest.mark.tools}
MARKS |= dict.fromkeys(
    [name for name, row in ROWS.items() if row.script],
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount: .ci/run does so"),
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the test library."""
    out = tmp_path_factory.mktemp("bundle")
    assert strategies(LIBRARY, "export", "--formats", "json", "--out", out, TODAY).code == 0
    return out


@pytest.fixture
def place(tmp_path: Path, library: Path, bundle: Path) -> Path:
    """A folder with the library, a library with a fault that `fix` mends, a bundle, and words to import."""
    shutil.copytree(bundle, tmp_path / "bundle", symlinks=True)
    shutil.copytree(library, tmp_path / "faulty")
    replace(tmp_path / "faulty" / VOICE, "motivation", "motivatoin")
    (tmp_path / "words.txt").write_text("Think aloud\n\nTeachers say what they think.\n", encoding="utf-8")
    return tmp_path


def run_all(row: Row, place: Path, given: Mapping[str, str]) -> dict[str, int]:
    """Run each command that a row asks for; gives the exit codes. What they say is held by `strategies`."""
    today = [] if row.clock else [TODAY]
    commands: dict[str, tuple[str, Sequence[str]]] = {
        "export": ("library", ["export", "--formats", "json", *today]),
        "verify": ("", ["verify", "bundle"]),
        "diff": ("library", ["diff", "../bundle", *today]),
        "fix": ("faulty", ["fix", "--unsafe", *today]),
        "init": ("", ["init", "new", "--yes", *today]),
        "import": ("library", ["import", "../words.txt", *today]),
    }
    before = (*MOUNTED, row.script, str(place)) if row.script else ("faketime", row.clock) if row.clock else ()
    wanted = commands if row.codes is not None else ["export"]
    ended = {}
    for name in wanted:
        folder, arguments = commands[name]
        done = strategies(place / folder, *arguments, before=before, limit=row.limit, **given)
        assert done.code != 2 or "strategies: " in done.said, (name, done.said)
        ended[name] = done.code
    return ended


@pytest.mark.parametrize("name", [pytest.param(name, marks=MARKS.get(name, ())) for name in ROWS])
def test_a_run_ends_well(name: str, place: Path) -> None:
    row = ROWS[name]
    given = row.make(place / "library") or {}
    before = state(place)
    ended = run_all(row, place, given)
    expected = dict.fromkeys(ended, 0) | ({"export": row.export} if row.codes is None else dict(row.codes))
    assert ended == expected
    after = state(place)
    mended = f"faulty/{VOICE}"
    assert {path: after.get(path) for path in before if path != mended} == {
        path: data for path, data in before.items() if path != mended
    }, "something was lost"
    assert (after[mended] != before[mended]) == (ended.get("fix") == 0)
    assert ended.get("init", 2) == 0 or not [path for path in after if path.startswith("new/")]
    assert not [path for path in place.rglob(".*") if path.name.startswith((".staging-", ".strategies-"))]
    if ended["export"] == 0:
        assert faults(place / "library/exports/latest") == []
