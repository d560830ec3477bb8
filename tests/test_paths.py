"""Paths that people give: missing ones, vanished ones, and files that no check reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import FACTORS, PAGES, TODAY, VOICE, Run
from examples import GOOD_PAGE
from repository import Repository

MISSING = {
    "letters-swapped": (f"{PAGES}/studnet-voice.md", f"{PAGES}/student-voice.md"),
    "an-id-alone": ("student-voice", f"{PAGES}/student-voice.md"),
    "a-folder-that-is-none": ("content/strategy/student-voice.md", f"{PAGES}/student-voice.md"),
    "another-ending": ("content/vocabulary/factors.yml", FACTORS),
    "a-folder-misspelled": ("content/stratgies", PAGES),
}


@pytest.mark.parametrize("command", [["check"], ["check", "--no-cache"], ["fix", "--check"], ["check", "--staged"]])
@pytest.mark.parametrize(("given", "meant"), MISSING.values(), ids=MISSING)
def test_a_path_that_never_was_is_refused(
    run: Run, repository: Repository, command: list[str], given: str, meant: str
) -> None:
    outcome = run(*command, given, folder=repository.folder)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"strategies: there is no {given}; did you mean {meant}?\n"


def test_the_suggestion_is_seen_from_where_the_person_is(run: Run, library: Path) -> None:
    outcome = run("check", "studnet-voice.md", folder=library / PAGES)
    assert outcome.err == "strategies: there is no studnet-voice.md; did you mean student-voice.md?\n"


def test_nothing_alike_means_no_suggestion(run: Run, library: Path) -> None:
    assert run("check", "qqq", folder=library).err == "strategies: there is no qqq\n"


def test_one_missing_path_among_others_is_enough(run: Run, library: Path) -> None:
    assert run("check", VOICE, f"{PAGES}/nowhere-at-all.md", folder=library).code == 2


def test_without_git_a_vanished_page_cannot_be_told_from_a_slip(run: Run, library: Path) -> None:
    (library / VOICE).unlink()
    assert run("check", TODAY, VOICE, folder=library).code == 2
    assert run("check", TODAY, folder=library).code == 1


@pytest.mark.parametrize("how", ["in the folder only", "staged", "two commits ago", "with its folder"])
def test_what_git_remembers_may_be_asked_about(run: Run, repository: Repository, how: str) -> None:
    """A page that vanished leaves its id on other pages."""
    asked = VOICE
    if how == "in the folder only":
        (repository.folder / VOICE).unlink()
    else:
        repository.git("rm", "--quiet", VOICE)
    if how == "two commits ago":
        repository.git("commit", "--quiet", "--message", "Remove a page")
        repository.git("commit", "--quiet", "--allow-empty", "--message", "Go on")
    if how == "with its folder":
        shutil.rmtree(repository.folder / PAGES)
        asked = PAGES
        (repository.folder / PAGES).mkdir()
        (repository.folder / PAGES / "one.md").write_text(GOOD_PAGE, encoding="utf-8")
    outcome = run("check", TODAY, asked, folder=repository.folder)
    assert outcome.code == 1
    assert "unknown-strategy" in outcome.rules


UNREAD = {
    "docs/two-minutes.md": "pages are in content/strategies",
    "content/README.md": "pages are in content/strategies",
    "site.css": "it holds no page, vocabulary, house rules or settings",
    f"{PAGES}/.hidden.md": "files and folders with a dot before their name are left out",
    "docs": "it holds no page, vocabulary, house rules or settings",
}


@pytest.mark.parametrize("command", [["check", TODAY], ["fix", "--check", TODAY]])
@pytest.mark.parametrize(("path", "why"), UNREAD.items())
def test_a_file_that_no_check_reads_is_told(run: Run, library: Path, command: list[str], path: str, why: str) -> None:
    """By itself it is wrong use; a tick would be false. Beside others, as a hook hands them over, it is left out."""
    (library / "docs").mkdir()
    for each in UNREAD:
        if each != "docs":
            (library / each).write_text(GOOD_PAGE, encoding="utf-8")
    alone = run(*command, path, folder=library)
    assert (alone.code, alone.out, alone.err) == (2, "", f"strategies: {path} is not checked: {why}\n")
    beside = run(*command, path, VOICE, folder=library)
    assert beside.code == 0
    assert beside.err.startswith(f"{path} is not checked: {why}\n")


@pytest.mark.parametrize("path", [".", "content", PAGES, VOICE, FACTORS, "content/vocabulary", "content/library.yaml"])
def test_what_is_read_or_holds_something_that_is(run: Run, library: Path, path: str) -> None:
    outcome = run("check", TODAY, path, folder=library)
    assert (outcome.code, outcome.err) == (0, "")


def test_a_page_in_another_folder_is_a_finding_that_can_be_asked_for(run: Run, library: Path) -> None:
    folder = library / "content" / "strategy"
    folder.mkdir()
    for name in ("riddle.md", "song.md"):
        (folder / name).write_text(GOOD_PAGE, encoding="utf-8")
    whole = run("check", TODAY, folder=library)
    assert whole.heads == ["content/strategy/riddle.md:1:1 warning stray-file"]
    for asked in ("content/strategy", "content/strategy/song.md"):
        assert run("check", TODAY, asked, folder=library).heads == whole.heads
    assert run("check", TODAY, VOICE, folder=library).heads == []
    (folder / "song.md").unlink()
    assert "this page is not read" in run("check", TODAY, folder=library).out, "what was remembered is out of date"


def test_standard_input_for_a_file_that_no_check_reads(run: Run, library: Path) -> None:
    outcome = run("check", "-", "--stdin-path", "docs/new.md", folder=library, stdin=b"# Notes\n")
    assert (outcome.code, outcome.err) == (
        2,
        "strategies: docs/new.md is not checked: pages are in content/strategies\n",
    )


def test_verify_suggests_a_neighbour(run: Run, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    assert run("verify", "export", folder=tmp_path).err == "strategies: there is no export; did you mean exports?\n"
    assert run("verify", "qqq", folder=tmp_path).err == "strategies: there is no qqq\n"
