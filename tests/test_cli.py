"""The command line: what it takes, what it says, and the exit code that scripts go by."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from command import FACTORS, PACKAGED, PAGES, TODAY, VOICE, Outcome, Run, replace
from conftest import HERE, LIBRARY

import pipeline
from pipeline.cli.options import rule_named
from pipeline.cli.terminal import PATIENCE, Bar
from pipeline.lint.rule import all_rules
from pipeline.publish.schema.json_schema import validator

ROOT = HERE.parent


# --- exit codes ---


def test_0_when_nothing_is_wrong(run: Run) -> None:
    assert run("check", TODAY) == Outcome(0, "✓ 11 files checked, nothing to mend\n", "")


def test_a_library_without_house_rules_is_told_which_are_used(run: Run, library: Path) -> None:
    def said(*arguments: str) -> str:
        command = [sys.executable, "-m", "pipeline", *arguments, TODAY]
        environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
        return subprocess.run(command, cwd=library, env=environment, capture_output=True, encoding="utf-8").stderr

    assert said("check") == said("check") == said("export", "--no-search") == PACKAGED
    assert said("check", "--format", "json") == ""
    (library / "schemas").mkdir()
    printed = run("rules", "--house").out
    assert printed == (HERE.parent / "schemas/strategy-page.yaml").read_text(encoding="utf-8")
    (library / "schemas/strategy-page.yaml").write_text(printed, encoding="utf-8")
    assert said("check") == ""


def test_1_when_content_has_an_error(run: Run, library: Path) -> None:
    replace(library / VOICE, "factors: [motivation,", "factors: [motivatoin,")
    outcome = run("check", TODAY, folder=library)
    assert outcome.code == 1
    assert (
        f"{VOICE}:6:11 error unknown-factor\n  unknown factor `motivatoin`; did you mean `motivation`?\n" in outcome.out
    )
    assert outcome.err == ""


def test_the_process_ends_as_the_command_says(library: Path) -> None:
    """It is not taken apart at its end; what was said must be out by then."""

    def ended(*arguments: str, **given: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", *arguments]
        return subprocess.run(command, cwd=library, encoding="utf-8", check=False, **given)

    shown = ended("rules", capture_output=True)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert [rule.name for rule in all_rules() if rule.name not in shown.stdout] == []
    replace(library / VOICE, "factors: [motivation,", "factors: [motivatoin,")
    assert ended("check", capture_output=True).returncode == 1
    assert ended("chekc", capture_output=True).returncode == 2
    with subprocess.Popen(["true"], stdin=subprocess.PIPE) as gone:
        gone.wait()
        assert gone.stdin is not None
        nobody = ended("check", stdout=gone.stdin, stderr=subprocess.PIPE)
    assert (nobody.returncode, nobody.stderr) == (1, "")


@pytest.mark.parametrize("path", [FACTORS, "content/library.yaml", "schemas/strategy-page.yaml"])
def test_1_when_vocabulary_or_policy_has_an_error(run: Run, library: Path, path: str) -> None:
    (library / path).parent.mkdir(exist_ok=True)
    (library / path).write_text("just: [a, word", encoding="utf-8")
    outcome = run("check", TODAY, folder=library)
    assert outcome.code == 1
    assert set(outcome.paths) == {path}


def test_warnings_fail_only_when_asked_to(run: Run, library: Path) -> None:
    replace(library / VOICE, "Having a say", "Having a a say")
    assert run("check", TODAY, folder=library).code == 0
    outcome = run("check", TODAY, "--fail-on", "warning", folder=library)
    assert outcome.code == 1
    assert outcome.heads == [f"{VOICE}:15:10 warning doubled-word"]
    (library / "strategies.toml").write_text('fail_on = "warning"\n', encoding="utf-8")
    assert run("check", TODAY, folder=library).code == 1
    assert run("check", TODAY, "--fail-on", "error", folder=library).code == 0


WRONG_USE = {
    "no-such-option": (["check", "--formt", "json"], "--format"),
    "no-such-format": (["check", "--format", "xml"], "'xml' is not one of"),
    "no-such-command": (["chekc"], "no such command `chekc`; did you mean `check`?"),
    "no-such-rule": (["check", "--select", "unknown-facto"], "no rule `unknown-facto`; did you mean `unknown-factor`?"),
    "no-such-rule-to-ignore": (["check", "--ignore", "qqq"], "there is no rule `qqq`; `strategies rules` lists them"),
    "no-such-rule-to-explain": (["explain", "doubled-wrod"], "did you mean `doubled-word`?"),
    "no-such-day": (["check", "--today", "2026-02-30"], "2026-02-30"),
    "no-such-folder": (["check", "--root", "nowhere"], "nowhere"),
    "no-such-commit": (["check", "--changed-since", "no-such-ref"], "git "),
    "an-option-for-git": (["check", "--changed-since", "--output=x"], "not a git commit"),
    "outside-the-library": (["check", "../../pyproject.toml"], "outside the library"),
    "stdin-without-its-path": (["check", "-"], "--stdin-path"),
    "stdin-and-another": (["check", "-", VOICE, "--stdin-path", VOICE], "stands alone"),
    "no-place-for-output": (["check", "--output", "no/such/folder/report.txt"], "No such file or directory"),
    "no-such-export-format": (["export", "--formats", "jsn"], "no format `jsn`; did you mean `json`?"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG_USE.values(), ids=WRONG_USE)
def test_2_when_used_wrongly(run: Run, arguments: list[str], words: str) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


def test_2_when_there_is_no_library(run: Run, tmp_path: Path) -> None:
    outcome = run("check", folder=tmp_path)
    assert outcome.code == 2
    assert outcome.err.startswith("strategies: no library here: ")
    assert "--root" in outcome.err


@pytest.mark.parametrize("rule", [rule.name for rule in all_rules() if rule.required])
def test_2_when_a_required_rule_is_to_be_ignored(run: Run, rule: str) -> None:
    outcome = run("check", "--ignore", f"doubled-word,{rule}")
    assert outcome == Outcome(2, "", f"strategies: `{rule}` is a required rule and cannot be left out\n")


# The file, its text, the place that is named, and how the message begins.
CONFIGURATIONS = {
    "unknown-setting": (
        ("strategies.toml", 'fail_no = "error"\n'),
        ("1:1", "unknown setting `fail_no`; did you mean `fail_on`?"),
    ),
    "unknown-setting-in-table": (
        ("strategies.toml", "# a\n[limits]\nfile_sise = 3\n"),
        ("3:1", "unknown setting `limits.file_sise`"),
    ),
    "wrong-severity": (
        ("strategies.toml", '\n[severity]\ndoubled-word = "loud"\n'),
        ("3:1", "`severity.doubled-word`: input should be"),
    ),
    "unknown-rule": (
        ("strategies.toml", '[severity]\ndoubled-wrod = "off"\n'),
        ("2:1", "unknown rule `doubled-wrod`; did you mean `doubled-word`?"),
    ),
    "required-rule": (
        ("strategies.toml", '[severity]\nraw-html = "off"\n'),
        ("2:1", "`raw-html` is always an error"),
    ),
    "wrong-type": (
        ("strategies.toml", '[limits]\nfile_size = "big"\n'),
        ("2:1", "`limits.file_size`: input should be a valid integer"),
    ),
    "broken": (
        ("strategies.toml", '# words\nfail_on = "error" "warning"\n'),
        ("2:19", "this is not TOML: expected newline or end of document after a statement"),
    ),
    "broken-to-its-end": (
        ("strategies.toml", 'fail_on = "error"\nseverity = [\n'),
        ("3:1", "this is not TOML: invalid value (at end of document)"),
    ),
    "in-pyproject": (
        ("pyproject.toml", '[project]\nname = "x"\n\n[tool.strategies]\nfail_no = 1\n'),
        ("5:1", "unknown setting `fail_no`"),
    ),
    "broken-pyproject": (
        ("pyproject.toml", "[tool.strategies\n"),
        ("1:17", "this is not TOML: expected ']'"),
    ),
}


@pytest.mark.parametrize(("file", "said"), CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_2_with_the_place_when_configuration_is_wrong(
    run: Run, library: Path, file: tuple[str, str], said: tuple[str, str]
) -> None:
    (name, text), (place, words) = file, said
    (library / name).write_text(text, encoding="utf-8")
    outcome = run("check", TODAY, folder=library)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(f"{name}:{place} error invalid-configuration\n  {words}")


def test_settings_of_a_pyproject_are_followed(run: Run, library: Path) -> None:
    replace(library / VOICE, "Having a say", "Having a a say")
    text = '[project]\nname = "x"\n[tool.strategies.severity]\ndoubled-word = "error"\n'
    (library / "pyproject.toml").write_text(text, encoding="utf-8")
    outcome = run("check", TODAY, folder=library)
    assert outcome.code == 1
    assert outcome.heads == [f"{VOICE}:15:10 error doubled-word"]


RAISING_RULE = """from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.lint.rule import Finding, rule


@rule(Entry)
def broken_promise(entry: Entry, context: Context) -> Iterator[Finding]:
    if entry.id == "student-voice":
        raise KeyError("no such thing")
    yield from ()
"""


def test_3_when_it_is_our_bug(library: Path, tmp_path: Path) -> None:
    """A rule that raises, in a copy of the package: the message names rule and file, and says whose bug it is."""
    folder = Path(pipeline.__file__).parent
    shutil.copytree(folder, tmp_path / "pipeline")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    (tmp_path / "pipeline" / "lint" / "rules" / "prose" / "broken_promise.py").write_text(
        RAISING_RULE, encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "check"],
        cwd=library,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 3
    assert done.stdout == ""
    last = done.stderr[done.stderr.rindex("strategies: ") :]
    assert "this is a bug in the pipeline, not in your content" in last
    assert f"the rule broken-promise failed on {VOICE}" in last
    assert "KeyError('no such thing')" in last


# --- help ---


def test_help_lists_every_command(run: Run) -> None:
    outcome = run("--help")
    assert outcome.code == 0
    assert run("-h").out == outcome.out
    listed = re.findall(r"^  ([a-z]+)  +[A-Z].*\.$", outcome.out.partition("Check and publish:\n")[2], re.MULTILINE)
    modules = [each.stem for each in (HERE.parent / "pipeline" / "cli").glob("*.py")]
    with_command = [name for name in modules if hasattr(import_module(f"pipeline.cli.{name}"), "command")]
    assert sorted(listed) == sorted(name.removesuffix("_") for name in with_command)
    assert outcome.out.count("...") == 1  # no sentence is cut
    for command in listed:
        said = run(command, "--help")
        assert said.code == 0
        assert said.out.startswith(f"Usage: strategies {command} ")


def test_version(run: Run) -> None:
    assert run("--version").out == f"strategies, version {pipeline.__version__}\n"


def test_python_m_pipeline_is_the_same_command(run: Run) -> None:
    """Also where the terminal's encoding is ASCII, and from a folder inside the library."""
    command = [sys.executable, "-m", "pipeline", "check", TODAY]
    env = os.environ | {"PYTHONIOENCODING": "ascii", "COLUMNS": "120"}
    done = subprocess.run(command, cwd=LIBRARY / PAGES, env=env, capture_output=True, check=False)
    said = done.stderr.decode().replace(PACKAGED, "")
    assert Outcome(done.returncode, done.stdout.decode("utf-8"), said) == run("check", TODAY)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_printed(run: Run, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_STRATEGIES_COMPLETE", f"{shell}_source")
    if shell == "bash" and shutil.which("bash") is None:
        pytest.fail("bash is needed for this test")
    outcome = run()
    assert outcome.code == 0
    assert "_STRATEGIES_COMPLETE" in outcome.out


COMPLETIONS = {
    "strategies ch": "check",
    "strategies explain unknown-fac": "unknown-factor",
    "strategies check --chan": "--changed-since",
}


@pytest.mark.parametrize(("words", "meant"), COMPLETIONS.items(), ids=COMPLETIONS.values())
def test_completion_knows_commands_rules_and_options(
    run: Run, words: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_STRATEGIES_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    assert run().out.split("\n")[0] == f"plain,{meant}"


# --- options of check ---


def test_json(run: Run, library: Path) -> None:
    replace(library / VOICE, "factors: [motivation,", "factors: [motivatoin,")
    outcome = run("check", TODAY, "--format", "json", "--select", "unknown-factor", folder=library)
    document = json.loads(outcome.out)
    validator("diagnostics").validate(document)
    (found,) = document["diagnostics"]
    place = {"path": VOICE, "line": 6, "column": 11, "end_line": 6, "end_column": 21, "rule": "unknown-factor"}
    assert place.items() <= found.items()
    assert (document["summary"]["files"], document["summary"]["errors"]) == (11, 1)


def test_github(run: Run, library: Path) -> None:
    replace(library / VOICE, "factors: [motivation,", "factors: [motivatoin,")
    outcome = run("check", TODAY, "--format", "github", "--select", "unknown-factor", folder=library)
    assert outcome.code == 1
    start = (
        f"::error file={VOICE},line=6,endLine=6,col=11,endColumn=21,title=unknown-factor::unknown factor `motivatoin`"
    )
    assert outcome.out.startswith(start)
    assert outcome.out.count("\n") == 1


def test_select_and_ignore(run: Run, library: Path) -> None:
    replace(library / VOICE, "Having a say", "Having a a say TODO")
    both = ["doubled-word", "placeholder-text"]

    def rules(*arguments: str) -> list[str]:
        return run("check", TODAY, *arguments, folder=library).rules

    assert rules() == both
    assert rules("--select", " placeholder-text , doubled-word") == both
    assert rules("--select", "doubled-word") == ["doubled-word"]
    assert rules("--ignore", "doubled-word") == ["placeholder-text"]
    assert rules("--select", "doubled-word", "--ignore", "doubled-word") == []


def test_statistics(run: Run, library: Path) -> None:
    replace(library / VOICE, "Having a say", "TODO: having a a say, a TODO for")
    outcome = run("check", TODAY, "--statistics", folder=library)
    assert outcome.out == "     2  placeholder-text\n     1  doubled-word\n     3  in total\n"
    assert outcome.code == 1


def test_output_goes_to_a_file(run: Run, library: Path) -> None:
    shown = run("check", TODAY, folder=library)
    kept = run("check", TODAY, "--output", "report.txt", folder=library)
    assert (kept.out, kept.code) == ("", shown.code)
    assert (library / "report.txt").read_text(encoding="utf-8") == shown.out


def test_root_may_be_named_from_anywhere(run: Run, tmp_path: Path) -> None:
    here = run("check", TODAY)
    assert run("check", TODAY, "--root", LIBRARY, folder=tmp_path) == here
    assert run("check", TODAY, "--root", LIBRARY / PAGES, folder=tmp_path) == here
    assert run("check", TODAY, folder=LIBRARY / PAGES) == here


def test_today_is_the_day_given(run: Run, library: Path) -> None:
    replace(library / VOICE, "updated: 2026-11-01", "updated: 2026-11-01\nreview_by: 2027-03-01")
    assert run("check", "--today", "2027-03-01", folder=library).heads == []
    assert run("check", "--today", "2027-03-02", folder=library).heads == [f"{VOICE}:10:12 warning review-overdue"]


# --- the other commands ---


def test_rules_as_json(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json").out)
    assert [item["name"] for item in listed] == [rule.name for rule in all_rules()]
    assert all(item["summary"] for item in listed)


@pytest.mark.parametrize("rule", [rule.name for rule in all_rules()])
def test_every_rule_is_listed_and_explained(run: Run, rule: str) -> None:
    assert re.search(rf"^  {rule} ", run("rules").out, re.MULTILINE)
    outcome = run("explain", rule)
    assert outcome.code == 0
    assert rule in outcome.out.split("\n")[0]
    documentation = rule_named(rule).documentation
    assert documentation.summary in " ".join(outcome.out.split())
    for example in (*documentation.bad, *documentation.good):
        assert textwrap.indent(example, "    ") in outcome.out


def test_schema_is_written_and_checked(run: Run, library: Path) -> None:
    assert run("schema", "--check", folder=ROOT).code == 0
    missing = run("schema", "--check", folder=library)
    assert missing.code == 1
    assert "schemas/library.schema.json is missing\n" in missing.out
    assert not (library / "schemas").exists()
    assert run("schema", folder=library).code == 0
    assert run("schema", "--check", folder=library).code == 0
    replace(library / "schemas" / "library.schema.json", "licence", "license")
    stale = run("schema", "--check", folder=library)
    assert (stale.code, stale.out) == (1, "schemas/library.schema.json is out of date\n")


def test_export_of_some_formats(run: Run, library: Path) -> None:
    outcome = run("export", TODAY, "--formats", "csv,json", folder=library)
    assert outcome.code == 0
    assert outcome.out.startswith("3 strategies exported to exports/releases/")
    assert "left out: quiet-corner (draft)" in outcome.out
    folders = {path.name for path in (library / "exports" / "latest").iterdir() if path.is_dir()}
    assert {"csv", "json"} <= folders
    assert "html" not in folders


def test_timings_say_where_the_time_went(library: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", *arguments, "--timings", "--jobs", "2"]
        return subprocess.run(command, cwd=library, capture_output=True, encoding="utf-8", check=False)

    stages = re.compile(r"^ +\d+\.\d{3} s  (.+)$", re.MULTILINE)
    first, second = run("check"), run("check")
    assert first.returncode == second.returncode == 0
    assert {"examine pages", "compare pages", "write the memo"} <= set(stages.findall(first.stderr))
    assert stages.findall(second.stderr) == ["ask the memo"]
    assert first.stdout == second.stdout
    exported = run("export", "--no-search")
    assert {"make strategies", "make the rest", "verify", "swap in"} <= set(stages.findall(exported.stderr))


def test_a_long_run_shows_how_far_it_has_come(capsys: pytest.CaptureFixture[str]) -> None:
    """Only after a second, and to the end; here the second is over at once."""
    bar = Bar("reading pages")
    bar(1, 4)
    assert capsys.readouterr().err == ""
    bar.start -= PATIENCE
    for done in (2, 3, 4):
        bar(done, 4)
    shown = capsys.readouterr().err
    assert "reading pages" in shown
