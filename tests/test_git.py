"""git as people have it: hooks, linked worktrees, shallow clones, somebody else's files, libraries in a subfolder."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace as changed
from itertools import product
from operator import itemgetter
from pathlib import Path
from urllib.parse import unquote

import pytest
from command import PAGES, TODAY, TRUST, VOICE, Run, replace
from conftest import LIBRARY
from effort import sample
from repository import SCRIPTS, SYSTEM_PATH, Repository, environment

from pipeline.source.git import commit_of

INSIDE = "docs/library"


@pytest.fixture
def outer(tmp_path: Path) -> Repository:
    """A repository that holds the test library in a subfolder, everything committed."""
    variables = environment(tmp_path, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}")
    (tmp_path / "outer").mkdir()
    repository = Repository.create(tmp_path / "outer", variables, {INSIDE: LIBRARY})
    (repository.folder / ".gitignore").write_text(".cache/\nexports/\n", encoding="utf-8")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "Start")
    return repository


# --- a library in a subfolder ---


@pytest.mark.parametrize("page", [VOICE, f"{PAGES}/über uns.md"])
def test_code_hosts_are_told_paths_of_the_repository(run: Run, outer: Repository, page: str) -> None:
    folder = outer.folder / INSIDE
    if page != VOICE:
        shutil.copy(folder / VOICE, folder / page)
    replace(folder / page, "factors: [", "factors: [nonsense, ")

    def said(format_: str) -> str:
        asked = ("check", TODAY, "--select", "unknown-factor", "--root", INSIDE, "--format", format_)
        return run(*asked, folder=outer.folder).out

    path = f"{INSIDE}/{page}"
    assert f"::error file={path}," in said("github")
    assert json.loads(said("gitlab"))[0]["location"]["path"] == path
    assert json.loads(said("rdjson"))["diagnostics"][0]["location"]["path"] == path
    assert f'file="{path}"' in said("junit")
    (result,) = json.loads(said("sarif"))["runs"][0]["results"]
    assert unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == path
    assert json.loads(said("json"))["diagnostics"][0]["path"] == page
    assert said("text").startswith(f"{page}:6:11 error unknown-factor\n")


def test_paths_of_the_repository_need_no_answer_of_git(
    run: Run, outer: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In containers git refuses to look at files of somebody else; the place of `.git` shows anyway."""
    replace(outer.folder / INSIDE / VOICE, "factors: [", "factors: [nonsense, ")
    monkeypatch.setenv("PATH", str(outer.folder / "nowhere"))
    outcome = run("check", TODAY, "--format", "github", folder=outer.folder / INSIDE)
    assert outcome.out.startswith(f"::error file={INSIDE}/{VOICE},")


def test_the_summary_of_a_job_has_them_too(run: Run, outer: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(outer.folder.parent / "summary.md"))
    replace(outer.folder / INSIDE / VOICE, "factors: [", "factors: [nonsense, ")
    run("check", TODAY, "--format", "github", folder=outer.folder / INSIDE)
    summary = (outer.folder.parent / "summary.md").read_text(encoding="utf-8")
    assert f"| {INSIDE}/content/strategies/student-voice.md:6:11 |" in summary


def test_only_what_lies_in_the_library_counts(run: Run, outer: Repository) -> None:
    (outer.folder / "docs" / "notes.md").write_text("Not of the library.\n", encoding="utf-8")
    (outer.folder / "content" / "strategies").mkdir(parents=True)
    shutil.copy(outer.folder / INSIDE / TRUST, outer.folder / VOICE)
    replace(outer.folder / INSIDE / VOICE, "Having a say", "Having a real say")
    asked = ("check", TODAY, "--changed-since", "HEAD")
    outcome = run(*asked, folder=outer.folder / INSIDE)
    assert outcome.paths == [VOICE]
    assert "1 file checked" in outcome.out


# --- hooks ---

HOOK = f"""#!/bin/sh
cd {INSIDE} || exit 9
strategies check {TODAY} --changed-since HEAD
strategies check {TODAY} --staged --changed-since HEAD
strategies diff {TODAY} HEAD
exit 1
"""
REWORDED = "Warm and steady relationships", "Warm, steady relationships"


COMMITS = {"all": ["--all"], "path": ["--", INSIDE], "only": ["--only", f"{INSIDE}/{TRUST}"], "index": None}


@pytest.mark.parametrize(
    ("where", "how"), sample(product(("main", "linked", "named"), COMMITS), 5, itemgetter(0), itemgetter(1))
)
def test_a_hook_sees_what_a_person_sees(outer: Repository, where: str, how: str) -> None:
    """In a linked worktree git sets GIT_DIR, and for some ways to commit GIT_INDEX_FILE too."""
    hook = outer.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text(HOOK, encoding="utf-8")
    hook.chmod(0o755)
    repository = outer
    if where == "linked":
        outer.git("worktree", "add", "--quiet", str(outer.folder.parent / "linked"))
        repository = changed(outer, folder=outer.folder.parent / "linked")
    if where == "named":  # git then sets GIT_WORK_TREE to `.`
        moved = {"GIT_DIR": str(outer.folder / ".git"), "GIT_WORK_TREE": str(outer.folder)}
        repository = changed(outer, variables=dict(outer.variables) | moved)
    replace(repository.folder / INSIDE / TRUST, *REWORDED)
    commit = COMMITS[how]
    if commit is None:
        repository.git("add", "--all")
    said = repository.run("git", "commit", "--message", "Reword", *(commit or ())).stdout
    assert said.count(f"{TRUST}:9:10 warning stale-updated") == 2, said
    assert said.count("1 file checked: 1 warning") == 2, said
    assert "(building-trust): changed" in said
    assert "[-Warm and-] {+Warm,+} steady" in said


def test_a_hook_of_another_repository_does_not_lend_its_index(outer: Repository, tmp_path: Path) -> None:
    """A hook of one repository may check the library of another."""
    variables = dict(outer.variables)
    other = Repository.create(_made(tmp_path / "other"), variables, {"page.md": LIBRARY / VOICE})
    other.git("commit", "--quiet", "--message", "Start")
    replace(outer.folder / INSIDE / TRUST, *REWORDED)
    outer.git("add", "--all")
    lent = variables | {"GIT_DIR": str(other.folder / ".git"), "GIT_INDEX_FILE": str(other.folder / ".git" / "index")}
    asked = changed(outer, folder=outer.folder / INSIDE, variables=lent)
    assert "1 file checked" in asked.run("strategies", "check", "--staged", "--changed-since", "HEAD").stdout


def test_files_whose_repository_is_elsewhere(outer: Repository, tmp_path: Path) -> None:
    """As with a bare repository of settings: GIT_DIR and GIT_WORK_TREE are all that leads to it."""
    (outer.folder / ".git").rename(tmp_path / "elsewhere.git")
    named = {"GIT_DIR": str(tmp_path / "elsewhere.git"), "GIT_WORK_TREE": str(outer.folder)}
    library = Repository(outer.folder / INSIDE, dict(outer.variables) | named)
    replace(library.folder / TRUST, *REWORDED)
    assert "1 file checked" in library.run("strategies", "check", "--changed-since", "HEAD").stdout


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


# --- what git does not tell ---


COMPARING = [["check", "--changed-since"], ["diff"], ["export", "--since"], ["fix", "--changed-since"]]


@pytest.mark.parametrize("command", COMPARING)
def test_a_shallow_clone_says_how_to_fetch_more(outer: Repository, command: list[str]) -> None:
    outer.git("commit", "--quiet", "--allow-empty", "--message", "Go on")
    outer.git("clone", "--quiet", "--depth", "1", f"file://{outer.folder}", str(outer.folder.parent / "shallow"))
    clone = changed(outer, folder=outer.folder.parent / "shallow" / INSIDE)
    for ref in ("HEAD^", outer.git("rev-parse", "HEAD^").strip()):
        done = clone.run("strategies", *command, ref)
        assert done.returncode == 2
        assert f"`{ref}` is " in done.stdout
        assert "this clone is shallow" in done.stdout
        assert "`git fetch --unshallow`" in done.stdout
        assert "`fetch-depth: 0`" in done.stdout
    assert clone.run("strategies", *command, "HEAD").returncode == 0
    clone.git("fetch", "--quiet", "--unshallow")
    assert clone.run("strategies", *command, "HEAD^").returncode == 0


def test_a_shallow_clone_without_the_fork_says_so(outer: Repository) -> None:
    outer.git("checkout", "--quiet", "-b", "feature")
    outer.git("commit", "--quiet", "--allow-empty", "--message", "On the branch")
    outer.git("checkout", "--quiet", "main")
    outer.git("commit", "--quiet", "--allow-empty", "--message", "On main")
    source = f"file://{outer.folder}"
    outer.git("clone", "--quiet", "--depth=1", "--no-single-branch", source, str(outer.folder.parent / "shallow"))
    clone = changed(outer, folder=outer.folder.parent / "shallow" / INSIDE)
    done = clone.run("strategies", "check", "--changed-since", "origin/feature")
    assert done.returncode == 2
    assert "the commit at which this branch left `origin/feature` was not fetched" in done.stdout


def strangers(repository: Repository) -> Repository:
    """The same, where git is told that all of it belongs to somebody else."""
    return changed(repository, variables=dict(repository.variables) | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})


@pytest.mark.parametrize("command", COMPARING)
def test_what_git_says_of_somebody_elses_files_is_shown_whole(outer: Repository, command: list[str]) -> None:
    library = changed(strangers(outer), folder=outer.folder / INSIDE)
    done = library.run("strategies", *command, "HEAD")
    assert done.returncode == 2
    assert "detected dubious ownership in repository" in done.stdout
    assert f"\n    git config --global --add safe.directory {outer.folder}\n" in done.stdout


def test_provenance_without_a_commit_says_why(outer: Repository) -> None:
    library = changed(strangers(outer), folder=outer.folder / INSIDE)
    for _ in range(2):  # also when nothing changed since
        done = library.run("strategies", "export")
        assert done.returncode == 0
        assert "the provenance of this release names no commit, for git does not tell it:\n" in done.stdout
        assert done.stdout.count(f"git config --global --add safe.directory {outer.folder}") == 1
    (provenance,) = (library.folder / "exports" / "releases").glob("*.provenance.json")
    assert json.loads(provenance.read_bytes())["source"] is None
    again = changed(outer, folder=library.folder).run("strategies", "export")
    assert "provenance" not in again.stdout
    assert json.loads(provenance.read_bytes())["source"]["id"] == outer.git("rev-parse", "HEAD").strip()


def test_outside_of_git_and_before_the_first_commit_there_is_nothing_to_say(tmp_path: Path) -> None:
    said: list[str] = []
    assert commit_of(tmp_path, said.append) is None
    Repository(tmp_path, environment(tmp_path)).git("init", "--quiet")
    assert commit_of(tmp_path, said.append) is None
    assert said == []


def test_without_git_what_it_is_needed_for_is_refused(
    run: Run, outer: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(outer.folder / "nowhere"))
    outcome = run("check", "--changed-since", "HEAD", folder=outer.folder / INSIDE)
    assert (outcome.code, outcome.err) == (2, "strategies: git is needed for this and was not found\n")
    said: list[str] = []
    assert commit_of(outer.folder, said.append) is None
    assert said[-1] == "git is needed for this and was not found"


def test_a_damaged_object_is_told(run: Run, outer: Repository) -> None:
    path = f"{INSIDE}/{VOICE}"
    object_ = outer.git("rev-parse", f"HEAD:{path}").strip()
    (outer.folder / ".git" / "objects" / object_[:2] / object_[2:]).unlink()
    outcome = run("diff", "HEAD", folder=outer.folder / INSIDE)
    assert outcome.code == 2
    assert f"git cat-file failed: {object_} missing" in outcome.err
