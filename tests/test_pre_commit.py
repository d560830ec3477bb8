"""The commit hooks: the real pre-commit and real commits, in scratch repositories."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import LIBRARY
from examples import GOOD_PAGE
from repository import ROOT, SCRIPTS, SYSTEM_PATH, Repository, environment

# The head of an error in the text report: its path, line and rule.
HEAD = re.compile(r"^(\S+):(\d+):\d+ error (\S+)$", re.MULTILINE)
CONFIGURATION = ".pre-commit-config.yaml"
MANIFEST = ".pre-commit-hooks.yaml"


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A library with our hooks installed and one commit that passed them. Copied, never changed."""
    home = tmp_path_factory.mktemp("home")
    activated = environment(home, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}")
    parts = {".": LIBRARY, "schemas": ROOT / "schemas", CONFIGURATION: ROOT / CONFIGURATION}
    repository = Repository.create(tmp_path_factory.mktemp("library"), activated, parts)
    assert "installed" in repository.run("pre-commit", "install").stdout
    repository.git("commit", "-m", "Begin")
    return repository


@pytest.fixture
def library(committed: Repository, tmp_path: Path) -> Repository:
    shutil.copytree(committed.folder, tmp_path / "library")
    return replace(committed, folder=tmp_path / "library")


def commit(repository: Repository) -> tuple[bool, str]:
    """Try to commit what is staged: whether it went in, and what was said. Nothing half-way is allowed."""
    before = repository.git("rev-parse", "HEAD")
    done = repository.run("git", "commit", "-m", "Change")
    went_in = repository.git("rev-parse", "HEAD") != before
    assert went_in == (done.returncode == 0), done.stdout
    return went_in, done.stdout


def blocked(repository: Repository) -> str:
    """Try to commit, which must be refused by the check alone; gives what was said."""
    went_in, said = commit(repository)
    assert not went_in, said
    assert "- exit code: 1\n" in said, said
    assert re.findall(r"^([\w -]+?)\.+Failed$", said, re.MULTILINE) == ["strategies check"], said
    return said


def lines_with(repository: Repository, pattern: str, but: str = "") -> set[tuple[str, int]]:
    """Path and line of every match of a pattern in the library's pages and vocabulary, one file left out."""
    found = set()
    for file in (repository.folder / "content").rglob("*"):
        path = file.relative_to(repository.folder).as_posix()
        if file.suffix in {".md", ".yaml"} and path != but:
            lines = enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
            found |= {(path, number) for number, line in lines if re.search(pattern, line)}
    assert found, f"nothing in the library depends on {pattern}: this test would show nothing"
    return found


def errors(said: str) -> dict[str, set[tuple[str, int]]]:
    """Rule → path and line of each of its errors."""
    found: dict[str, set[tuple[str, int]]] = {}
    for path, line, rule in HEAD.findall(said):
        found.setdefault(rule, set()).add((path, int(line)))
    return found


def test_a_good_commit_passes(library: Repository) -> None:
    library.edit("content/strategies/student-voice.md", "summary: ", "summary: When it matters most, ")
    went_in, said = commit(library)
    assert went_in, said
    assert re.search(r"^strategies check\.+Passed$", said, re.MULTILINE)
    assert re.search(r"^strategies schema --check\.+Passed$", said, re.MULTILINE)


def test_a_bad_commit_is_blocked_with_the_diagnostic(library: Repository) -> None:
    page = "content/strategies/student-voice.md"
    library.edit(page, "factors: [", "factors: [curiosty, ")
    (place,) = lines_with(library, "curiosty")
    said = blocked(library)
    assert f"{page}:{place[1]}:11 error unknown-factor" in said
    assert "unknown factor `curiosty`; did you mean `curiosity`?" in said
    assert "^^^^^^^^" in said


def test_a_stale_schema_is_blocked(library: Repository) -> None:
    library.edit("schemas/factors.schema.json", '"title"', '"titel"')
    went_in, said = commit(library)
    assert not went_in
    assert "schemas/factors.schema.json is out of date" in said


def test_deleting_a_strategy_names_the_lines_that_relate_to_it(library: Repository) -> None:
    page = "content/strategies/student-voice.md"
    dependents = lines_with(library, r"\bstudent-voice\b", but=page)
    library.git("rm", "--quiet", page)
    assert errors(blocked(library)) == {"unknown-strategy": dependents}


def test_renaming_a_strategy_names_the_lines_that_relate_to_it(library: Repository) -> None:
    page = "content/strategies/student-voice.md"
    dependents = lines_with(library, r"\bstudent-voice\b", but=page)
    library.git("mv", page, "content/strategies/pupil-voice.md")
    assert errors(blocked(library)) == {"unknown-strategy": dependents}


def test_retiring_a_strategy_names_the_lines_that_relate_to_it(library: Repository) -> None:
    page = "content/strategies/student-voice.md"
    published = {path for path, _ in lines_with(library, "^status: published$")}
    dependents = {place for place in lines_with(library, r"\bstudent-voice\b", but=page) if place[0] in published}
    successions = lines_with(library, "^replaced_by: student-voice$")
    library.edit(page, "status: published", "status: retired")
    assert errors(blocked(library)) == {"related-not-published": dependents, "successor-not-published": successions}


def test_changing_a_factor_id_names_the_lines_that_use_it(library: Repository) -> None:
    vocabulary = "content/vocabulary/factors.yaml"
    dependents = lines_with(library, r"[\[ :]curiosity[,\])]", but=vocabulary)
    groups = {place for place in dependents if place[0].endswith("learner-models.yaml")}
    library.edit(vocabulary, "id: curiosity,", "id: wonder,")
    found = errors(blocked(library))
    assert found == {"unknown-factor": dependents - groups, "unknown-group-factor": groups}


def test_a_page_that_was_not_added_blocks_the_commit_that_names_it(library: Repository) -> None:
    """pre-commit leaves files alone that git does not know; the check of a pull request will not have them."""
    new = library.folder / "content" / "strategies" / "weekly-reflection.md"
    new.write_text(GOOD_PAGE, encoding="utf-8")
    library.edit("content/strategies/building-trust.md", "related: [student-voice,", "related: [weekly-reflection,")
    said = blocked(library)
    assert set(errors(said)) == {"unknown-strategy"}
    assert "content/strategies/weekly-reflection.md is in your folder but not staged: `git add` it, too" in said
    library.git("add", str(new))
    went_in, said = commit(library)
    assert went_in, said


def test_only_what_is_staged_is_checked(library: Repository) -> None:
    page = library.folder / "content" / "strategies" / "student-voice.md"
    library.edit("content/strategies/student-voice.md", "factors: [", "factors: [curiosty, ")
    page.write_text(page.read_text(encoding="utf-8").replace("curiosty, ", ""), encoding="utf-8")
    assert set(errors(blocked(library))) == {"unknown-factor"}
    assert "curiosty" not in page.read_text(encoding="utf-8"), "pre-commit gives back what it put aside"


@pytest.mark.parametrize("linked", [False, True])
def test_a_plain_hook_checks_what_is_staged(library: Repository, linked: bool) -> None:
    """As docs/configuration.md shows it, without pre-commit."""
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    hook = library.folder / ".git" / "hooks" / "pre-commit"
    hook.write_text(re.findall(r"```sh\n(#!/bin/sh\n.*?)```", text, re.DOTALL)[0], encoding="utf-8")
    if linked:
        library.git("worktree", "add", "--quiet", str(library.folder.parent / "linked"))
        library = replace(library, folder=library.folder.parent / "linked")
    page = library.folder / "content" / "strategies" / "student-voice.md"
    library.edit("content/strategies/student-voice.md", "factors: [", "factors: [curiosty, ")
    page.write_text(page.read_text(encoding="utf-8").replace("curiosty, ", ""), encoding="utf-8")
    went_in, said = commit(library)
    assert not went_in
    assert set(errors(said)) == {"unknown-factor"}
    library.git("add", "--all")
    library.edit("content/strategies/building-trust.md", "Warm and steady", "Warm, steady")
    went_in, said = commit(library)
    assert went_in, said


def test_the_environment_need_not_be_activated(library: Repository) -> None:
    (library.folder / ".venv").symlink_to(sys.prefix)
    plain = replace(library, variables=environment(library.folder.parent))
    assert shutil.which("strategies", path=SYSTEM_PATH) is None, "an installed `strategies` would hide the fault"
    plain.edit("content/strategies/student-voice.md", "factors: [", "factors: [curiosty, ")
    assert "unknown-factor" in errors(blocked(plain))
    plain.edit("content/strategies/student-voice.md", "factors: [curiosty, ", "factors: [")
    plain.edit("content/strategies/student-voice.md", "summary: ", "summary: When it matters most, ")
    went_in, said = commit(plain)
    assert went_in, said


def test_another_repository_can_use_the_check(tmp_path: Path) -> None:
    variables = environment(tmp_path, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}")
    names = ("pipeline", "schemas", "pyproject.toml", "README.md", "LICENSE", MANIFEST)
    project = Repository.create(tmp_path / "project", variables, {name: ROOT / name for name in names})
    project.git("commit", "--quiet", "-m", "Everything as it is now")
    library = Repository.create(tmp_path / "library", variables, {".": LIBRARY})

    def try_hook() -> str:
        return library.run("pre-commit", "try-repo", str(project.folder), "strategies-check").stdout

    assert re.search(r"^strategies check\.+Passed$", try_hook(), re.MULTILINE)
    library.edit("content/strategies/student-voice.md", "factors: [", "factors: [curiosty, ")
    said = try_hook()
    assert re.search(r"^strategies check\.+Failed$", said, re.MULTILINE)
    assert "unknown factor `curiosty`; did you mean `curiosity`?" in said
