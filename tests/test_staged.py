"""`check --staged`: what a commit would hold, whatever else is in the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import FACTORS, PAGES, TODAY, TRUST, VOICE, Outcome, Run, replace
from examples import GOOD_PAGE
from repository import Repository

NEW = f"{PAGES}/weekly-reflection.md"
FAULT = "factors: [", "factors: [nonsense, "
MENDED = FAULT[1], FAULT[0]


def staged(run: Run, repository: Repository, *more: str | Path) -> Outcome:
    return run("check", TODAY, "--staged", *more, folder=repository.folder)


def test_what_is_not_staged_does_not_count(run: Run, repository: Repository) -> None:
    assert staged(run, repository).out == run("check", TODAY, folder=repository.folder).out
    replace(repository.folder / VOICE, *FAULT)
    assert staged(run, repository).code == 0
    repository.git("add", VOICE)
    assert staged(run, repository).heads == [f"{VOICE}:6:11 error unknown-factor"]


def test_what_is_mended_but_not_staged_still_fails(run: Run, repository: Repository) -> None:
    replace(repository.folder / VOICE, *FAULT)
    repository.git("add", VOICE)
    replace(repository.folder / VOICE, *MENDED)
    outcome = staged(run, repository)
    assert outcome.heads == [f"{VOICE}:6:11 error unknown-factor"]
    assert "factors: [nonsense, " in outcome.out, "the line is shown as it is staged"
    assert outcome.err == f"{VOICE} has changes that are not staged; they were not looked at\n"
    assert run("check", TODAY, folder=repository.folder).code == 0


def test_a_part_of_a_file_is_staged(run: Run, repository: Repository) -> None:
    """As `git add --patch` does."""
    replace(repository.folder / VOICE, "Having a say", "Having a a say")
    repository.git("add", VOICE)
    replace(repository.folder / VOICE, *FAULT)
    assert staged(run, repository).rules == ["doubled-word"]


def name_new_page(repository: Repository) -> None:
    """A page that is not staged, named by one that is."""
    (repository.folder / NEW).write_text(GOOD_PAGE, encoding="utf-8")
    repository.edit(TRUST, "related: [student-voice,", "related: [weekly-reflection,")


@pytest.mark.parametrize("ignored", [False, True])
def test_a_page_that_git_does_not_know_is_named(run: Run, repository: Repository, ignored: bool) -> None:
    name_new_page(repository)
    if ignored:
        (repository.folder / ".gitignore").write_text("weekly-*\n", encoding="utf-8")
    assert run("check", TODAY, folder=repository.folder).code == 0
    outcome = staged(run, repository)
    assert outcome.heads == [f"{TRUST}:7:11 error unknown-strategy"]
    assert f"help: {NEW} is in your folder but not staged: `git add` it, too\n" in outcome.out
    assert "fix:" not in outcome.out
    repository.git("add", "--force", NEW)
    assert staged(run, repository).code == 0


def test_a_promise_to_add_a_page_is_not_the_page(run: Run, repository: Repository) -> None:
    name_new_page(repository)
    repository.git("add", "--intent-to-add", NEW)
    assert staged(run, repository).rules == ["unknown-strategy"]


def test_an_image_that_git_does_not_know_is_named(run: Run, repository: Repository) -> None:
    images = repository.folder / "content" / "images"
    shutil.copy(next(images.glob("*.png")), images / "round-table.png")
    repository.edit(VOICE, "## Example", "![Five chairs](../images/round-table.png)\n\n## Example")
    outcome = staged(run, repository)
    assert outcome.rules == ["missing-image"]
    assert "content/images/round-table.png is in your folder but not staged: `git add` it, too" in outcome.out
    repository.git("add", "--all")
    assert staged(run, repository).code == 0


def test_a_page_that_is_removed_only_from_the_folder_is_still_there(run: Run, repository: Repository) -> None:
    (repository.folder / VOICE).unlink()
    assert staged(run, repository).code == 0
    repository.git("rm", "--quiet", "--cached", VOICE)
    repository.git("restore", "--worktree", "--source=HEAD", VOICE)
    outcome = staged(run, repository)
    assert set(outcome.rules) == {"unknown-strategy"}
    assert f"{VOICE} is in your folder but not staged" in outcome.out


def test_vocabulary_house_rules_and_settings_are_those_that_are_staged(run: Run, repository: Repository) -> None:
    replace(repository.folder / FACTORS, "id: curiosity", "id: wonder")
    (repository.folder / "strategies.toml").write_text("fail_on = 1\n", encoding="utf-8")
    (repository.folder / "schemas").mkdir()
    (repository.folder / "schemas" / "strategy-page.yaml").write_text("a: [", encoding="utf-8")
    assert staged(run, repository).code == 0
    repository.git("add", FACTORS)
    assert "unknown-factor" in staged(run, repository).rules
    repository.git("add", "schemas")
    assert "schemas/strategy-page.yaml" in staged(run, repository).paths
    repository.git("add", "strategies.toml")
    outcome = staged(run, repository)
    assert outcome.code == 2
    assert "strategies.toml:1:1 error invalid-configuration" in outcome.err


def test_a_library_that_is_not_staged_is_a_finding(run: Run, repository: Repository) -> None:
    repository.git("rm", "--quiet", "--cached", "content/library.yaml")
    assert "content/library.yaml" in staged(run, repository).paths


def test_paths_limit_what_is_reported_of_it(run: Run, repository: Repository) -> None:
    for page in (VOICE, TRUST):
        replace(repository.folder / page, *FAULT)
    repository.git("add", VOICE, TRUST)
    replace(repository.folder / VOICE, *MENDED)
    assert staged(run, repository, TRUST).paths == [TRUST]
    assert staged(run, repository, PAGES).paths == [TRUST, VOICE]
    (repository.folder / NEW).write_text(GOOD_PAGE, encoding="utf-8")
    outcome = staged(run, repository, NEW)
    assert (outcome.code, outcome.err) == (
        2,
        f"strategies: {NEW} is not staged, so no commit would hold it; `git add` it first\n",
    )


def test_changes_are_those_that_are_staged(run: Run, repository: Repository) -> None:
    replace(repository.folder / VOICE, "Having a say", "Having a real say")
    replace(repository.folder / TRUST, "Warm and steady", "Warm, steady")
    repository.git("add", VOICE)
    outcome = staged(run, repository, "--changed-since", "HEAD")
    assert outcome.heads == [f"{VOICE}:9:10 warning stale-updated"]
    assert "1 file checked" in outcome.out


@pytest.mark.parametrize("flag", ["--skip-worktree", "--assume-unchanged"])
def test_files_that_git_was_told_not_to_look_at(run: Run, repository: Repository, flag: str) -> None:
    """As in a sparse checkout: a page that is not in the folder is in the commit all the same."""
    repository.git("update-index", flag, VOICE)
    (repository.folder / VOICE).unlink()
    assert staged(run, repository).out == "✓ 11 files checked, nothing to mend\n"


def test_line_endings_are_those_of_the_commit(run: Run, repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    (repository.folder / VOICE).unlink()
    repository.git("checkout", "--quiet", VOICE)
    assert b"\r\n" in (repository.folder / VOICE).read_bytes()
    assert staged(run, repository).out == "✓ 11 files checked, nothing to mend\n"


def test_conflicts_are_refused(run: Run, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "other")
    for branch, words in (("other", "one"), ("main", "two")):
        repository.git("checkout", "--quiet", branch)
        replace(repository.folder / VOICE, "Having a say", f"Having {words} say")
        repository.git("commit", "--quiet", "--all", "--message", words)
    assert repository.run("git", "merge", "other").returncode == 1
    outcome = staged(run, repository)
    assert (outcome.code, outcome.err) == (
        2,
        f"strategies: {VOICE} is in conflict: resolve it and `git add` it first\n",
    )


def test_it_shares_what_other_checks_know(run: Run, repository: Repository, own_memo: Path) -> None:
    """The same content is answered from the memo of the library itself; what differs is told apart."""
    run("check", TODAY, folder=repository.folder)
    assert "examine pages" not in run("check", "--staged", "--timings", TODAY, folder=repository.folder).err
    replace(repository.folder / VOICE, *FAULT)
    repository.git("add", VOICE)
    replace(repository.folder / VOICE, *MENDED)
    first = staged(run, repository)
    assert len(list(own_memo.iterdir())) == 1
    assert staged(run, repository) == first == staged(run, repository, "--no-cache")
    assert run("check", TODAY, folder=repository.folder).code == 0
    assert repository.git("status", "--porcelain") == f"MM {VOICE}\n"


def test_it_needs_git_and_no_standard_input(run: Run, library: Path) -> None:
    assert run("check", "--staged", folder=library).err == f"strategies: {library} lies in no git repository\n"
    outcome = run("check", "--staged", "-", "--stdin-path", VOICE, folder=library, stdin=b"")
    assert (outcome.code, outcome.err) == (
        2,
        "strategies: `-` and --staged exclude each other: what an editor holds is not staged\n",
    )


def test_a_link_is_laid_out_as_one(run: Run, repository: Repository, tmp_path: Path) -> None:
    """One that leads out of the library leads out of it there as well; nothing is written through it."""
    (tmp_path / "outside").mkdir()
    (repository.folder / PAGES / "away").symlink_to(tmp_path / "outside")
    repository.git("add", "--all")
    assert staged(run, repository).out == run("check", TODAY, "--no-cache", folder=repository.folder).out
    assert list((tmp_path / "outside").iterdir()) == []
