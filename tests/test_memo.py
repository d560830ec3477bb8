"""The memo: whatever happened to its file, a run finds what it would find without it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import TODAY

import pipeline
from pipeline.incremental import memo as memo_module
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.model.diagnostics import Diagnostic
from tests.memo_edits.damage import accepted, damaged

PAGE = "content/strategies/student-voice.md"
PACKAGE = Path(pipeline.__file__).parent


@pytest.fixture
def file(own_memo: Path, library: Path) -> Path:
    """The memo of a library that was checked."""
    assert found(library) == found(library, Memo())
    (path,) = own_memo.glob("*.sqlite")
    return path


def found(root: Path, memo: Memo | None = None) -> tuple[Diagnostic, ...]:
    memo = memo or Memo.of(root)
    try:
        return Workspace(root, tasks=Tasks(memo)).report(TODAY, render=True).diagnostics
    finally:
        memo.close()


def command(library: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(line, cwd=library, capture_output=True, encoding="utf-8", check=False)


def kept(path: Path) -> Memo:
    memo = Memo(path)
    memo.put({"a": b"one", "b": b"another"})
    memo.save()
    memo.close()
    return Memo(path)


def test_values_are_known_in_this_run_and_once_saved_in_the_next(tmp_path: Path) -> None:
    memo = Memo(tmp_path / "memo.sqlite")
    memo.put({"a": b"1"})
    assert memo.get(["a", "b"]) == {"a": b"1"}
    assert Memo(tmp_path / "memo.sqlite").get(["a"]) == {}
    memo.save()
    assert memo.get(["a", "b"]) == {"a": b"1"}
    assert Memo(tmp_path / "memo.sqlite").get(["a"]) == {"a": b"1"}
    memo.put({"a": b"2"})
    assert memo.get(["a"]) == {"a": b"2"}


def test_many_keys_are_looked_up_at_once(tmp_path: Path) -> None:
    values = {str(number): b"%d" % number for number in range(3000)}
    memo = Memo(tmp_path / "memo.sqlite")
    memo.put(values)
    memo.save()
    assert Memo(tmp_path / "memo.sqlite").get([*values, "more"]) == values


def test_a_value_that_was_changed_is_not_used(tmp_path: Path) -> None:
    kept(tmp_path / "memo.sqlite").close()
    tried, found = accepted(tmp_path / "memo.sqlite", 1000)
    assert (tried, found) == (8 * 19 + 19, 0)
    with closing(sqlite3.connect(tmp_path / "memo.sqlite", isolation_level=None)) as database:
        database.execute("UPDATE entries SET value = (SELECT value FROM entries WHERE key = 'b')")
    assert Memo(tmp_path / "memo.sqlite").get(["a"]) == {}, "one stands in for another"


def test_a_damaged_file_changes_no_finding(file: Path, library: Path) -> None:
    page = library / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    wanted = found(library, Memo())
    assert wanted
    found(library)
    chance, whole = random.Random(3), file.read_bytes()
    for _ in range(40):
        file.write_bytes(damaged(whole, chance))
        assert found(library) == wanted
        assert found(library) == wanted


def test_what_is_no_database_makes_room_for_one(file: Path, library: Path) -> None:
    file.write_bytes(b"no database at all" * 500)
    found(library)
    found(library)
    assert file.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner here")
def test_what_others_could_have_written_is_not_used(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    assert found(library, Memo.of(library, folder)) == found(library, Memo())
    assert list(folder.iterdir()) == []


def test_a_file_of_another_person_is_not_opened(file: Path, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: 12345, raising=False)
    assert found(library) == found(library, Memo())
    assert file.read_bytes() == before


def test_a_link_in_its_place_is_not_followed(file: Path, library: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    file.unlink()
    file.symlink_to(elsewhere)
    assert found(library) == found(library, Memo())
    assert not elsewhere.exists()


def test_it_is_for_one_person_only(file: Path) -> None:
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", ["a file", "/dev/null/nowhere"])
def test_a_folder_that_cannot_be_made_is_no_memo(
    place: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv(memo_module.FOLDER_VARIABLE, str(tmp_path / place))
    ended = command(library, "check")
    assert ended.returncode == 0
    assert "nothing is kept" not in ended.stderr
    assert "nothing is kept for the next run" in command(library, "check", "--timings").stderr


def test_a_file_that_cannot_be_written_is_read_all_the_same(
    file: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library / PAGE).write_text("no page", encoding="utf-8")
    wanted, before = found(library, Memo()), file.read_bytes()
    file.chmod(0o400)
    try:
        database = sqlite3.connect(file, isolation_level=None)
        database.execute("BEGIN IMMEDIATE") if os.geteuid() == 0 else None  # root may write whatever the mode says
        monkeypatch.setattr(memo_module, "PATIENCE", 0.05)
        assert found(library) == wanted
        database.close()
    finally:
        file.chmod(0o600)
    assert file.read_bytes() == before


def test_it_stays_small(library: Path, own_memo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo_module, "MOST_BYTES", 200_000)
    for number in range(40):
        memo = Memo.of(library)
        memo.put({f"{number}-{each}": bytes(2000) for each in range(10)})
        memo.save()
        assert len(memo.get([f"{number}-{each}" for each in range(10)])) == 10
        memo.close()
    (path,) = own_memo.glob("*.sqlite")
    assert path.stat().st_size < 300_000


def test_files_of_libraries_that_are_long_gone_are_removed(library: Path, own_memo: Path) -> None:
    own_memo.mkdir()
    old, new = own_memo / "old.sqlite", own_memo / "new.sqlite"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    found(library)
    assert not old.exists()
    assert new.exists()


def test_two_runs_at_once_and_runs_that_are_killed(library: Path, file: Path) -> None:
    """Processes that save again and again are killed at any moment; what is read is right or unknown."""
    script = (
        "import sys; from pathlib import Path; from pipeline.incremental.memo import Memo\n"
        "number = 0\n"
        "while True:\n"
        "    number += 1; memo = Memo(Path(sys.argv[1])); memo.put({'n': b'%d ' % number * 5000}); memo.save()\n"
        "    memo.close()\n"
    )
    chance, read = random.Random(7), 0
    for _ in range(5):
        runs = [subprocess.Popen([sys.executable, "-c", script, str(file)]) for _ in range(2)]
        end = time.monotonic() + 0.6 + chance.random() * 0.3
        while time.monotonic() < end:
            memo = Memo(file)
            value = memo.get(["n"]).get("n")
            memo.close()
            if value is not None:
                assert len(set(value.split())) == 1
                read += 1
        for each in runs:
            each.send_signal(signal.SIGKILL)
            each.wait()
    assert read > 10
    assert found(library) == found(library, Memo())


def test_the_command_can_do_without_and_forget(library: Path, own_memo: Path) -> None:
    before = sorted(path for path in library.rglob("*"))
    assert command(library, "check", "--no-cache").returncode == 0
    assert not own_memo.exists()
    assert command(library, "check").returncode == 0
    assert len(list(own_memo.glob("*.sqlite"))) == 1
    first, second = (
        command(library, "check", "--format", "json"),
        command(library, "check", "--format", "json", "--no-cache"),
    )
    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert command(library, "cache", "clear").returncode == 0
    assert list(own_memo.iterdir()) == []
    assert sorted(path for path in library.rglob("*")) == before, "nothing is put into the checkout"


@pytest.mark.parametrize("today", ["2026-11-24", "2031-01-01", "2020-01-01"])
def test_the_day_is_asked_anew(today: str, library: Path, own_memo: Path) -> None:
    path = library / PAGE
    path.write_text(path.read_text(encoding="utf-8").replace("status:", "review_by: 2030-01-01\nstatus:", 1), "utf-8")
    command(library, "check", "--today", "2026-11-24")
    assert command(library, "check", "--today", today).stdout == (
        command(library, "check", "--no-cache", "--today", today).stdout
    )


def test_a_check_with_nothing_to_do_needs_no_parser(library: Path, own_memo: Path) -> None:
    script = (
        "import sys; sys.argv[1:] = ['check']; from pipeline.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print('loaded:', *{'yaml', 'markdown_it', 'pydantic'} & set(sys.modules))"
    )

    def loaded() -> str:
        line = [sys.executable, "-c", script]
        ended = subprocess.run(line, cwd=library, capture_output=True, encoding="utf-8", check=False)
        return ended.stdout.partition("loaded:")[2].strip()

    assert set(loaded().split()) == {"yaml", "markdown_it", "pydantic"}
    assert loaded() == ""
    (library / PAGE).touch()
    assert loaded() == ""


def test_two_installs_of_one_version_share_what_they_know(library: Path, own_memo: Path, tmp_path: Path) -> None:
    """The code counts by its content: neither where it stands nor when it was written."""
    shutil.copytree(PACKAGE, tmp_path / "else" / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PACKAGE.parent / "schemas", tmp_path / "else" / "schemas")
    for path in (tmp_path / "else").rglob("*.py"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "else")}
    script = (
        "import sys, datetime; from pathlib import Path; from pipeline.incremental import page_tasks\n"
        "from pipeline.incremental.memo import Memo; from pipeline.incremental.tasks import Tasks\n"
        "from pipeline.incremental.workspace import Workspace; root = Path(sys.argv[1]); examined = []\n"
        "call = page_tasks.PageChecker.__call__\n"
        "page_tasks.PageChecker.__call__ = lambda task, items: examined.extend(items) or call(task, items)\n"
        "Workspace(root, tasks=Tasks(Memo.of(root))).report(datetime.date(2026, 11, 24))\n"
        "print(page_tasks.__file__, len(examined))"
    )

    def examined() -> list[str]:
        line = [sys.executable, "-c", script, str(library)]
        done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True)
        return done.stdout.split()

    found(library)
    assert examined() == [str(tmp_path / "else/pipeline/incremental/page_tasks.py"), "0"]
    with (tmp_path / "else/pipeline/source/text.py").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    assert examined()[1] == "5"
