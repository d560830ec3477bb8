"""What a commit can bring besides plain files is refused, never followed, and keeps nobody waiting."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from command import FACTORS, PAGES, TODAY, TRUST, VOICE, Run, replace
from conftest import LIBRARY
from effort import FULL
from machine import AS_NOBODY, ROOT
from repository import SCRIPTS, Repository, environment

from pipeline.incremental.workspace import Workspace
from pipeline.source.discovery import SETTINGS_BYTES, find_root
from pipeline.source.disk import DEEPEST, LINK, MISSING, TOO_LARGE, FileRefused, read_file
from pipeline.source.parse import Limits
from pipeline.source.text import Source
from pipeline.source.writing import FileChanged

COMMAND = str(SCRIPTS / "strategies")
SECRET = "the key of the school office"
INFO = "content/library.yaml"
MODELS = "content/vocabulary/learner-models.yaml"
POLICY = "schemas/strategy-page.yaml"
# A page, an image, a static file, a template, a vocabulary and the house rules.
EVERYWHERE = (f"{PAGES}/page.md", "content/images/a.png", "static/a.txt", "templates/a.html", MODELS, POLICY)
# As somebody whom the machine does not know, if we may.
UNKNOWN = AS_NOBODY
HUGE = 2 << 30
# Gives a command half a gigabyte of memory, which no export of a small library needs.
SMALL_MACHINE = ["sh", "-c", 'ulimit -v 524288 && exec "$@"', "sh"]
# The first line of an error: its path and rule.
ERROR = re.compile(r"^(\S+):\d+:\d+ error (\S+)$", re.MULTILINE)


class Ended(NamedTuple):
    """How a process ended: its exit code, all that it said, and the seconds of work it took."""

    code: int
    said: str
    work: float

    @property
    def found(self) -> set[str]:
        """Path and rule of every finding."""
        return {f"{path} {rule}" for path, rule in ERROR.findall(self.said)}


def run_in(folder: Path, *command: str, variables: dict[str, str] | None = None) -> Ended:
    """Run a command to its end, or kill it after a minute."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        timer = threading.Timer(60, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    return Ended(process.returncode, text, used.ru_utime + used.ru_stime)


def strategies(folder: Path, *arguments: str) -> Ended:
    """Run the installed command."""
    ended = run_in(folder, *SMALL_MACHINE, COMMAND, *arguments, TODAY)
    assert "Traceback" not in ended.said, ended.said
    assert SECRET not in ended.said
    return ended


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of the machine that is none of the library's business, with files of all kinds."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("page.md", "a.png", "a.txt", "a.html", "factors.yaml", "library.yaml", "strategies.toml"):
        (folder / name).write_text(SECRET, encoding="utf-8")
    return folder


@pytest.fixture
def repository(tmp_path: Path, library: Path) -> Repository:
    (tmp_path / "home").mkdir()
    return Repository.create(library, environment(tmp_path / "home"), {})


def cloned(repository: Repository) -> Path:
    """What another person gets of a library after all is committed."""
    (repository.folder / ".env").write_text(SECRET, encoding="utf-8")
    (repository.folder / ".gitignore").write_text(".env\n", encoding="utf-8")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Begin")
    copy = repository.folder.with_name("clone")
    repository.git("clone", "--quiet", str(repository.folder), str(copy))
    shutil.copy(repository.folder / ".env", copy)
    return copy


Refused = Callable[..., set[str]]


@pytest.fixture
def refused(run: Run) -> Refused:
    """What a check finds, the first time and the second; an export must refuse the same, and publish nothing.

    The first runs alone, on a small machine; the others too with full effort, else in this process.
    """

    def again(folder: Path, *arguments: str) -> Ended:
        if FULL:
            return strategies(folder, *arguments)
        outcome = run(*arguments, TODAY, folder=folder)
        return Ended(outcome.code, outcome.out + outcome.err, 0)

    def ask(folder: Path, code: int = 1) -> set[str]:
        first, second = strategies(folder, "check"), again(folder, "check")
        assert (first.code, first.found) == (second.code, second.found)
        exported = again(folder, "export", "--out", str(folder / "out"))
        assert exported.code == first.code == code, first.said
        assert not (folder / "out").exists()
        assert SECRET not in second.said + exported.said
        assert exported.found == first.found
        return first.found

    return ask


def link(path: Path, target: Path | str) -> None:
    """Put a link at a path, in the place of whatever stands there."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def unreadable(*paths: str) -> set[str]:
    return {f"{path} unreadable-file" for path in paths}


def test_folders_that_are_links_publish_nothing(repository: Repository, outside: Path, refused: Refused) -> None:
    folders = ("static", "templates", "schemas", "content/images", "content/vocabulary", f"{PAGES}/more")
    for folder in folders:
        link(repository.folder / folder, outside)
    assert refused(cloned(repository)) == unreadable(*folders)


@pytest.mark.parametrize(
    ("folder", "target"), [("content", "outside"), ("content", "itself"), (PAGES, "outside"), (PAGES, "within")]
)
def test_the_content_itself_is_a_link(
    repository: Repository, outside: Path, folder: str, target: str, refused: Refused
) -> None:
    place = repository.folder / folder
    shutil.copytree(place, repository.folder / "elsewhere")
    within = os.path.relpath(repository.folder / "elsewhere", place.parent)
    link(place, {"outside": str(outside), "itself": place.name, "within": within}[target])
    assert refused(cloned(repository)) == unreadable(folder)


def test_files_that_are_links_are_not_read(repository: Repository, outside: Path, refused: Refused) -> None:
    targets: dict[str, Path | str] = {
        f"{PAGES}/page.md": outside / "page.md",
        f"{PAGES}/loop.md": "loop.md",
        f"{PAGES}/gone.md": "../nowhere.md",
        f"{PAGES}/twin.md": "student-voice.md",
        f"{PAGES}/settings.md": "../../.git/config",
        "content/images/a.png": outside / "a.png",
        "content/images/loop.png": "loop.png",
        "static/settings.txt": "../.git/config",
        "static/env.txt": "../.env",
        "static/deep/zero.txt": "/dev/zero",
        "templates/a.html": outside / "a.html",
        FACTORS: outside / "factors.yaml",
        INFO: "/etc/passwd",
        POLICY: "/dev/zero",
    }
    for path, target in targets.items():
        link(repository.folder / path, target)
    assert refused(cloned(repository)) == unreadable(*targets)


@pytest.mark.parametrize(
    ("name", "target"),
    [("strategies.toml", "/dev/zero"), ("strategies.toml", "strategies.toml"), ("pyproject.toml", ".git/config")],
)
def test_settings_that_are_a_link(repository: Repository, name: str, target: str, refused: Refused) -> None:
    link(repository.folder / name, target)
    assert refused(cloned(repository), code=2) == {f"{name} invalid-configuration"}


def test_whoever_names_what_is_refused_is_not_at_fault(repository: Repository, outside: Path, refused: Refused) -> None:
    """One root cause, one finding: the page and the image are there, only not as plain files."""
    replace(repository.folder / VOICE, "The class votes", "The class ![a circle](../images/a.png) votes")
    link(repository.folder / "content/images/a.png", outside / "a.png")
    link(repository.folder / TRUST, outside / "page.md")
    assert "building-trust" in (repository.folder / VOICE).read_text(encoding="utf-8")
    assert refused(cloned(repository)) == unreadable("content/images/a.png", TRUST)


def test_the_library_may_be_reached_by_links(repository: Repository, tmp_path: Path, run: Run) -> None:
    copy = cloned(repository)
    (tmp_path / "shortcut").symlink_to(copy)
    named = ("--root", str(tmp_path / "shortcut"))
    assert strategies(tmp_path, "check", *named).code == 0
    assert strategies(tmp_path, "export", *named).code == 0
    assert run("verify", tmp_path / "shortcut/exports/latest", folder=tmp_path).code == 0


def test_the_target_of_a_link_changed(repository: Repository) -> None:
    """A finding is about what it leads to, so a check of that alone shows it."""
    (repository.folder / "content/shared").mkdir()
    (repository.folder / VOICE).rename(repository.folder / "content/shared/student-voice.md")
    link(repository.folder / VOICE, "../shared/student-voice.md")
    copy = cloned(repository)
    replace(copy / "content/shared/student-voice.md", "The class votes", "All of the class votes")
    assert strategies(copy, "check", "--changed-since", "HEAD").found == unreadable(VOICE)
    assert strategies(copy, "check", TRUST).found == set()
    compared = strategies(copy, "diff", "HEAD")
    assert compared.code == 1
    assert "student-voice was not compared" in compared.said


def test_folders_without_end(repository: Repository, refused: Refused) -> None:
    """As many as would exhaust the stack, or the files that may be open."""
    deep = "/".join(["d"] * 1200)
    for folder in (PAGES, "static"):
        place = repository.folder / folder
        for part in ("", *[deep[:400]] * 3):  # a path in one piece could be too long
            place = place / part.strip("/")
            place.mkdir(parents=True, exist_ok=True)
        (place / "page.md").write_text("deep", encoding="utf-8")
    try:
        copy = cloned(repository)
        found = [finding.split() for finding in refused(copy)]
        assert {rule for _, rule in found} == {"over-limit"}
        assert [path.count("/") for path, _ in found] == [DEEPEST] * 2
    finally:  # what Python removes folder in folder, it runs out of stack
        subprocess.run(["rm", "-rf", repository.folder, repository.folder.with_name("clone")], check=True)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = os.open(".", os.O_RDONLY)
        os.chdir(path.parent)  # the path as a whole would be too long for it
        try:
            made.bind(path.name)
        finally:
            os.fchdir(here)
            os.close(here)


def directory(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [pipe, listener, directory])
def test_what_is_no_file_keeps_nobody_waiting(library: Path, make: Callable[[Path], None], refused: Refused) -> None:
    places = [path for path in EVERYWHERE if make is not directory or path in (MODELS, POLICY)]
    for path in places:
        (library / path).unlink(missing_ok=True)
        (library / path).parent.mkdir(parents=True, exist_ok=True)
        make(library / path)
    assert refused(library) == unreadable(*places)
    make(library / "strategies.toml")
    assert refused(library, code=2) == {"strategies.toml invalid-configuration"}


@pytest.mark.parametrize("make", [pipe, listener, Path.touch])
def test_what_is_no_folder_keeps_nobody_waiting(library: Path, make: Callable[[Path], None], refused: Refused) -> None:
    folders = (PAGES, "content/images", "content/vocabulary", "static", "templates", "schemas")
    for folder in folders:
        shutil.rmtree(library / folder, ignore_errors=True)
        make(library / folder)
    assert refused(library) == unreadable(*folders)


def sparse(path: Path, size: int) -> None:
    """A file of a size that takes no room on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.parametrize("path", [*EVERYWHERE[:3], MODELS, "strategies.toml"])
def test_a_refused_file_costs_the_same_at_any_size(library: Path, path: str, refused: Refused) -> None:
    """To read the large one whole would take four times the memory that there is."""
    costs: list[Ended] = []
    bounds = Limits().bounds
    least = bounds.site if path.startswith(("content/images", "static", "templates")) else bounds.of(path)
    for size in (least + 1, HUGE):
        sparse(library / path, size)
        costs.append(strategies(library, "check", "--no-cache"))
        assert costs[-1].found == {f"{path} {'invalid-configuration' if 'toml' in path else 'over-limit'}"}
    small, large = costs
    assert large.work < small.work + 0.5
    assert refused(library, code=small.code) == small.found


@pytest.mark.parametrize(
    ("name", "text", "message"),
    {
        "lists": ("strategies.toml", b"x = " + b"[" * 1000, "stand inside one another too deep"),
        "tables": ("strategies.toml", b"x = " + b"{y = " * 1000, "stand inside one another too deep"),
        "in the other file": ("pyproject.toml", b"x = " + b"[" * 1000, "stand inside one another too deep"),
        "a long name": ("strategies.toml", b".".join([b"a"] * 50_000) + b" = 1", "too many parts"),
        "a long number": ("strategies.toml", b"x = " + b"9" * 5000, "a number in this file is too large"),
        "no table": ("pyproject.toml", b"[tool]\nstrategies = 3\n", "must be a table"),
        "not UTF-8": ("strategies.toml", b'"\xff" = 1\n', "the byte FF is not UTF-8"),
    }.values(),
)
def test_settings_that_stop_their_reader(library: Path, name: str, text: bytes, message: str) -> None:
    (library / name).write_bytes(text)
    ended = strategies(library, "check")
    assert ended.code == 2
    assert message in ended.said
    assert f"{name}:" in ended.said


def test_settings_of_other_tools_are_none_of_ours(library: Path, run: Run) -> None:
    for text in ("tool = 3\n", "[tool]\nother = 'a.b.c'\n", f"x = '{'a.' * 100}'\n# {'a.' * 100}\n"):
        (library / "pyproject.toml").write_text(text, encoding="utf-8")
        assert run("check", TODAY, folder=library).code == 0


def test_settings_are_limited_in_size(library: Path, run: Run) -> None:
    for size, code in ((SETTINGS_BYTES, 0), (SETTINGS_BYTES + 1, 2)):
        (library / "strategies.toml").write_bytes(b"#" * size)
        assert run("check", TODAY, folder=library).code == code


@pytest.mark.parametrize(
    ("command", "closed"),
    [
        ("check", ">&-"),
        ("check", "2>&-"),
        ("check", "<&-"),
        ("check --no-cache", ">&- 2>&-"),
        ("export --out out", ">&-"),
        ("export --out out", "<&- >&- 2>&-"),
    ],
)
def test_closed_streams_are_no_fault(library: Path, command: str, closed: str, run: Run) -> None:
    ended = run_in(library, "sh", "-c", f'exec "$0" {command} {TODAY} {closed}', COMMAND)
    assert (ended.code, "Traceback" in ended.said) == (0, False), ended.said
    if command.startswith("export"):
        assert run("verify", "out/latest", folder=library).code == 0
    (library / "static").symlink_to("/etc")
    assert run_in(library, "sh", "-c", f'exec "$0" {command} {TODAY} {closed}', COMMAND).code == 1


@contextmanager
def reachable(path: Path) -> Iterator[None]:
    """Let everybody through the folders above a path, as far as they are ours: a checkout may lie in a private one."""
    closed = [each for each in path.parents if not each.stat().st_mode & stat.S_IXOTH] if UNKNOWN else []
    for each in closed:
        each.chmod(each.stat().st_mode | stat.S_IXOTH)
    try:
        yield
    finally:
        for each in closed:
            each.chmod(each.stat().st_mode & ~stat.S_IXOTH)


@pytest.fixture
def open_library() -> Iterator[Path]:
    """A library in a folder that belongs to somebody whom the machine does not know."""
    with reachable(Path(COMMAND)), tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(LIBRARY, Path(name) / "library", ignore=shutil.ignore_patterns(".cache"))
        if UNKNOWN:
            for path in (Path(name), *folder.rglob("*"), folder):
                os.chown(path, 54321, 54321)
        yield folder
        for path in folder.rglob("*"):
            path.chmod(0o700)


@pytest.mark.parametrize("command", [("check",), ("export", "--out", "out"), ("cache",)])
def test_nobody_knows_where_a_person_is_at_home(open_library: Path, command: tuple[str, ...]) -> None:
    variables = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_CACHE_HOME")}
    ended = run_in(open_library, *UNKNOWN, COMMAND, *command, variables=variables)
    assert "Traceback" not in ended.said
    assert ended.code == (2 if command == ("cache",) else 0), ended.said


@pytest.mark.skipif(os.geteuid() == 0 and not ROOT, reason="root of a namespace reads all, and acts as nobody else")
def test_what_a_person_may_not_read(open_library: Path) -> None:
    paths = (VOICE, FACTORS)
    for path in paths:
        (open_library / path).chmod(0)
    found = run_in(open_library, *UNKNOWN, COMMAND, "check", TODAY)
    assert (found.code, found.found) == (1, unreadable(*paths))
    assert "cannot be opened: permission denied" in found.said

    (open_library / "static").mkdir()
    (open_library / "static").chmod(0)
    if UNKNOWN:
        os.chown(open_library / "static", 54321, 54321)
    found = run_in(open_library, *UNKNOWN, COMMAND, "check", TODAY)
    assert found.code == 2
    assert "static: Permission denied" in found.said


NAMES = (b"\xff.md", b"two\nlines.md", b"\x1b[31mred.md", b"a::b.md")


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "gitlab", "rdjson", "github"])
def test_any_name_can_be_told(library: Path, run: Run, tmp_path: Path, format_: str) -> None:
    for name in NAMES:
        (library / PAGES / os.fsdecode(name)).symlink_to("/etc/passwd")
    for name in (b"\xff", b"two\nlines"):
        (library / PAGES / os.fsdecode(name + b".txt")).symlink_to(library / os.fsdecode(name))
    for _ in range(2):
        outcome = run("check", TODAY, "--format", format_, "--output", tmp_path / "found", folder=library)
        assert (outcome.code, outcome.err) == (1, "")
    said = (tmp_path / "found").read_text(encoding="utf-8")
    assert said.count("unreadable-file") >= len(NAMES) + 2
    assert "root:" not in said
    if format_ in ("json", "sarif", "gitlab", "rdjson"):
        assert json.loads(said)
    elif format_ == "junit":
        assert len(ET.fromstring(said).findall(".//failure")) == len(NAMES) + 2
    else:
        assert "\x1b" not in said
        assert not [line for line in said.splitlines() if line.startswith("lines")]


def test_git_is_asked_of_any_name(repository: Repository, run: Run) -> None:
    for name in NAMES:
        (repository.folder / PAGES / os.fsdecode(name)).symlink_to("student-voice.md")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Begin")
    replace(repository.folder / VOICE, "The class votes", "All of the class votes")
    outcome = run("check", TODAY, "--changed-since", "HEAD", folder=repository.folder)
    assert outcome.code == 1
    assert outcome.out.count("unreadable-file") == len(NAMES)


def test_a_name_is_no_pattern_to_git(repository: Repository, run: Run) -> None:
    assert run("check", TODAY, f"{PAGES}/*.md", folder=repository.folder).code == 2


def test_a_fix_writes_through_no_link(library: Path, outside: Path) -> None:
    workspace = Workspace(library)
    before = workspace.read(VOICE)
    after = Source(VOICE, before.text + "\nMore.\n")
    (outside / "student-voice.md").write_bytes(before.encode())
    link(library / VOICE, outside / "student-voice.md")
    with pytest.raises(FileChanged):
        workspace.replace(before, after)
    link(library / PAGES, outside)
    with pytest.raises(FileChanged):
        workspace.replace(before, after)
    assert (outside / "student-voice.md").read_bytes() == before.encode()


def test_a_fix_makes_a_new_file(library: Path, outside: Path) -> None:
    """Written into the file itself, a page would be half there while it is written, and stay so if that is killed."""
    workspace = Workspace(library)
    before = workspace.read(VOICE)
    (outside / "other-name.md").hardlink_to(library / VOICE)
    workspace.replace(before, Source(VOICE, before.text + "\nMore.\n"))
    assert workspace.read(VOICE).text.endswith("\nMore.\n")
    assert (outside / "other-name.md").read_bytes() == before.encode()


def test_a_fix_leaves_alone_what_was_saved_meanwhile(library: Path) -> None:
    workspace = Workspace(library)
    before = workspace.read(VOICE)
    replace(library / VOICE, "The class votes", "All of the class votes")
    with pytest.raises(FileChanged):
        workspace.replace(before, Source(VOICE, before.text + "\nMore.\n"))
    assert "All of the class votes" in workspace.read(VOICE).text


def test_reading_one_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_bytes(b"12345")
    assert read_file(tmp_path, "a/b", 5) == b"12345"
    link(tmp_path / "c", "a")
    for path, limit, place, reason in (
        ("a/b", 4, "a/b", TOO_LARGE),
        ("a", 5, "a", "a folder"),
        ("a/b/c", 5, "a/b", "a file"),
        ("c", 5, "c", LINK),
        ("c/b", 5, "c", LINK),
        ("a/x", 5, "a/x", MISSING),
        ("x/y", 5, "x/y", MISSING),
    ):
        with pytest.raises(FileRefused) as stopped:
            read_file(tmp_path, path, limit)
        assert (stopped.value.path, stopped.value.reason) == (place, reason)
        again = pickle.loads(pickle.dumps(stopped.value))
        assert str(again) == str(stopped.value) == f"cannot read {place}: {reason}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files that tell no size")
def test_a_file_that_tells_no_size_is_read_up_to_the_limit() -> None:
    place = f"{os.getpid()}/status"
    assert (Path("/proc") / place).stat().st_size == 0
    whole = read_file(Path("/proc"), place, 100_000)
    assert whole.startswith(b"Name:")
    with pytest.raises(FileRefused) as stopped:
        read_file(Path("/proc"), place, 100)
    assert stopped.value.reason == TOO_LARGE


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """Whatever takes its place between two looks, what it leads to is never read."""
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    root, stop = tmp_path / "root", threading.Event()
    root.mkdir()
    link(root / "link", "../secret")
    (root / "plain").write_bytes(b"a page")

    def swap() -> None:
        for name in cycle(["link", "plain"]):
            if stop.is_set():
                return
            with suppress(FileNotFoundError):
                (root / "page").unlink()
            os.link(root / name, root / "page", follow_symlinks=False)

    other = threading.Thread(target=swap)
    other.start()
    seen: set[str] = set()
    try:
        for number in range(1_000_000):
            if number > 20_000 and {"a page", LINK} <= seen:
                break
            try:
                seen.add(read_file(root, "page", 1000).decode())
            except FileRefused as refusal:
                seen.add(refusal.reason)
    finally:
        stop.set()
        other.join()
    assert SECRET not in seen
    assert {"a page", LINK} <= seen


def test_the_root_is_found_without_following(tmp_path: Path, library: Path) -> None:
    assert find_root(library / "content") == library
    link(tmp_path / "content", "nowhere")
    (tmp_path / "below").mkdir()
    assert find_root(tmp_path) == tmp_path
