"""What else a disk, a system or a stranger's folder can do to the installed command, a row each.

Links, pipes, sockets, folders without end, closed streams and pages that may not be read are in `test_disk.py`, hostile
names in what is printed in `test_output.py`, killed runs and full disks in `tests/crash`.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from command import FACTORS, PAGES, TODAY, VOICE, Run
from conftest import LIBRARY
from effort import FULL
from releases import state
from repository import ROOT as TREE

COMMAND = [sys.executable, "-m", "pipeline"]
ROOT = os.geteuid() == 0
NOBODY = 54321
VARIABLES = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
VARIABLES["PYTHONPATH"] = str(TREE)


class Row(NamedTuple):
    """A case: how the folder or the system is made hostile, the exit codes of a check, and words that it says.

    `make` may give variables of the environment. `limit` runs in the new process, before the command. `export` is how
    an export ends, if that is not left open.
    """

    make: Callable[[Path], dict[str, str] | None]
    code: int
    words: str = ""
    limit: Callable[[], object] | None = None
    export: int | None = None
    day: str = TODAY


def put(folder: Path, name: str | bytes, data: bytes = b"x") -> None:
    path = os.fsencode(folder) + b"/" + (name if isinstance(name, bytes) else name.encode())
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - names that are no text
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)


def page() -> bytes:
    return (LIBRARY / VOICE).read_bytes()


def nothing(_: Path) -> None:
    """Leave all as it is."""


def hard_link_out(folder: Path) -> None:
    """A page that is another name of a file elsewhere: a plain file to every program, and none that git can bring."""
    (folder.parent / "elsewhere.md").write_text("Words without fields.", encoding="utf-8")
    os.link(folder.parent / "elsewhere.md", folder / PAGES / "other-name.md")


def device(folder: Path) -> None:
    """A device among the pages, one that never ends."""
    if not ROOT:
        pytest.fail("only root can make a device: run this module as root")
    os.mknod(folder / PAGES / "endless.md", 0o666 | 0o020000, os.makedev(1, 5))


def two_normal_forms(folder: Path) -> None:
    for form in ("NFC", "NFD"):
        put(
            folder,
            f"content/images/{unicodedata.normalize(form, 'café')}.png",
            (folder / "content/images/circle.png").read_bytes(),
        )


def crowd(folder: Path) -> None:
    """Ten thousand files where pages belong."""
    for number in range(10_000):
        put(folder, f"{PAGES}/note-{number}.txt")


def deep(folder: Path) -> None:
    """A page below a hundred folders."""
    put(folder, f"{PAGES}/{'d/' * 100}page.md", page())


def no_home(_: Path) -> dict[str, str]:
    return {"HOME": "", "XDG_CACHE_HOME": "", "STRATEGIES_CACHE_DIR": ""}


def wrong_home(_: Path) -> dict[str, str]:
    return {"HOME": "/nowhere/at/all", "XDG_CACHE_HOME": "", "STRATEGIES_CACHE_DIR": ""}


def no_temporary_folder(folder: Path) -> dict[str, str]:
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "nowhere"))


def cache_is_a_file(folder: Path) -> dict[str, str]:
    put(folder.parent, "cache", b"no folder")
    return {"STRATEGIES_CACHE_DIR": str(folder.parent / "cache")}


def cache_is_a_link(folder: Path) -> dict[str, str]:
    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "cache").symlink_to("elsewhere")
    return {"STRATEGIES_CACHE_DIR": str(folder.parent / "cache")}


def cache_is_a_loop(folder: Path) -> dict[str, str]:
    (folder.parent / "cache").symlink_to("cache")
    return {"STRATEGIES_CACHE_DIR": str(folder.parent / "cache")}


def cache_is_open_to_all(folder: Path) -> dict[str, str]:
    (folder.parent / "cache").mkdir()
    (folder.parent / "cache").chmod(0o777)
    return {"STRATEGIES_CACHE_DIR": str(folder.parent / "cache")}


def cache_on_proc(_: Path) -> dict[str, str]:
    return {"STRATEGIES_CACHE_DIR": "/proc/sys"}


def output_is_a_file(folder: Path) -> None:
    put(folder, "exports", b"no folder")


def output_is_a_loop(folder: Path) -> None:
    (folder / "exports").symlink_to("exports")


def output_leads_nowhere(folder: Path) -> None:
    (folder / "exports").symlink_to("nowhere/at/all")


def output_is_anothers(folder: Path) -> None:
    put(folder, "exports/latest/thesis.txt", b"years of work")


def names(*made: str | bytes) -> Callable[[Path], None]:
    """Pages of these names."""

    def make(folder: Path) -> None:
        for name in made:
            put(folder, (name if isinstance(name, bytes) else name.encode()).join((f"{PAGES}/".encode(), b"")), page())

    return make


def files(**made: bytes) -> Callable[[Path], None]:
    """Files at these paths: `page` the page, `factors` the factors, `settings` the configuration."""
    paths = {"page": VOICE, "factors": FACTORS, "settings": "strategies.toml", "info": "content/library.yaml"}

    def make(folder: Path) -> None:
        for name, data in made.items():
            put(folder, paths[name], data)

    return make


def variables(**given: str) -> Callable[[Path], dict[str, str]]:
    return lambda _: given


def dated(seconds: int) -> Callable[[Path], dict[str, str]]:
    """All files are of another day, as on a machine whose clock was wrong."""

    def make(folder: Path) -> dict[str, str]:
        for path in (*folder.rglob("*"), folder):
            os.utime(path, (seconds, seconds))
        return {"SOURCE_DATE_EPOCH": str(seconds)}

    return make


def limited(kind: int, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (most, most))


ROWS: dict[str, Row] = {
    "nothing": Row(nothing, 0, export=0),
    "a hard link out of the root": Row(hard_link_out, 1, "missing-front-matter"),
    "a device": Row(device, 1, "unreadable-file"),
    "a folder named as a page": Row(lambda folder: put(folder, f"{PAGES}/x.md/thesis.txt"), 0, "x.md/thesis.txt"),
    "two normal forms": Row(two_normal_forms, 1, "case-collision"),
    "names that Windows keeps": Row(names("con.md", "aux.md", "nul.md", "com1.md"), 1, "con.md"),
    "a name with a newline": Row(names("two\nlines.md"), 1, "two\\u000alines.md"),
    "a name with an escape": Row(names("\x1b[31mred.md"), 1, "\\u001b[31mred.md"),
    "a name that is not UTF-8": Row(names(b"\xff\xfe.md"), 1, "\\xff\\xfe.md"),
    "a name that turns": Row(names("\u202egpj.md"), 1, "\\u202egpj.md"),
    "a name of 255 bytes": Row(names("a" * 252 + ".md"), 1, "invalid-id"),
    "names like options": Row(names("-rf.md", "--help.md"), 1, "invalid-id"),
    "names that differ in capitals": Row(names("Student-Voice.md"), 1, "case-collision"),
    "10,000 files in a folder": Row(crowd, 0, "stray-file"),
    "100 levels": Row(deep, 1, "over-limit"),
    "an empty page": Row(files(page=b""), 1, "missing-front-matter"),
    "a page of NULs": Row(files(page=b"\0" * 5000), 1, VOICE),
    "a page in UTF-16": Row(files(page=page().decode().encode("utf-16")), 1, "unreadable-file"),
    "a page that is a program": Row(files(page=b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40), 1, "unreadable-file"),
    "an empty vocabulary": Row(files(factors=b""), 1, FACTORS),
    "an empty configuration": Row(files(settings=b""), 0, export=0),
    "no home": Row(no_home, 0, export=0),
    "a home that is not there": Row(wrong_home, 0, export=0),
    "no temporary folder": Row(no_temporary_folder, 0, export=0),
    "a cache that is a file": Row(cache_is_a_file, 0, export=0),
    "a cache that is a link": Row(cache_is_a_link, 0, export=0),
    "a cache that leads to itself": Row(cache_is_a_loop, 0, export=0),
    "a cache that all may write": Row(cache_is_open_to_all, 0, export=0),
    "a cache where nothing can be written": Row(cache_on_proc, 0, export=0),
    "an output folder that is a file": Row(output_is_a_file, 0, export=2),
    "an output folder that leads to itself": Row(output_is_a_loop, 0, export=2),
    "an output folder that leads nowhere": Row(output_leads_nowhere, 0),
    "an output folder of another": Row(output_is_anothers, 0, export=2),
    "LANG=C": Row(variables(LANG="C", LC_ALL="C"), 0, export=0),
    "a locale that is none": Row(variables(LANG="xx_YY.none", LC_ALL="xx_YY.none"), 0, export=0),
    "a time zone that is none": Row(variables(TZ="../../../etc/passwd"), 0, export=0),
    "no path": Row(variables(PATH=""), 0, export=0),
    "an output of ASCII": Row(variables(PYTHONIOENCODING="ascii:strict"), 0, export=0),
    "32 open files": Row(nothing, 0, limit=limited(resource.RLIMIT_NOFILE, 32), export=0),
    "no core": Row(nothing, 0, limit=limited(resource.RLIMIT_CORE, 0), export=0),
    "files of 8 KB": Row(nothing, 0, limit=limited(resource.RLIMIT_FSIZE, 8192), export=2),
    "files of no byte": Row(nothing, 0, limit=limited(resource.RLIMIT_FSIZE, 0), export=2),
    "a small stack": Row(nothing, 0, limit=limited(resource.RLIMIT_STACK, 1 << 20), export=0),
    "files and a day of 1970": Row(dated(0), 0, day="--today=1970-01-01"),
    "files and a day of 2100": Row(dated(4_102_444_800), 0, day="--today=2100-01-01"),
}


class Ended(NamedTuple):
    """The exit code of a run, and all that it said."""

    code: int
    said: str


def strategies(
    folder: Path, *arguments: str, row: Row = ROWS["nothing"], user: int | None = None, **given: str
) -> Ended:
    """Run the installed command in a process of its own, for a minute at most."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=VARIABLES | given,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        preexec_fn=row.limit,  # limits are those of the new process
        timeout=60,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode in (0, 1, 2), said
    assert "Traceback" not in said, said
    return Ended(done.returncode, said)


@pytest.mark.parametrize("name", ROWS)
def test_a_run_ends_well(name: str, library: Path, run: Run) -> None:
    """In a process of its own if that is what is hostile; files are as hostile to this one."""
    row = ROWS[name]
    given = row.make(library) or {}
    alone = FULL or row.limit or given

    def command(*arguments: str) -> Ended:
        if alone:
            return strategies(library, *arguments, row=row, **given)
        outcome = run(*arguments, folder=library)
        return Ended(outcome.code, outcome.out + outcome.err)

    before = state(library)
    checked = command("check", row.day)
    assert (checked.code, row.words in checked.said) == (row.code, True), checked.said
    exported = command("export", "--no-search", row.day)
    assert row.export is None or exported.code == row.export, exported.said
    assert exported.code != 1 or row.code == 1, exported.said
    if exported.code == 2:
        assert exported.said.startswith("strategies: "), exported.said
    if exported.code == 0:
        assert run("verify", "exports", folder=library).code == 0
    after = state(library)
    assert {path: after.get(path) for path in before} == before, "something was lost"
    assert not list(library.rglob(".staging-*"))


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user of the machine can reach; pytest closes its own."""
    if not ROOT:
        pytest.fail("only root can run a command as somebody else: run this module as root")
    places = {parent for path in (sys.executable, Path(sys.executable).resolve()) for parent in Path(path).parents}
    closed = [each for each in places if not each.stat().st_mode & 1]
    for each in closed:
        each.chmod(each.stat().st_mode | 0o001)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        shutil.copytree(LIBRARY, Path(name) / "library", ignore=shutil.ignore_patterns(".cache"))
        yield Path(name)
    for each in closed:
        each.chmod(each.stat().st_mode & ~0o001)


def test_another_user_on_a_checkout_of_root(open_to_all: Path) -> None:
    """What may be read is checked; nothing can be written, and that is said."""
    library = open_to_all / "library"
    before = state(library)
    assert strategies(library, "check", TODAY, user=NOBODY, HOME="/").code == 0
    exported = strategies(library, "export", "--no-search", TODAY, user=NOBODY, HOME="/")
    assert exported.code == 2
    assert "ermission denied" in exported.said
    assert strategies(library, "fix", TODAY, user=NOBODY, HOME="/").code == 0
    assert state(library) == before


def test_a_cache_of_another(open_to_all: Path) -> None:
    """A memo that others could have written is not read, and theirs is left alone."""
    library, cache = open_to_all / "library", open_to_all / "cache"
    assert strategies(library, "check", TODAY, STRATEGIES_CACHE_DIR=str(cache)).code == 0
    for path in (*cache.rglob("*"), cache):
        os.chown(path, NOBODY + 1, NOBODY + 1)
    before = state(cache)
    assert strategies(library, "check", TODAY, user=NOBODY, STRATEGIES_CACHE_DIR=str(cache), HOME="/").code == 0
    assert state(cache) == before


@pytest.mark.parametrize("name", ["changes", "vanishes", "becomes a link"])
def test_a_page_that_does_so_while_it_is_read(name: str, library: Path) -> None:
    """Whatever a run meets, it ends well, and shows nothing that lies elsewhere."""
    secret = library.parent / "secret.md"
    secret.write_text("the key of the school office", encoding="utf-8")
    path, stop = library / PAGES / "busy.md", threading.Event()
    text = (library / VOICE).read_bytes()

    def meddle() -> None:
        while not stop.is_set():
            path.unlink(missing_ok=True)
            if name == "becomes a link":
                path.symlink_to(secret)
            elif name == "changes":
                path.write_bytes(text)
                path.write_bytes(text[:900])

    thread = threading.Thread(target=meddle)
    thread.start()
    try:
        for command in (("check",), ("export", "--no-search")):
            assert "school office" not in strategies(library, *command, TODAY).said
    finally:
        stop.set()
        thread.join()
