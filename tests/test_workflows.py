"""Steps of workflows and of the action: what a pull request can reach in them, and what a release holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from repository import ROOT

from pipeline.authoring import starter

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "check-library.yml").read_text(encoding="utf-8"))
ACTIONS = [ROOT / "action.yml", ROOT / ".github" / "actions" / "install" / "action.yml"]
# In place of the network, and of Python: writes down what was asked.
ASKED = """#!/bin/sh
echo "$*" >> "$CALLS"
"""


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """The folder that the step runs in, with a `gh` that asks nobody."""
    (tmp_path / "bin").mkdir()
    for name in ("gh", "python"):
        (tmp_path / "bin" / name).write_text(ASKED, encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    return tmp_path


def test_no_step_of_a_pull_request_has_a_token_that_writes_or_a_secret() -> None:
    assert WORKFLOW["permissions"] == {}
    assert [each["permissions"] for each in WORKFLOW["jobs"].values()] == [{"contents": "read"}] * 2
    assert "secrets" not in json.dumps(WORKFLOW["jobs"])
    # Releases are read with a token, in a job that runs nothing of the pull request.
    with_token = {name for name, each in WORKFLOW["jobs"].items() if "token" in json.dumps(each["steps"]).lower()}
    assert with_token == {"last"}
    assert [step.get("uses", "").partition("@")[0] for step in WORKFLOW["jobs"]["last"]["steps"]] == [
        "",
        "actions/upload-artifact",
    ]
    steps = WORKFLOW["jobs"]["content"]["steps"]
    assert all(step["with"]["persist-credentials"] is False for step in steps if "checkout" in step.get("uses", ""))
    callers = [ROOT / ".github/workflows/check.yml"]
    callers += [Path(starter.__file__).parent / "files/dot-github/workflows/check.yml"]
    for path in callers:
        text = path.read_text(encoding="utf-8")
        assert "write" not in text.partition("jobs:")[2].replace("write the owner", ""), path
        assert "secrets" not in text


def test_nothing_that_a_pull_request_made_is_used_by_another_job() -> None:
    steps = WORKFLOW["jobs"]["content"]["steps"]
    assert not [step for step in steps if "upload" in step.get("uses", "") or "cache" in step.get("uses", "")]
    assert not [step for step in steps if "GITHUB_OUTPUT" in step.get("run", "") or "GITHUB_ENV" in step.get("run", "")]
    assert "outputs" not in WORKFLOW["jobs"]["content"]


STEPS = [step for step in WORKFLOW["jobs"]["content"]["steps"] if "run" in step]
STEPS += [
    step
    for path in ACTIONS
    for step in yaml.safe_load(path.read_text(encoding="utf-8"))["runs"]["steps"]
    if "run" in step
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["name"][:20])
def test_python_runs_isolated_and_away_from_the_checkout(step: dict[str, str], job: Path) -> None:
    assert step["working-directory"] == "${{ runner.temp }}"
    assert "${{" not in step["run"]
    run_step(job, step["run"], **variables_of(job))
    calls = (job / "calls").read_text(encoding="utf-8").splitlines()
    assert {call.split()[0] for call in calls if not call.startswith("-C")} == {"-I"}
    if "-m pipeline" in calls[-1]:
        assert "--policy-from HEAD^" in calls[-1]


def variables_of(job: Path) -> dict[str, str]:
    """What GitHub gives to the steps of a pull request."""
    git = job / "bin/git"
    git.write_text("#!/bin/sh\necho merge\n", encoding="utf-8")
    git.chmod(0o755)
    given = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_SHA": "merge", "GITHUB_WORKSPACE": str(job)}
    given |= {"GITHUB_ACTION_PATH": str(job / "tool"), "GITHUB_STEP_SUMMARY": str(job / "summary")}
    given |= dict.fromkeys(("BASELINE", "CHANGED_SINCE", "LAST", "POLICY_FROM"), "")
    return given | {"ROOT": str(job), "FAIL_ON": "error"}


CHECK = next(step["run"] for step in STEPS if step["name"] == "Check")


@pytest.mark.parametrize(
    ("event", "sha", "given", "policy"),
    [
        ("pull_request", "merge", "", "HEAD^"),
        ("pull_request", "merge", "origin/main", "origin/main"),
        ("pull_request", "other", "", None),
        ("pull_request_target", "merge", "", None),
        ("pull_request_target", "merge", "origin/main", "origin/main"),
        ("push", "merge", "", ""),
    ],
)
def test_the_action_takes_the_policy_of_the_base_branch(
    event: str, sha: str, given: str, policy: str | None, job: Path
) -> None:
    """Where the head of a pull request is checked out, the commit before it is a stranger's, too."""
    values = variables_of(job) | {"GITHUB_EVENT_NAME": event, "GITHUB_SHA": sha, "POLICY_FROM": given, "ROOT": "."}
    if policy is None:
        with pytest.raises(subprocess.CalledProcessError):
            run_step(job, CHECK, **values)
        assert not (job / "calls").exists()
        return
    run_step(job, CHECK, **values)
    policy_from = f" --policy-from {policy}" if policy else ""
    expected = f"-I -m pipeline check --root {job}/. --fail-on error --format github{policy_from}\n"
    assert (job / "calls").read_text(encoding="utf-8") == expected


@pytest.mark.tools
@pytest.mark.parametrize("name", ["pip.py", "pip/__main__.py", "sitecustomize.py", "pipeline/__main__.py"])
def test_no_file_of_a_checkout_is_run_as_a_part_of_python(name: str, job: Path) -> None:
    """Even in the folder of the checkout, where no step runs."""
    (job / "bin/python").unlink()
    (job / "bin/python").symlink_to(sys.executable)
    (job / name).parent.mkdir(exist_ok=True)
    (job / name).write_text(f"open({str(job / 'ran')!r}, 'w')\n", encoding="utf-8")
    for step in STEPS:
        values = variables_of(job) | {"GITHUB_ACTION_PATH": str(job / "nothing/here/to/install")}
        with suppress(subprocess.CalledProcessError):
            run_step(job, step["run"].replace("pip install", "pip --version #"), **values)
    assert not (job / "ran").exists()


# --- a release ---

PUBLISH = yaml.safe_load((ROOT / ".github" / "workflows" / "publish-library.yml").read_text(encoding="utf-8"))["jobs"]
# In place of the pipeline: an export, with changes if it was compared.
EXPORT = """#!/bin/sh
mkdir -p exports/latest exports/archives
echo '{"library": {"version": "1.1.0"}}' > exports/latest/manifest.json
echo zip > exports/archives/strategies-json-1.1.0.zip
case "$*" in *--since*) echo '{"since": "1.0.0"}' > exports/latest/changes.json;; esac
"""


def step(job: str, name: str) -> str:
    (found,) = (each["run"] for each in PUBLISH[job]["steps"] if each.get("name") == name)
    return str(found)


def run_step(job: Path, script: str, **variables: str) -> None:
    """Run a step of a job with a `gh` and a `strategies` that need no network."""
    variables |= {"PATH": f"{job / 'bin'}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    variables |= {"CALLS": str(job / "calls"), "GITHUB_OUTPUT": str(job / "output")}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    subprocess.run(command, cwd=job, env=variables, check=True)


def export(job: Path, last: str, event: str) -> None:
    """Run the step that exports."""
    program = job / "bin/strategies"
    program.write_text(EXPORT, encoding="utf-8")
    program.chmod(0o755)
    run_step(
        job, step("bundle", "Check the library and export it"), LAST=last, EVENT=event, PREFIX="content-v", ROOT="."
    )


def outputs(job: Path) -> dict[str, str]:
    """What a step told the later ones."""
    return dict(line.split("=", 1) for line in (job / "output").read_text(encoding="utf-8").splitlines())


@pytest.mark.tools
def test_a_daily_run_publishes_what_became_due_and_releases_nothing(job: Path) -> None:
    export(job, "content-v1.0.0", "schedule")
    assert not (job / "exports/archives/changes.json").exists(), "it was not compared"
    assert outputs(job)["new"] == "false"
    assert "schedule" in yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))[True]


@pytest.mark.tools
@pytest.mark.parametrize("last", ["content-v1.0.0", ""])
def test_a_release_holds_what_changed_since_the_last_one(last: str, job: Path) -> None:
    export(job, last, "push")
    assert outputs(job)["new"] == "true"
    (job / "exports/archives").rename(job / "archives")
    names = ["strategies-json-1.1.0.zip", *(["changes.json"] if last else [])]
    listed = (job / "archives/SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[1] for line in listed] == names
    run_step(job, step("release", "Release them"), GITHUB_SHA="abc", VERSION="1.1.0", PREFIX="content-v")
    assets = " ".join(f"archives/{name}" for name in (*names, "SHA256SUMS"))
    assert f"release create content-v1.1.0 {assets} --target abc" in (job / "calls").read_text(encoding="utf-8")


RELEASES = ["v2.0.0", "content-v1.1.0", "content-v1.0.0", "content-vacation-1.0", "lessons-v9.0.0"]
# In place of the network: lists tags by the expression that is asked for, and downloads an archive.
RELEASED = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$1 $2" in
"release list") for last; do :; done; jq --raw-output "$last" "$COMMENTS";;
"release download") for last; do :; done; mkdir -p "$last"; echo zip > "$last/strategies-json-1.zip";;
esac
"""


@pytest.mark.tools
@pytest.mark.parametrize(("prefix", "last"), [("v", "v2.0.0"), ("content-v", "content-v1.1.0"), ("x-v", "")])
@pytest.mark.parametrize("name", ["Fetch the data of the last release", "Fetch the data of all releases"])
def test_releases_of_other_libraries_do_not_count(name: str, prefix: str, last: str, job: Path) -> None:
    (job / "bin/gh").write_text(RELEASED, encoding="utf-8")
    (job / "comments").write_text(json.dumps([{"tagName": tag} for tag in RELEASES]), encoding="utf-8")
    jobs = (WORKFLOW["jobs"], PUBLISH)
    (script,) = (
        each["run"] for every in jobs for one in every.values() for each in one["steps"] if each.get("name") == name
    )
    run_step(job, script, COMMENTS=str(job / "comments"), PREFIX=prefix)
    assert (job / "output").read_text(encoding="utf-8") == f"tag={last}\n"
    assert (job / "last.zip").exists() == bool(last)


@pytest.mark.parametrize("last", ["v1.0.0", ""])
def test_a_pull_request_is_exported_as_a_release_would_be(last: str, job: Path) -> None:
    """So a version that says too little is refused before the merge; without a release there is nothing to compare."""
    steps = WORKFLOW["jobs"]["content"]["steps"]
    (script,) = (each["run"] for each in steps if each.get("name", "").startswith("Export it, with a version"))
    run_step(job, script, ROOT="libraries/one", LAST=last)
    since = " --since last/last.zip" if last else ""
    expected = f"-I -m pipeline export --root libraries/one --out exports --policy-from HEAD^{since}\n"
    assert (job / "calls").read_text(encoding="utf-8") == expected


TAG = yaml.safe_load((ROOT / ".github" / "workflows" / "tag.yml").read_text(encoding="utf-8"))["jobs"]["tag"]
(TAGGING,) = [each["run"] for each in TAG["steps"] if "run" in each]
# In place of the network: knows one tag.
TAGS = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in *POST*) ;; *tags/v1.2.0) ;; *) exit 1;; esac
"""


@pytest.mark.parametrize(
    ("version", "heading", "tagged"),
    [
        ("1.3.0", "## [1.3.0] - 2026-12-01", True),
        ("1.3.0", "## [1.3.0]", False),
        ("1.3.0", "## [1x3.0] - 2026-12-01", False),
        ("1.2.0", "## [1.2.0] - 2026-11-01", False),
    ],
    ids=["dated", "without-a-day", "another", "tagged-before"],
)
def test_a_version_of_the_tool_is_tagged_once_it_has_a_day(version: str, heading: str, tagged: bool, job: Path) -> None:
    (job / "bin/gh").write_text(TAGS, encoding="utf-8")
    (job / "pipeline").mkdir()
    (job / "pipeline/__init__.py").write_text(f'"""Words."""\n\n__version__ = "{version}"\n', encoding="utf-8")
    (job / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n", encoding="utf-8")
    run_step(job, TAGGING, GH_REPO="school/tool", GITHUB_SHA="abc")
    calls = (job / "calls").read_text(encoding="utf-8") if (job / "calls").exists() else ""
    assert ("--field ref=refs/tags/v1.3.0 --field sha=abc" in calls) == tagged


# --- dead links ---

LINKS = yaml.safe_load((ROOT / ".github" / "workflows" / "links-library.yml").read_text(encoding="utf-8"))["jobs"]
# In place of the network: an open issue, or none.
ISSUES = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$1 $2" in
"issue list") for last; do :; done; jq --raw-output "$last" "$COMMENTS";;
esac
"""


def test_the_job_that_writes_issues_runs_nothing_of_the_library() -> None:
    assert {name: job["permissions"] for name, job in LINKS.items()} == {
        "ask": {"contents": "read"},
        "tell": {"issues": "write"},
    }
    assert "token" not in json.dumps(LINKS["ask"]).lower()
    assert [step.get("uses", "").partition("@")[0] for step in LINKS["tell"]["steps"]] == [
        "actions/download-artifact",
        "",
    ]
    scripts = [step["run"] for job in LINKS.values() for step in job["steps"] if "run" in step]
    assert not [script for script in scripts if "${{" in script]


def test_links_are_asked_once_and_reported_twice(job: Path) -> None:
    (script,) = (step["run"] for step in LINKS["ask"]["steps"] if "run" in step)
    (job / "bin/python").write_text(f"{ASKED}touch answers/links.md\n", encoding="utf-8")
    run_step(job, script, ROOT="one", GITHUB_STEP_SUMMARY=str(job / "summary"))
    first, second = (job / "calls").read_text(encoding="utf-8").splitlines()
    assert first.startswith("-I -m pipeline links --root one")
    assert "--offline" not in first
    assert "--offline" in second


@pytest.mark.tools
@pytest.mark.parametrize(
    ("dead", "titles", "expected"),
    [
        (2, [], "issue create --title Dead links in one --body-file links/links.md"),
        (2, ["Dead links", "Dead links in one"], "issue edit 2 --body-file links/links.md"),
        (0, ["Dead links in one"], "issue close 1 --comment No link is dead any more."),
        (0, ["Dead links"], None),
    ],
)
def test_one_issue_lists_the_dead_links(dead: int, titles: list[str], expected: str | None, job: Path) -> None:
    (script,) = (step["run"] for step in LINKS["tell"]["steps"] if "run" in step)
    (job / "bin/gh").write_text(ISSUES, encoding="utf-8")
    (job / "links").mkdir()
    (job / "links/links.json").write_text(json.dumps({"counts": {"dead": dead}}), encoding="utf-8")
    found = [{"number": number, "title": title} for number, title in enumerate(titles, 1)]
    (job / "comments").write_text(json.dumps(found), encoding="utf-8")
    run_step(job, script, COMMENTS=str(job / "comments"), TITLE="Dead links in one")
    asked, *done = (job / "calls").read_text(encoding="utf-8").splitlines()
    assert "--app github-actions" in asked
    assert done == ([expected] if expected else [])
