"""Writing files of a library: all or none, whatever fails and whenever the run is killed."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest
from command import TODAY, VOICE, Run, replace
from conftest import LIBRARY
from conftest import TODAY as DAY

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named
from pipeline.authoring.changes.renaming import rename
from pipeline.cli import fix as command_fix
from pipeline.incremental.workspace import Workspace
from pipeline.lint import fix as fixing
from pipeline.source import interruption, writing
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import UNDO_LOG
from pipeline.source.undo_log import UndoLog, take_back
from pipeline.source.writing import FileChanged, write_all

# What the system tells of before it changes the disk.
CHANGES = ("os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "open")
KILLED = 9
FILES = {"content/a.md": b"new\r\n", "content/deep/er/b.md": "neu 🧑🏽‍🏫".encode(), "z.txt": b""}
REPLACED = {"content/a.md": b"old"}
REMOVED = {"content/gone.md": b"going"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "content").mkdir(parents=True)
    for path, data in (REPLACED | REMOVED).items():
        (root / path).write_bytes(data)
    (root / "content/a.md").chmod(0o640)
    return root


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def killed(root: Path, at: int, act: Callable[[], object]) -> bool:
    """Run in a copy of this process that ends, without any clean-up, before its so-many-eth change below the root."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == KILLED
    left, code = [at], 1

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES and str(arguments[0]).startswith(str(root)):
            if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & os.O_CREAT):
                return
            left[0] -= 1
            if left[0] < 0:
                os._exit(KILLED)

    try:
        with redirect_stderr(StringIO()):
            sys.addaudithook(watch)
            act()
        code = 0
    finally:
        os._exit(code)


def test_a_run_that_is_killed_at_any_step_is_taken_back(folder: Path, tmp_path: Path) -> None:
    before, after = files_of(folder), FILES
    steps = 0
    while True:
        root = Path(shutil.copytree(folder, tmp_path / f"at-{steps}"))
        is_killed = killed(root, steps, lambda root=root: write_all(root, FILES, REPLACED, REMOVED))  # type: ignore[misc]
        found = files_of(root)
        for path in {*before, *after}:
            assert found.get(path) in (before.get(path), after.get(path)), f"{path} is not whole, killed at {steps}"
        if not is_killed:
            assert found == after
            break
        take_back(root)
        if files_of(root) != after:
            assert files_of(root) == before, steps
            assert not (root / "content/deep").exists()
            assert stat.S_IMODE((root / "content/a.md").stat().st_mode) == 0o640
            write_all(root, FILES, REPLACED, REMOVED)
        assert files_of(root) == after
        assert stat.S_IMODE((root / "content/a.md").stat().st_mode) == 0o640
        steps += 1
    assert steps > 15


def test_a_command_that_was_killed_is_run_again(run: Run, tmp_path: Path) -> None:
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    assert run("rename", "student-voice", "voice", TODAY, folder=root).code == 0
    expected = files_of(root)
    for at in (3, 9, 12, 14, 16, 17, 18, 30):
        root = Path(shutil.copytree(LIBRARY, tmp_path / f"at-{at}"))
        change = LibraryChange(Workspace(root))
        rename(change, change.workspace.report(DAY).library, Named("strategy", "student-voice", VOICE), "voice")
        killed(root, at, change.write)
        if files_of(root) == expected:
            continue
        assert (root / UNDO_LOG).exists()
        assert "was cut short" in run("check", TODAY, folder=root).err
        again = run("rename", "student-voice", "voice", TODAY, folder=root)
        assert again.code == 0 or "it is another name of the strategy `voice`" in again.err, again
        assert files_of(root) == expected
    assert at == 30


def test_what_somebody_changed_after_a_kill_is_left_alone(folder: Path) -> None:
    at = 0
    while (folder / "content/a.md").read_bytes() == b"old":
        take_back(folder)
        assert killed(folder, at, lambda: write_all(folder, FILES, REPLACED, REMOVED))
        at += 1
    (folder / "content/a.md").write_bytes(b"theirs")
    with pytest.raises(EnvironmentFault, match="was cut short") as stopped:
        write_all(folder, {"x": b""}, {})
    assert "content/a.md was changed since" in str(stopped.value)
    assert "run the command again" in str(stopped.value)
    assert files_of(folder) == {"content/a.md": b"theirs", "content/gone.md": b"going"}
    assert take_back(folder) == []


def test_whatever_fails_all_is_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, usual = files_of(folder), Path.unlink
    for path, replaced, removed, fault in (
        ("content/a.md", {"content/a.md": b"other"}, {}, "was changed by somebody else"),
        ("content/a.md", {}, {}, "there is a file content/a.md already"),
        ("x.md", {}, {"content/gone.md": b"other"}, "was changed by somebody else"),
        ("content/a.md/x.md", {}, {}, "content/a.md is a file"),
    ):
        with pytest.raises(EnvironmentFault, match=fault):
            write_all(folder, {"first/new": b"", path: b"x"}, replaced, removed)
        assert (files_of(folder), (folder / "first").exists()) == (before, False)

    def full(path: Path, missing_ok: bool = False) -> None:
        if path.name == "gone.md":
            raise OSError(28, "No space left on device")
        usual(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", full)
        with pytest.raises(OSError, match="No space"):
            write_all(folder, FILES, REPLACED, REMOVED)
    assert files_of(folder) == before


def test_no_link_is_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"old")
    (folder / "linked").symlink_to(outside)
    (folder / "link.md").symlink_to(outside / "a.md")
    for path in ("linked/new.md", "linked/a.md", "link.md"):
        for replaced in ({}, {path: b"old"}):
            with pytest.raises(EnvironmentFault):
                write_all(folder, {path: b"x"}, replaced)
    (folder / UNDO_LOG).symlink_to(outside / "a.md")
    with pytest.raises(EnvironmentFault, match="is a link; remove it"):
        write_all(folder, {"new": b"x"}, {})
    assert files_of(outside) == {"a.md": b"old"}


def test_a_log_that_no_run_wrote_harms_nothing(folder: Path, tmp_path: Path) -> None:
    before = files_of(tmp_path)
    step = '{"path":"../outside","digest":"","former":true}'
    for data in (b"", b"undo\n{", f'undo\n{{"token":"{"0" * 12}","steps":[{step}],"folders":[]}}'.encode(), b"\xff"):
        (folder / UNDO_LOG).write_bytes(data)
        assert take_back(folder) == []
        assert files_of(tmp_path) == before


def test_where_files_have_one_name_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    before = files_of(folder)
    with pytest.raises(EnvironmentFault):
        write_all(folder, FILES | {"content/x": b""}, REPLACED | {"content/x": b""}, REMOVED)
    assert files_of(folder) == before
    write_all(folder, FILES, REPLACED, REMOVED)
    assert files_of(folder) == FILES


def test_two_runs_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, refused = writing._put, list[str]()

    def meanwhile(*arguments: object) -> None:
        try:
            write_all(folder, {"other": b""}, {})
        except EnvironmentFault as fault:
            refused.append(str(fault))
        usual(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "_put", meanwhile)
    write_all(folder, FILES, REPLACED, REMOVED)
    assert files_of(folder) == FILES
    assert set(refused) == {"another command is changing files of this library; try again when it has ended"}


def test_a_file_that_somebody_made_meanwhile_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, usual = files_of(folder), writing._put

    def meanwhile(root: Path, log: UndoLog, number: int, change: writing.Change) -> None:
        if log.steps[number].path == "z.txt":
            (root / "z.txt").write_bytes(b"theirs")
        usual(root, log, number, change)

    monkeypatch.setattr(writing, "_put", meanwhile)
    with pytest.raises(EnvironmentFault, match=r"there is a file z\.txt already"):
        write_all(folder, FILES, REPLACED, REMOVED)
    assert files_of(folder) == before | {"z.txt": b"theirs"}


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system which file is flushed")
def test_all_is_on_the_disk_before_the_first_file_changes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut, the disk may hold no more than what was flushed, so the log and all new bytes have to be."""
    flushed, usual = set[str](), os.fsync

    def flush(descriptor: int) -> None:
        usual(descriptor)
        flushed.add(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    def put(root: Path, log: UndoLog, number: int, change: writing.Change) -> None:
        new = [log.beside(at, "new") for at, step in enumerate(log.steps) if step.digest]
        assert flushed >= {str(root), *(str(root / path) for path in (UNDO_LOG, *new))}
        moved.append(number)
        move(root, log, number, change)

    moved, move = list[int](), writing._put
    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(writing, "_put", put)
    write_all(folder, FILES, REPLACED, REMOVED)
    assert len(moved) == len(FILES) + len(REMOVED)
    assert flushed >= {str(folder / "content"), str(folder / "content/deep/er")}, "the names are flushed, too"


def test_a_changed_file_is_named(folder: Path) -> None:
    replace(folder / "content/a.md", "old", "other")
    with pytest.raises(FileChanged, match=r"content/a\.md was changed by somebody else"):
        write_all(folder, FILES, REPLACED)


def test_ctrl_c_waits_for_a_file_to_be_whole_and_then_all_is_taken_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, usual = files_of(folder), writing._put
    interruption.watch()

    def pressed(*arguments: object) -> None:
        signal.raise_signal(signal.SIGINT)
        usual(*arguments)  # type: ignore[arg-type]
        assert files_of(folder) != before

    monkeypatch.setattr(writing, "_put", pressed)
    try:
        with pytest.raises(KeyboardInterrupt):
            write_all(folder, FILES, REPLACED, REMOVED)
    finally:
        interruption._received.clear()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    assert files_of(folder) == before


def test_a_log_on_a_full_disk_is_no_log(folder: Path) -> None:
    """A system that has little room takes a part of what is written, and refuses the rest."""
    before = files_of(folder)
    many = {f"content/{number}.md": b"" for number in range(100)}
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_all(folder, many, {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert files_of(folder) == before


def test_a_file_that_somebody_named_is_whole(tmp_path: Path) -> None:
    """What a killed run left beside it goes; a link stays a link, and rights stay rights."""
    (tmp_path / "list.csv").write_bytes(b"old")
    (tmp_path / "list.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("list.csv")
    (tmp_path / ".list.csv.new").write_bytes(b"left by a run that was killed")
    writing.replace_file(tmp_path / "link.csv", b"new")
    assert files_of(tmp_path) == {"list.csv": b"new", "link.csv": b"new"}
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o640
    writing.replace_file(Path(os.devnull), b"new")


def test_fix_does_not_write_over_what_was_saved_while_it_checked(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(library / VOICE, "order of two units", "order of of two units")
    usual = fixing.fix

    def slow(*arguments: object) -> object:
        found = usual(*arguments)  # type: ignore[arg-type]
        replace(library / VOICE, "The class votes", "All of the class votes")
        return found

    monkeypatch.setattr(command_fix, "fix", slow)
    done = run("fix", "--unsafe", TODAY, folder=library)
    assert (done.code, "student-voice.md was changed by somebody else" in done.err) == (2, True)
    assert "All of the class votes" in (library / VOICE).read_text(encoding="utf-8")


def test_a_change_is_not_made_of_a_text_that_was_not_checked(library: Path) -> None:
    change = LibraryChange(Workspace(library))
    found = change.workspace.report(DAY).library
    replace(library / VOICE, "The class votes", "All of the class votes")
    with pytest.raises(FileChanged, match=r"student-voice\.md was changed by somebody else"):
        rename(change, found, Named("strategy", "student-voice", VOICE), "voice")


def test_export_publishes_nothing_of_a_library_that_is_half_changed(library: Path, run: Run) -> None:
    (library / UNDO_LOG).write_bytes(b"undo\n")
    done = run("export", "--no-cache", "--formats", "json", TODAY, folder=library)
    assert done.code == 2
    assert "is still going on, or was cut short" in done.err
    assert not (library / "exports" / "latest").exists()
