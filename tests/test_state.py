"""The state of a library and what a check remembers of it: right after any change, and quick after none."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from command import CIRCLE, FACTORS, TRUST, VOICE, replace
from conftest import LIBRARY, TODAY

from pipeline.incremental import library_state as state
from pipeline.incremental import saved_report as outcome
from pipeline.incremental.library_state import state_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.page_tasks import PageBytes, PageChecker
from pipeline.incremental.saved_report import recall
from pipeline.incremental.tasks import TaskResult, Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import all_rules
from pipeline.model.entry import Entry
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Rendition
from pipeline.source import discovery as tree
from pipeline.source.disk import read_file
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse import Limits
from pipeline.source.text import Source

pytestmark = pytest.mark.usefixtures("own_memo")
PAGES = "content/strategies"
IMAGE = "content/images/circle.png"
READING = f"{PAGES}/lateral-reading.md"
OTHER = f"{PAGES}/quiet-corner.md"
BOUNDS = Limits().bounds


def workspace_of(root: Path) -> Workspace:
    """A workspace of a run of its own."""
    return Workspace(root, tasks=Tasks(Memo.of(root)))


def recalled(root: Path, rules: Sequence[str] | None = None) -> outcome.SavedReport | None:
    return recall(root, Memo.of(root), TODAY, rules).outcome


@pytest.fixture
def checked(library: Path) -> Path:
    """A library that was checked, with an image and another file among its pages."""
    (library / IMAGE).parent.mkdir(exist_ok=True)
    (library / IMAGE).write_bytes(b"an image")
    (library / PAGES / "notes.txt").write_text("no page", encoding="utf-8")
    workspace_of(library).report(TODAY)
    return library


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were examined, since the list was emptied."""
    paths: list[str] = []
    call = PageChecker.__call__

    def noting(task: PageChecker, pages: Sequence[PageBytes]) -> list[TaskResult[bytes | None]]:
        paths.extend(path for path, _ in pages)
        return call(task, pages)

    monkeypatch.setattr(PageChecker, "__call__", noting)
    return paths


def test_what_was_said_is_said_again(checked: Path) -> None:
    said, report = recalled(checked), Workspace(checked).report(TODAY)
    assert said
    assert said.diagnostics == report.diagnostics
    assert [*said.data_files, *said.pages] == list(report.library.sources)
    assert {path: tuple(ids) for path, ids in said.pages.items()} == report.library.aliases


def test_selected_rules_are_another_question(checked: Path) -> None:
    assert recalled(checked, ["stray-file"]) is None
    rules = [rule for rule in all_rules() if rule.name == "stray-file"]
    found = workspace_of(checked).report(TODAY, rules).diagnostics
    said = recalled(checked, ["stray-file"])
    assert said
    assert said.diagnostics == found
    assert {item.rule for item in found} == {"stray-file"}


def linked(path: str, target: str) -> Callable[[Path], object]:
    """Put a link in a file's place, or where there is none."""

    def change(library: Path) -> None:
        (library / path).unlink(missing_ok=True)
        (library / path).symlink_to(target)

    return change


def renamed(path: str, name: str) -> Callable[[Path], object]:
    return lambda library: (library / path).rename((library / path).with_name(name))


def of_the_same_size_and_time(library: Path) -> None:
    path = library / VOICE
    before = path.stat()
    replace(path, "two", "six")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "words of a page": lambda library: replace(library / VOICE, "The class votes", "All of the the class votes"),
    "a page of the same size and time": of_the_same_size_and_time,
    "a page vanished": lambda library: (library / OTHER).unlink(),
    "a page came": lambda library: (library / PAGES / "new.md").write_bytes((library / OTHER).read_bytes()),
    "a page came in a folder": lambda library: (
        (library / PAGES / "a").mkdir() or (library / PAGES / "a/new.md").write_bytes((library / OTHER).read_bytes())
    ),
    "a page has another name": renamed(OTHER, "noisy-corner.md"),
    "a page is no page": renamed(OTHER, "quiet-corner.txt"),
    "a page is a link that leads out": linked(OTHER, "/dev/null"),
    "a page is a link within the library": linked(OTHER, "student-voice.md"),
    "a page is a link that leads nowhere": linked(OTHER, "nowhere.md"),
    "a page is a pipe": lambda library: ((library / OTHER).unlink(), os.mkfifo(library / OTHER)),
    "a page is a folder": lambda library: ((library / OTHER).unlink(), (library / OTHER).mkdir()),
    "a file that is no page came": lambda library: (library / PAGES / "more.txt").touch(),
    "a file that is no page vanished": lambda library: (library / PAGES / "notes.txt").unlink(),
    "a page came in another folder": lambda library: (library / "content/lost.md").write_text(
        "---\ntitle: Lost\n---\n"
    ),
    "an image came": lambda library: (library / IMAGE).with_name("square.png").touch(),
    "an image vanished": lambda library: (library / IMAGE).unlink(),
    "an image is empty": lambda library: (library / IMAGE).write_bytes(b""),
    "an image is one of another kind": lambda library: (library / IMAGE).write_bytes(b"GIF89a, "),
    "an image is a link that leads out": linked(IMAGE, "/dev/null"),
    "a template came": lambda library: (
        (library / "templates").mkdir(exist_ok=True) or (library / "templates/about.html").touch()
    ),
    "a vocabulary": lambda library: replace(library / FACTORS, "definition: ", "definition: All "),
    "a vocabulary vanished": lambda library: (library / FACTORS).unlink(),
    "what is said of the library": lambda library: replace(library / "content/library.yaml", "version:", "versions:"),
    "settings came": lambda library: (library / "strategies.toml").write_text("[limits]\nfile_size = 200\n"),
    "house rules came": lambda library: (
        (library / "schemas").mkdir(exist_ok=True) or (library / "schemas/strategy-page.yaml").write_text("sections: [")
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_the_library_is_checked_again(change: str, checked: Path) -> None:
    CHANGES[change](checked)
    assert recalled(checked) is None
    wanted = Workspace(checked).report(TODAY)
    assert workspace_of(checked).report(TODAY).diagnostics == wanted.diagnostics
    said = recalled(checked)
    assert said
    assert said.diagnostics == wanted.diagnostics
    assert [*said.data_files, *said.pages] == list(wanted.library.sources)


def test_times_do_not_count(checked: Path, tmp_path: Path, own_memo: Path, examined: list[str]) -> None:
    """A touched file, and a fresh clone: the content is the same."""
    (checked / VOICE).touch()
    assert recalled(checked)
    keys = {state_of(checked, Memo(), BOUNDS).key}
    shutil.copytree(checked, tmp_path / "clone", copy_function=shutil.copyfile)
    keys.add(state_of(tmp_path / "clone", Memo(), BOUNDS).key)
    assert len(keys) == 1
    (memo,) = own_memo.glob("*.sqlite")
    assert recall(tmp_path / "clone", Memo(memo), TODAY, None).outcome
    Workspace(tmp_path / "clone", tasks=Tasks(Memo(memo))).report(TODAY)
    assert examined == []


def test_no_file_is_read_whose_stamp_is_settled(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(state, "read_file", lambda root, path, limit: read.append(path) or read_file(root, path, limit))
    state_of(checked, memo := Memo(), BOUNDS)
    assert VOICE in read
    read.clear()
    state_of(checked, memo, BOUNDS)
    assert VOICE in read, "it was written a moment ago, and could be written again without its stamp telling"
    monkeypatch.setattr(tree, "RACY", -(10**12))
    state_of(checked, memo, BOUNDS)
    read.clear()
    before = state_of(checked, memo, BOUNDS)
    assert [path for path in read if (checked / path).exists()] == []
    time.sleep(0.01)
    replace(checked / VOICE, "two", "six")
    after = state_of(checked, memo, BOUNDS)
    assert [path for path in read if (checked / path).exists()] == [VOICE]
    assert {path for path in before.digests if before.digests[path] != after.digests[path]} == {VOICE}
    assert before.key != after.key


def test_a_page_that_changes_while_it_is_read_is_not_taken_for_what_was_listed(
    checked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listed with one content, read with another: the run ends, and nothing of that is remembered."""
    good = (checked / VOICE).read_text(encoding="utf-8")
    listed = (good + "\nMore of it.\n").encode()
    (checked / VOICE).write_bytes(listed)
    call, workspace = state_of, workspace_of(checked)

    def late(root: Path, memo: Memo, bounds: tree.Bounds) -> state.LibraryState | None:
        found = call(root, memo, bounds)
        (root / VOICE).write_text(good.replace("title:", "titel:", 1), encoding="utf-8")
        return found

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.incremental.workspace.state_of", late)
        with pytest.raises(EnvironmentFault, match=f"{VOICE} was changed while it was read; run the command again"):
            workspace.report(TODAY)
    again = workspace_of(checked).report(TODAY)
    assert "unknown-field" in {found.rule for found in again.diagnostics}
    (checked / VOICE).write_bytes(listed)
    assert recalled(checked) is None
    assert workspace_of(checked).report(TODAY).diagnostics == Workspace(checked).report(TODAY).diagnostics


@pytest.mark.parametrize("path", [FACTORS, "content/library.yaml", "strategies.toml"])
def test_other_files_that_change_meanwhile_are_not_taken_for_what_was_listed(
    path: str, checked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (checked / path).read_bytes() if (checked / path).exists() else None
    call = state_of

    def late(root: Path, memo: Memo, bounds: tree.Bounds) -> state.LibraryState:
        if path == "strategies.toml":  # read before the rest is listed
            (root / path).write_text('[severity]\nshort-field = "error"\n', encoding="utf-8")
            return call(root, memo, bounds)
        found = call(root, memo, bounds)
        (root / path).write_text("[", encoding="utf-8")
        return found

    (checked / VOICE).write_bytes((checked / VOICE).read_bytes() + b"\nMore of it.\n")
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.incremental.workspace.state_of", late)
        workspace_of(checked).report(TODAY)
    if before is not None:
        (checked / path).write_bytes(before)
    assert recalled(checked) is None


def test_what_a_page_shows_is_rendered_while_it_is_examined(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.model.rendition import rendition_of as RENDER  # noqa: N812

    calls: list[str] = []

    def noting(entry: Entry, policy: PagePolicy) -> Rendition:
        calls.append(entry.path)
        return RENDER(entry, policy)

    def rendered(workspace: Workspace) -> int:
        calls.clear()
        report = workspace.report(TODAY, render=True)
        number, limits, policy = len(calls), workspace.limits, report.library.policy
        for entry in report.library.entries:
            if entry.status == "published":
                assert workspace.content(entry.path).read(limits, policy) == RENDER(entry, policy)
        return number

    monkeypatch.setattr("pipeline.incremental.page_tasks.rendition_of", noting)
    assert rendered(workspace_of(library)) == 3
    assert rendered(workspace_of(library)) == 0
    replace(library / VOICE, "two", "six")
    assert rendered(workspace_of(library)) == 1
    assert rendered(Workspace(library)) == 3


def test_without_a_memo_each_page_is_parsed_once(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.source.parse import parse_page as parse

    calls: list[str] = []
    place = "pipeline.incremental.page_tasks.parse_page"
    monkeypatch.setattr(place, lambda source, limits: calls.append(source.path) or parse(source, limits))
    assert Workspace(library).report(TODAY, render=True).diagnostics == ()
    assert len(calls) == len(set(calls)) == 5


def test_what_an_editor_types_is_looked_at_and_the_rest_is_not_read_again(library: Path, examined: list[str]) -> None:
    workspace = workspace_of(library)
    assert workspace.report(TODAY).diagnostics == ()
    good = (library / VOICE).read_text(encoding="utf-8")
    for typed in ("title", "titel", "title"):
        examined.clear()
        report = workspace.with_overlay([Source(VOICE, good.replace("title:", f"{typed}:", 1))]).report(TODAY)
        assert [found.rule for found in report.diagnostics] == (["unknown-field"] if typed == "titel" else [])
        assert examined == ([VOICE] if typed == "titel" else [])


TYPED: dict[str, Callable[[str], str]] = {
    VOICE: lambda text: text.replace("two", "three three"),
    TRUST: lambda text: text.replace("title: ", "title: New ", 1),
    CIRCLE: lambda text: text.replace("factors: [", "factors: [nothing, ", 1),
    READING: lambda text: text + "\n[gone](strategy:gone)\n",
    OTHER: lambda text: text.replace("related: [", "related: [student-voice, ", 1),
    f"{PAGES}/new-page.md": lambda text: "---\ntitle: Building Trust\n---\n",
    FACTORS: lambda text: text.replace("id: motivation", "id: motivations"),
    "content/library.yaml": lambda text: text.replace("version:", "versions:"),
    "schemas/strategy-page.yaml": lambda text: text.replace("Overview", "In Short"),
    "strategies.toml": lambda text: '[severity]\ndoubled-word = "error"\n',
}


def test_what_is_found_while_typing_is_what_is_found_anew(library: Path) -> None:
    """Texts that come and go over one workspace, pages on the disk that change between."""
    (library / "schemas").mkdir(exist_ok=True)
    shutil.copy(LIBRARY.parent.parent / "schemas" / "strategy-page.yaml", library / "schemas")
    chance, workspace = random.Random(7), workspace_of(library)
    over: dict[str, Source] = {}
    found = set()
    for _ in range(80):
        path = chance.choice(list(TYPED))
        old = (library / path).read_text(encoding="utf-8") if (library / path).exists() else ""
        if path in over:
            del over[path]
        elif chance.random() < 0.8:
            over[path] = Source(path, TYPED[path](old))
        elif old and path.startswith(PAGES):
            (library / path).write_text(old.replace("one", "one another", 1), encoding="utf-8")
        typed = tuple(over.values())
        report = workspace.with_overlay(typed).report(TODAY)
        assert report.diagnostics == Workspace(library, overlay=typed).report(TODAY).diagnostics
        found |= {diagnostic.rule for diagnostic in report.diagnostics}
    assert found >= {"doubled-word", "unknown-factor", "unknown-strategy", "missing-field", "duplicate-title"}
