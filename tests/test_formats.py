"""Machine formats: each judged by its own published shape, or by the tool's documented one."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from conftest import view_of
from jsonschema import Draft7Validator
from npm import unpacked
from referencing import Registry
from shapes import validate
from test_cases import PAGE

from pipeline.lint.reporters import github, gitlab, junit, rdjson, sarif
from pipeline.lint.reporters import json as json_reporter
from pipeline.lint.reporters.view import ReportView
from pipeline.source.text import Source

# The page's title is followed by faults of several kinds, after characters of two and four bytes in UTF-8.
FAULTY = """---
title: é😀 Case
summary: é😀 A page that holds several faults so that every format has something to say.
category: teacher-modeling-suport
learner_models: [middle-grades]
factors: [motivatio, zzz, "a,b:c%d", zzz]
related: [gone]
status: published
updated: 2026-11-01
colour: red
---

## Overview

Text with <b>markup</b> & é😀 [a](javascript:alert(1)) link, and [more](factor:curiosity).
"""


@pytest.fixture(scope="module")
def view() -> ReportView:
    return view_of([Source(PAGE, FAULTY)], [PAGE])


@pytest.fixture(scope="module")
def sarif_schema() -> dict:
    """The published schema, as npm's @microsoft/jest-sarif carries it."""
    folder = unpacked("@microsoft/jest-sarif", "1.0.0-beta.0")
    return json.loads((folder / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


@pytest.mark.tools
def test_sarif_keeps_to_the_published_schema(view: ReportView, sarif_schema: dict) -> None:
    document = json.loads(sarif.render(view))
    errors = list(Draft7Validator(sarif_schema, registry=Registry()).iter_errors(document))
    assert not errors
    results = document["runs"][0]["results"]
    assert len(results) == len(view.diagnostics)
    rules = document["runs"][0]["tool"]["driver"]["rules"]
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert f"docs/rules.md#{result['ruleId']}" in rules[result["ruleIndex"]]["help"]["text"]


@pytest.mark.tools
def test_sarif_schema_can_fail(view: ReportView, sarif_schema: dict) -> None:
    document = json.loads(sarif.render(view))
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert list(Draft7Validator(sarif_schema, registry=Registry()).iter_errors(document))


def test_sarif_links_to_rules_with_an_absolute_address(view: ReportView) -> None:
    absolute = ReportView(view.diagnostics, view.sources, view.files, rules_url="https://example.org/rules")
    rules = json.loads(sarif.render(absolute))["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["helpUri"] for rule in rules} == {f"https://example.org/rules#{rule['id']}" for rule in rules}


def test_json_keeps_to_its_schema(view: ReportView) -> None:
    document = json.loads(json_reporter.render(view))
    validate("diagnostics", document, "json")
    assert document["summary"]["errors"] > 3
    assert all(found["url"] == f"docs/rules.md#{found['rule']}" for found in document["diagnostics"])


def test_junit_is_well_formed_and_counts(view: ReportView) -> None:
    root = ET.fromstring(junit.render(view))
    suite = root.find("testsuite")
    assert suite is not None
    cases = suite.findall("testcase")
    assert int(suite.get("tests", "")) == len(cases)
    failing = [case for case in cases if case.find("failure") is not None]
    assert int(suite.get("failures", "")) == len(failing) > 3
    assert all("docs/rules.md#" in "".join(case.itertext()) for case in failing)


def test_junit_counts_clean_files_of_a_whole_library() -> None:
    root = ET.fromstring(junit.render(view_of([])))
    assert len(root.findall("./testsuite/testcase[@name='clean']")) >= 8
    assert root.get("failures") == "0"


def test_gitlab_fingerprints_are_unique_and_stay_when_lines_move(view: ReportView) -> None:
    issues = json.loads(gitlab.render(view))
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints) == len(view.diagnostics)
    moved = view_of([Source(PAGE, FAULTY.replace("## Overview", "\n\n\n## Overview"))], [PAGE])
    assert {issue["fingerprint"] for issue in json.loads(gitlab.render(moved))} == set(prints)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert f"docs/rules.md#{issue['check_name']}" in issue["description"]


def test_rdjson_columns_count_bytes_and_suggestions_apply(view: ReportView) -> None:
    document = json.loads(rdjson.render(view))
    data = FAULTY.encode().split(b"\n")
    suggested = 0
    for found, diagnostic in zip(document["diagnostics"], view.diagnostics, strict=True):
        place = found["location"]["range"]
        if place["start"]["line"] == place["end"]["line"]:
            line = data[place["start"]["line"] - 1]
            cut = line[place["start"]["column"] - 1 : place["end"]["column"] - 1].decode()
            assert cut == view.sources[PAGE].slice(diagnostic.span)
        assert found["severity"] in {"ERROR", "WARNING", "INFO"}
        assert found["code"]["url"].endswith("#" + diagnostic.rule)
        suggested += len(found.get("suggestions", []))
    assert suggested >= 1


def test_github_is_capped_and_the_rest_is_in_the_summary(
    view: ReportView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    many = ReportView(view.diagnostics * 5, view.sources, 1)
    lines = github.render(many).splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert sum(line.startswith("::error ") for line in commands) == github.SHOWN
    hidden = len(many.diagnostics) - len(commands)
    assert lines[-1] == f"{hidden} more findings are listed in the job's summary"
    written = summary.read_text(encoding="utf-8")
    assert written.count("\n| ") == len(many.diagnostics) + 1
    assert "<b>" not in written.replace("\\<b\\>", "")


def test_the_summary_of_a_job_stays_within_what_github_shows(view: ReportView) -> None:
    many = ReportView(view.diagnostics * 1000, view.sources, 1)
    written = github.summary_of(many)
    assert 800_000 < len(written.encode()) < 1024 * 1024
    listed = written.count("\n| content")
    assert written.endswith(
        f"\n\n{len(many.diagnostics) - listed} findings more: `strategies check --format json` lists all.\n"
    )


def test_github_escapes_what_could_end_a_command(view: ReportView) -> None:
    for line in github.render(view).splitlines():
        if not line.startswith("::"):
            continue  # how many more there are
        command, _, message = line[2:].partition("::")
        assert "\r" not in message
        for pair in command.split(" ", 1)[1].split(","):
            assert pair.count("=") >= 1
            assert ":" not in pair


def test_no_format_changes_shape_with_what_it_holds(view: ReportView) -> None:
    empty = ReportView((), view.sources, view.files)
    assert set(json.loads(json_reporter.render(empty))) == set(json.loads(json_reporter.render(view)))
    assert json.loads(gitlab.render(empty)) == []
    assert set(json.loads(rdjson.render(empty))) == set(json.loads(rdjson.render(view)))
    assert set(json.loads(sarif.render(empty))["runs"][0]) == set(json.loads(sarif.render(view))["runs"][0])
