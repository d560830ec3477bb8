"""The cache: whatever happened to it, a run finds what it would find without it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import TODAY

from pipeline.cache import FOLDER, MOST_PACKS, Cache
from pipeline.diagnostics import Diagnostic
from pipeline.means import Means
from pipeline.workspace import Workspace

PAGE = "content/strategies/student-voice.md"
TABLES = ("pages", "last check")

pytestmark = pytest.mark.usefixtures("own_key")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return made(tmp_path / "library")


def made(root: Path) -> Cache:
    root.mkdir(exist_ok=True)
    cache = Cache.of(root)
    assert cache is not None
    return cache


def found(root: Path, cache: Cache | None) -> tuple[Diagnostic, ...]:
    return Workspace(root, means=Means(cache)).report(TODAY, render=True).diagnostics


def test_a_table_reads_as_it_was_written(cache: Cache) -> None:
    content = {"a": [1, "ü\ud800", None, True], "b": {}}
    cache.write("table", content)
    assert cache.read("table") == content
    assert cache.read("another") is None


def test_every_flipped_bit_and_every_cut_is_noticed(cache: Cache) -> None:
    cache.write("table", {"a": [1, 2, 3], "b": "some text"})
    path = cache.folder / "table"
    whole = path.read_bytes()
    for at in range(len(whole)):
        for bit in range(8):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            assert cache.read("table") is None, f"bit {bit} of byte {at}"
        path.write_bytes(whole[:at])
        assert cache.read("table") is None, f"cut at {at}"
    path.write_bytes(whole + b" ")
    assert cache.read("table") is None


def test_every_flipped_bit_of_a_blob_is_noticed(cache: Cache) -> None:
    stored = cache.store([b"one blob", b"another"])
    assert stored
    assert [cache.fetch(reference) for reference in stored] == [b"one blob", b"another"]
    path = cache.folder / stored[0][0]
    whole = path.read_bytes()
    for at in range(len(b"one blob")):
        for bit in range(8):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            assert cache.fetch(stored[0]) is None
            assert cache.fetch(stored[1]) == b"another"
    path.write_bytes(whole[:10])
    assert cache.fetch(stored[1]) is None
    path.unlink()
    assert made(cache.folder.parent.parent).fetch(stored[0]) is None


def test_no_table_stands_in_for_another(cache: Cache) -> None:
    cache.write("one", {"a": 1})
    (cache.folder / "one").replace(cache.folder / "two")
    assert cache.read("two") is None


def test_what_another_person_wrote_is_not_read(cache: Cache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A cache that came with a stranger's change: well formed, and made with another key."""
    root = cache.folder.parent.parent
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "stranger"))
    stranger = made(root)
    assert stranger.key != cache.key
    stranger.write("table", {"findings": []})
    stored = stranger.store([b"<script>"])
    assert stored
    assert cache.read("table") is None
    assert cache.fetch(stored[0]) is None


def test_the_key_is_for_one_person_only(cache: Cache, tmp_path: Path) -> None:
    path = tmp_path / "home" / "strategy-pipeline" / "key"
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_bytes() == cache.key
    assert made(tmp_path / "other").key == cache.key


@pytest.mark.parametrize("place", [FOLDER, FOLDER.parent])
def test_a_link_in_place_of_the_folder_is_not_followed(place: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / FOLDER.name).mkdir(parents=True)
    root = tmp_path / "library"
    (root / place.parent).mkdir(parents=True)
    (root / place).symlink_to(tmp_path / "elsewhere")
    assert Cache.of(root) is None
    assert list((tmp_path / "elsewhere" / FOLDER.name).iterdir()) == []


def test_no_commit_holds_it(cache: Cache) -> None:
    assert (cache.folder / ".gitignore").read_text(encoding="ascii") == "*\n"


def test_a_disk_that_refuses_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file", encoding="ascii")
    assert Cache.of(tmp_path) is None


def test_it_stays_small(library: Path) -> None:
    """A page that is changed again and again leaves its old renditions behind; they are swept."""
    cache = made(library)
    path = library / PAGE
    for number in range(MOST_PACKS * 2):
        path.write_text(path.read_text(encoding="utf-8") + f"\nAnother line, number {number}.\n", encoding="utf-8")
        found(library, made(library))
    for pack in cache.folder.glob("*.pack"):
        os.utime(pack, (0, 0))  # as after an hour
    path.write_text(path.read_text(encoding="utf-8") + "\nThe last line.\n", encoding="utf-8")
    found(library, made(library))
    packs = list(cache.folder.glob("*.pack"))
    assert len(packs) <= MOST_PACKS + 1
    size = sum(pack.stat().st_size for pack in packs)
    text = sum(page.stat().st_size for page in (library / "content").rglob("*.md"))
    assert size < text * 12


@pytest.mark.parametrize("name", [*TABLES, "pack"])
def test_damage_changes_no_finding(name: str, library: Path) -> None:
    (library / PAGE).write_text((library / PAGE).read_text(encoding="utf-8").replace("title:", "titel:", 1), "utf-8")
    wanted = found(library, None)
    assert wanted
    found(library, made(library))
    chance = random.Random(3)
    folder = library / FOLDER
    (path,) = folder.glob("*.pack") if name == "pack" else [folder / name]
    whole = path.read_bytes()
    for _ in range(20):
        at = chance.randrange(len(whole))
        damaged = chance.choice(
            [whole[:at], whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :], b"", b"\0" * at]
        )
        path.write_bytes(damaged)
        assert found(library, made(library)) == wanted
        path.write_bytes(whole)


def test_a_table_of_other_code_is_not_used(library: Path) -> None:
    """A well-formed table with a fingerprint that is not ours, though written with our key: as after an update."""
    wanted = found(library, None)
    cache = made(library)
    found(library, cache)
    table = cache.read("pages")
    table["print"] = "0" * 32
    table["pages"] = [[*row[:4], [["x"]], *row[5:]] for row in table["pages"]]
    cache.write("pages", table)
    assert found(library, made(library)) == wanted


def test_two_runs_at_once_and_runs_that_are_killed(library: Path) -> None:
    """Processes that write the cache again and again are killed at any moment; what is read is right or unknown."""
    script = (
        "import sys; from pathlib import Path; from pipeline.cache import Cache\n"
        "cache = Cache.of(Path(sys.argv[1])); assert cache; number = 0\n"
        "while True:\n"
        "    number += 1; cache.write('table', {'n': [number] * 5000}); cache.store([b'x' * 5000])\n"
    )
    cache, chance, read = made(library), random.Random(7), 0
    for _ in range(6):
        runs = [subprocess.Popen([sys.executable, "-c", script, str(library)]) for _ in range(2)]
        end = time.monotonic() + 0.4 + chance.random() * 0.3
        while time.monotonic() < end:
            table = cache.read("table")
            if table is not None:
                assert len(set(table["n"])) == 1
                read += 1
        for each in runs:
            each.send_signal(signal.SIGKILL)
            each.wait()
        assert cache.read("table") is not None
    assert read > 10
    assert found(library, made(library)) == found(library, None)


def test_the_command_can_do_without_and_forget(library: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", *arguments]
        return subprocess.run(command, cwd=library, capture_output=True, encoding="utf-8", check=False)

    assert run("check", "--no-cache").returncode == 0
    assert not (library / FOLDER).exists()
    assert run("check").returncode == 0
    assert (library / FOLDER / "last check").exists()
    first, second = run("check", "--format", "json"), run("check", "--format", "json", "--no-cache")
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert run("cache", "clear").returncode == 0
    assert not (library / FOLDER).exists()


@pytest.mark.parametrize("today", ["2026-11-24", "2031-01-01", "2020-01-01"])
def test_the_day_is_asked_anew(today: str, library: Path) -> None:
    """What the last check said holds for a later day only if no date on any page could matter."""
    path = library / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace("status:", "review_by: 2030-01-01\nstatus:", 1), "utf-8")

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "pipeline", "check", "--today", *arguments]
        return subprocess.run(command, cwd=library, capture_output=True, encoding="utf-8", check=False).stdout

    run("2026-11-24")
    assert run(today) == run(today, "--no-cache")


def test_a_check_with_nothing_to_do_needs_no_parser(library: Path) -> None:
    script = (
        "import sys; sys.argv[1:] = ['check']; from pipeline.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*{'yaml', 'markdown_it', 'pydantic'} & set(sys.modules), file=sys.stderr)"
    )

    def loaded() -> str:
        command = [sys.executable, "-c", script]
        return subprocess.run(command, cwd=library, capture_output=True, encoding="utf-8", check=False).stderr.strip()

    assert set(loaded().split()) == {"yaml", "markdown_it", "pydantic"}
    assert loaded() == ""
    (library / PAGE).touch()
    assert loaded() == ""
