"""Steps of workflows: the comment on a pull request, and what a release holds.

The job that comments writes with a token, and trusts nothing that the pull request made.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from command import TODAY, Run
from repository import ROOT, Repository

from pipeline.diff.reports.markdown import MARKER

WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "check-library.yml").read_text(encoding="utf-8"))
JOB = WORKFLOW["jobs"]["comment"]
(STEP,) = [step for step in JOB["steps"] if "run" in step]
# In place of the network: writes down what was asked, and answers with the comments that there are.
GH = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in *--paginate*) cat "$COMMENTS";; esac
"""
OURS = {"id": 7, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER}\n**1.0.0**"}
OTHERS = [
    {"id": 5, "user": {"login": "a-teacher"}, "body": f"{MARKER}\nnot ours"},
    {"id": 6, "user": {"login": "github-actions[bot]"}, "body": "about something else"},
]
CHANGED = f"{MARKER}\n**1.0.0 → 1.0.1**\n\n### Wording\n\n- **x**\n"


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """The folder that the step runs in, with a `gh` that asks nobody."""
    (tmp_path / "bin").mkdir()
    gh = tmp_path / "bin" / "gh"
    gh.write_text(GH, encoding="utf-8")
    gh.chmod(0o755)
    (tmp_path / "difference").mkdir()
    (tmp_path / "comments").write_text(json.dumps([OTHERS]), encoding="utf-8")
    return tmp_path


def comment(job: Path, root: str = ".") -> tuple[int, list[str]]:
    """Run the step for a library: its exit code, and what it wrote."""
    variables = {
        "PATH": f"{job / 'bin'}:{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "CALLS": str(job / "calls"),
        "COMMENTS": str(job / "comments"),
        "GH_REPO": "school/library",
        "NUMBER": "12",
        "MARKER": STEP["env"]["MARKER"],
        "ROOT": root,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEP["run"]]
    done = subprocess.run(command, cwd=job, env=variables, check=False, capture_output=True)
    calls = (job / "calls").read_text(encoding="utf-8") if (job / "calls").exists() else ""
    return done.returncode, [line for line in calls.splitlines() if "--method" in line]


def put(job: Path, text: str) -> None:
    (job / "difference" / "difference.md").write_text(text, encoding="utf-8")


POST = "api --silent --method POST repos/school/library/issues/12/comments --field body=@difference/difference.md"
PATCH = "api --silent --method PATCH repos/school/library/issues/comments/7 --field body=@difference/difference.md"


@pytest.mark.tools
def test_the_first_comment_is_posted_and_brought_up_to_date_later(job: Path) -> None:
    put(job, CHANGED)
    assert comment(job) == (0, [POST])
    (job / "comments").write_text(json.dumps([OTHERS, [OURS]]), encoding="utf-8")
    assert comment(job) == (0, [POST, PATCH])


@pytest.mark.tools
def test_where_nothing_changed_nothing_is_said_unless_something_was(job: Path) -> None:
    put(job, f"{MARKER}\n**1.0.0 → 1.0.0: nothing changed**\n")
    assert comment(job) == (0, [])
    (job / "comments").write_text(json.dumps([[OURS]]), encoding="utf-8")
    assert comment(job) == (0, [PATCH])


@pytest.mark.tools
def test_each_library_of_a_repository_has_a_comment_of_its_own(job: Path) -> None:
    of_another = OURS | {"id": 8, "body": f"{MARKER}\n<!-- library libraries/one -->\n**libraries/one**\n"}
    (job / "comments").write_text(json.dumps([[of_another]]), encoding="utf-8")
    for root, written in ((".", POST), ("libraries/on", POST), ("libraries/one", PATCH.replace("/7 ", "/8 "))):
        put(job, CHANGED)
        code, calls = comment(job, root)
        assert (code, calls[-1]) == (0, written), root
    text = (job / "difference" / "difference.md").read_text(encoding="utf-8")
    assert text.startswith(f"{MARKER}\n<!-- library libraries/one -->\n**libraries/one**\n**1.0.0 → 1.0.1**\n")
    (job / "comments").write_text(json.dumps([[of_another, OURS]]), encoding="utf-8")
    put(job, CHANGED)
    assert comment(job)[1][-1] == PATCH


REFUSED = {
    "no-marker": "**1.0.0 → 1.0.1**\n\n### Wording\n",
    "marker-later": f"hello\n{CHANGED}",
    "marker-and-more": CHANGED.replace("\n", " hello\n", 1),
    "too-many-characters": CHANGED + "é" * 65_536,
    "too-many-bytes": CHANGED + "😀" * 62_500,
    "empty": "",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_the_command_would_not_have_written_is_refused(job: Path, text: str) -> None:
    put(job, text)
    assert comment(job) == (1, [])


def test_a_link_to_another_file_is_refused(job: Path) -> None:
    """The artifact could lead to the token's own place."""
    (job / "secret").write_text(CHANGED, encoding="utf-8")
    (job / "difference" / "difference.md").symlink_to(job / "secret")
    assert comment(job) == (1, [])


def test_the_job_that_writes_runs_nothing_of_the_pull_request() -> None:
    assert WORKFLOW["permissions"] == {}
    writing = {
        name
        for name, each in WORKFLOW["jobs"].items()
        if any(level == "write" for level in each["permissions"].values())
    }
    assert writing == {"comment"}
    assert JOB["permissions"] == {"pull-requests": "write"}
    assert [step.get("uses", "").partition("@")[0] for step in JOB["steps"]] == ["actions/download-artifact", ""]
    assert "${{" not in STEP["run"]
    assert "strategies" not in STEP["run"]
    # Releases are read with a token, too, in a job that runs nothing of the pull request.
    with_token = {name for name, each in WORKFLOW["jobs"].items() if "token" in json.dumps(each["steps"]).lower()}
    assert with_token == {"comment", "last"}
    assert [step.get("uses", "").partition("@")[0] for step in WORKFLOW["jobs"]["last"]["steps"]] == [
        "",
        "actions/upload-artifact",
    ]
    steps = WORKFLOW["jobs"]["content"]["steps"]
    assert all(step["with"]["persist-credentials"] is False for step in steps if "checkout" in step.get("uses", ""))


@pytest.mark.tools
def test_what_the_command_writes_is_taken(job: Path, run: Run, repository: Repository) -> None:
    repository.edit("content/strategies/student-voice.md", "Having a say", "Having a true say")
    (command,) = [
        line for line in WORKFLOW["jobs"]["content"]["steps"][-2]["run"].splitlines() if "strategies diff" in line
    ]
    arguments = command.partition("strategies ")[2].partition(" > ")[0].replace('"$ROOT"', ".").split()
    put(job, run(arguments[0], TODAY, "HEAD", *arguments[2:], folder=repository.folder).out)
    assert STEP["env"]["MARKER"] == MARKER
    code, _ = comment(job)
    assert code == 0


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
    program = job / "bin/strategies"
    program.write_text('#!/bin/sh\necho "$*" >> "$CALLS"\n', encoding="utf-8")
    program.chmod(0o755)
    steps = WORKFLOW["jobs"]["content"]["steps"]
    (script,) = (each["run"] for each in steps if each.get("name", "").startswith("Export it, with a version"))
    run_step(job, script, ROOT="libraries/one", LAST=last, RUNNER_TEMP=str(job))
    since = " --since last/last.zip" if last else ""
    expected = f"export --root libraries/one --out {job}/exports{since}\n"
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
