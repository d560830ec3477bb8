"""What `check` reports when it is asked about some files: theirs, and what they cause elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import CIRCLE, FACTORS, PAGES, TODAY, TRUST, VOICE, Outcome, Run, replace
from conftest import HERE
from examples import GOOD_PAGE
from repository import Repository, environment

ROOT = HERE.parent


def test_paths_limit_what_is_reported(run: Run, library: Path) -> None:
    for path in (VOICE, TRUST):
        replace(library / path, "factors: [", "factors: [nonsense, ")
    assert len(run("check", TODAY, folder=library).heads) == 2
    outcome = run("check", TODAY, VOICE, folder=library)
    assert outcome.heads == [f"{VOICE}:6:11 error unknown-factor"]
    assert outcome.out.endswith("1 file checked: 1 error\n")
    assert run("check", TODAY, f"{PAGES}/lateral-reading.md", folder=library).heads == []
    assert len(run("check", TODAY, PAGES, folder=library).heads) == 2
    assert len(run("check", TODAY, ".", folder=library).heads) == 2
    assert len(run("check", TODAY, VOICE, TRUST, folder=library).heads) == 2
    assert run("check", TODAY, "student-voice.md", folder=library / PAGES).heads == outcome.heads
    assert run("check", TODAY, library / VOICE, folder=library).heads == outcome.heads


def test_a_vanished_file_is_asked_about_by_its_name(run: Run, library: Path) -> None:
    """What it leaves behind elsewhere is reported; for a file that has nothing to do with it, it is not."""
    (library / VOICE).unlink()
    outcome = run("check", TODAY, VOICE, folder=library)
    assert outcome.code == 1
    assert outcome.paths == [TRUST, CIRCLE, CIRCLE]
    assert set(outcome.rules) == {"unknown-strategy"}
    assert run("check", TODAY, f"{PAGES}/lateral-reading.md", folder=library).code == 0


def test_what_a_file_causes_elsewhere_is_reported(run: Run, library: Path) -> None:
    replace(library / VOICE, "status: published", "status: draft")
    outcome = run("check", TODAY, VOICE, folder=library)
    assert outcome.code == 1
    assert outcome.heads == [
        f"{TRUST}:7:11 error related-not-published",
        f"{CIRCLE}:10:14 error related-not-published",
    ]


def test_a_changed_vocabulary_is_reported_where_it_is_used(run: Run, library: Path) -> None:
    replace(library / FACTORS, "id: curiosity", "id: inquisitiveness")
    outcome = run("check", TODAY, FACTORS, "--select", "unknown-factor", folder=library)
    assert outcome.paths[0] == f"{PAGES}/lateral-reading.md"
    assert run("check", TODAY, VOICE, "--select", "unknown-factor", folder=library).code == 0


def test_standard_input_stands_for_a_file(run: Run, library: Path) -> None:
    """As an editor asks: the text it holds, not the one on disk, and a file that is not saved yet."""
    broken = (library / VOICE).read_bytes().replace(b"factors: [motivation,", b"factors: [motivatoin,")
    outcome = run("check", TODAY, "-", "--stdin-path", VOICE, folder=library, stdin=broken)
    assert outcome.heads == [f"{VOICE}:6:11 error unknown-factor"]
    assert run("check", TODAY, folder=library).code == 0
    new = f"{PAGES}/weekly-reflection.md"
    assert run("check", TODAY, "-", "--stdin-path", new, folder=library, stdin=GOOD_PAGE.encode()).code == 0
    assert run("check", TODAY, "-", "--stdin-path", new, folder=library, stdin=b"\xff").heads == [
        f"{new}:1:1 error unreadable-file"
    ]


@pytest.fixture
def repository(library: Path, tmp_path: Path) -> Repository:
    """The test library under git, everything committed."""
    found = Repository(library, environment(tmp_path))
    found.git("init", "--quiet", "--initial-branch=main")
    found.git("add", "--all")
    found.git("commit", "--quiet", "--message", "Start")
    return found


def changed(run: Run, repository: Repository, ref: str = "HEAD") -> Outcome:
    return run("check", TODAY, "--changed-since", ref, folder=repository.folder)


def test_changed_since_reports_on_changed_files_only(run: Run, repository: Repository) -> None:
    replace(repository.folder / TRUST, "factors: [", "factors: [nonsense, ")
    repository.git("commit", "--quiet", "--all", "--message", "A fault of before")
    assert changed(run, repository).heads == []
    replace(repository.folder / VOICE, "factors: [", "factors: [nonsense, ")
    assert changed(run, repository).heads == [f"{VOICE}:6:11 error unknown-factor"]
    repository.git("add", "--all")
    assert len(changed(run, repository).heads) == 1
    assert len(changed(run, repository, "HEAD~1").heads) == 2


def test_changed_since_sees_new_vanished_and_renamed_files(run: Run, repository: Repository) -> None:
    new = repository.folder / PAGES / "ünïcode name.md"
    new.write_bytes(b"no front matter\n")
    assert (
        f"{PAGES}/ünïcode name.md:1:1 error missing-front-matter"
        in run("check", TODAY, "--changed-since", "HEAD", folder=repository.folder).out
    )
    new.unlink()
    repository.git("mv", VOICE, f"{PAGES}/the-voice-of-students.md")
    assert set(changed(run, repository).paths) == {TRUST, CIRCLE}
    repository.git("rm", "--quiet", "--force", f"{PAGES}/the-voice-of-students.md")
    assert set(changed(run, repository).rules) == {"unknown-strategy"}


def test_changed_since_knows_former_ids_that_were_given_up(run: Run, repository: Repository) -> None:
    replace(repository.folder / TRUST, "related: [student-voice,", "related: [learner-voice,")
    repository.git("commit", "--quiet", "--all", "--message", "Relate by a former id")
    replace(repository.folder / VOICE, "aliases: [learner-voice]\n", "")
    assert changed(run, repository).heads == [f"{TRUST}:7:11 error unknown-strategy"]


def test_changed_since_a_policy_change_leaves_nothing_out(run: Run, repository: Repository) -> None:
    replace(repository.folder / VOICE, "factors: [", "factors: [nonsense, ")
    repository.git("commit", "--quiet", "--all", "--message", "A fault of before")
    (repository.folder / "schemas").mkdir()
    shutil.copy(ROOT / "schemas" / "strategy-page.yaml", repository.folder / "schemas")
    assert changed(run, repository).heads == [f"{VOICE}:6:11 error unknown-factor"]
