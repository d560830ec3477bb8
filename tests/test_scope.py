"""What `check` reports when it is asked about some files: theirs, and what they cause elsewhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from command import CIRCLE, FACTORS, PAGES, TODAY, TRUST, VOICE, Outcome, Run, replace
from conftest import HERE
from examples import GOOD_PAGE
from repository import Repository

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


def test_a_vanished_file_is_asked_about_by_its_name(run: Run, repository: Repository) -> None:
    """What it leaves behind elsewhere is reported; for a file that has nothing to do with it, it is not."""
    library = repository.folder
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
        f"{CIRCLE}:11:14 error related-not-published",
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
    renamed = changed(run, repository)
    assert renamed.heads[:1] == [f"{PAGES}/the-voice-of-students.md:2:8 error unknown-strategy"]
    assert set(re.findall(r"named here \((.*?):", renamed.out)) == {TRUST, CIRCLE}
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


def fault(repository: Repository, page: str) -> None:
    """Put an unknown factor on a page."""
    replace(repository.folder / page, "factors: [", "factors: [nonsense, ")


def test_changed_since_leaves_out_what_changed_on_the_other_branch_alone(run: Run, repository: Repository) -> None:
    """As `git diff main...` has it: a branch that is behind is not blamed for what it lacks."""
    fault(repository, TRUST)
    repository.git("commit", "--quiet", "--all", "--message", "A fault of before")
    repository.git("checkout", "--quiet", "-b", "feature")
    fault(repository, VOICE)
    repository.git("commit", "--quiet", "--all", "--message", "A fault of this branch")
    repository.git("checkout", "--quiet", "main")
    replace(repository.folder / TRUST, "factors: [nonsense, ", "factors: [")
    repository.git("commit", "--quiet", "--all", "--message", "Mend it")
    repository.git("checkout", "--quiet", "feature")
    assert changed(run, repository, "main").paths == [VOICE]
    repository.git("merge", "--quiet", "--no-edit", "main")
    assert changed(run, repository, "main").paths == [VOICE]


def test_changed_since_takes_any_name_of_a_commit(run: Run, repository: Repository) -> None:
    repository.git("tag", "--annotate", "v1.0.0", "--message", "First")
    fault(repository, VOICE)
    repository.git("commit", "--quiet", "--all", "--message", "A fault")
    repository.git("branch", "twin")
    for name in ("v1.0.0", "HEAD~1", "main^", "tags/v1.0.0", repository.git("rev-parse", "HEAD^").strip()):
        assert changed(run, repository, name).paths == [VOICE], name
    for name in ("HEAD", "twin", "@"):
        assert changed(run, repository, name).heads == [], name


def test_what_is_no_commit_is_refused_with_the_reason(run: Run, repository: Repository) -> None:
    repository.git("branch", "feature")
    repository.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    repository.git("tag", "feature", "HEAD")
    repository.git("branch", "short-lived")
    repository.git("branch", "--delete", "short-lived")
    tree = repository.git("rev-parse", "HEAD^{tree}").strip()
    unknown = "is not a git commit: no branch, tag or commit is called so"
    reasons = {
        "trunk": f"`trunk` {unknown}; did you mean `origin/trunk`?",
        "mian": f"`mian` {unknown}; did you mean `main`?",
        "short-lived": f"`short-lived` {unknown}",
        "--output=stolen": f"`--output=stolen` {unknown}",
        "main..main": f"`main..main` {unknown}",
        "": f"`` {unknown}",
        tree: f"`{tree}` {unknown}",
        "HEAD:content": f"`HEAD:content` {unknown}",
        "feature": "`feature` is not a git commit: both a branch and a tag are called so; "
        "put `heads/` or `tags/` in front",
    }
    for name, reason in reasons.items():
        outcome = changed(run, repository, name)
        assert (outcome.code, outcome.out, outcome.err) == (2, "", f"strategies: {reason}\n")
    assert changed(run, repository, "heads/feature").code == 0
    assert not (repository.folder / "stolen").exists()


def test_before_the_first_commit_there_is_nothing_to_compare(run: Run, repository: Repository) -> None:
    repository.git("checkout", "--quiet", "--orphan", "fresh")
    assert changed(run, repository, "main").err == (
        "strategies: this branch has no commit yet, so there is nothing to compare\n"
    )
    assert (
        changed(run, repository, "HEAD").err == "strategies: `HEAD` is not a git commit: there is no commit here yet\n"
    )
    repository.git("commit", "--quiet", "--message", "Begin anew")
    assert changed(run, repository, "main").err == ("strategies: `main` and this branch have no commit in common\n")


def test_changed_since_outside_of_git(run: Run, library: Path) -> None:
    outcome = run("check", "--changed-since", "HEAD", folder=library)
    assert (outcome.code, outcome.err) == (2, f"strategies: {library} lies in no git repository\n")


def test_a_page_that_is_a_link_changes_with_what_it_leads_to(run: Run, repository: Repository) -> None:
    shared = repository.folder / "content" / "shared"
    shared.mkdir()
    (repository.folder / VOICE).rename(shared / "student-voice.md")
    (repository.folder / VOICE).symlink_to("../shared/student-voice.md")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "Share a page")
    refused = f"{VOICE}:1:1 error unreadable-file"
    assert refused in run("check", TODAY, folder=repository.folder).heads
    assert run("diff", "HEAD", folder=repository.folder).out.startswith("1.0.0 → 1.0.0: nothing else changed\n")
    assert refused not in changed(run, repository).heads
    fault(repository, "content/shared/student-voice.md")
    assert refused in changed(run, repository).heads


def test_a_changed_text_with_the_day_of_before_is_told(run: Run, repository: Repository) -> None:
    replace(repository.folder / VOICE, "Having a say", "Having a real say")
    outcome = changed(run, repository)
    assert outcome.heads == [f"{VOICE}:9:10 warning stale-updated"]
    assert outcome.code == 0
    assert changed(run, repository).out == outcome.out, "nothing of it is remembered"
    assert run("check", TODAY, folder=repository.folder).heads == []
    assert (
        run("check", TODAY, "--changed-since", "HEAD", "--ignore", "stale-updated", folder=repository.folder).heads
        == []
    )
    (repository.folder / "strategies.toml").write_text('[severity]\nstale-updated = "error"\n', encoding="utf-8")
    assert changed(run, repository).code == 1


def test_the_day_is_mended_on_request(run: Run, repository: Repository) -> None:
    replace(repository.folder / VOICE, "Having a say", "Having a real say")
    fault(repository, TRUST)
    repository.git("commit", "--quiet", "--all", "--message", "Reword")
    replace(repository.folder / VOICE, "a real say", "a true say")
    ask = ("fix", TODAY, "--changed-since", "HEAD")
    assert run(*ask, folder=repository.folder).err == "nothing to mend\n"
    assert run(*ask, "--unsafe", folder=repository.folder).err == f"1 finding mended in 1 file\n  {VOICE}\n"
    assert repository.git("diff", "--numstat").split() == ["2", "2", VOICE]
    assert "\nupdated: 2026-11-24\n" in (repository.folder / VOICE).read_text(encoding="utf-8")
    assert changed(run, repository).heads == []


def test_a_moved_page_is_compared_by_its_former_id(run: Run, repository: Repository) -> None:
    moved = f"{PAGES}/learners-voice.md"
    repository.git("mv", VOICE, moved)
    replace(repository.folder / moved, "aliases: [learner-voice]", "aliases: [learner-voice, student-voice]")
    assert "stale-updated" not in changed(run, repository).rules
    replace(repository.folder / moved, "Having a say", "Having a real say")
    assert f"{moved}:9:10 warning stale-updated" in changed(run, repository).heads
