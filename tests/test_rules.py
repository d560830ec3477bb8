"""Laws that every rule keeps, and what the whole set of rules promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import PACKAGED
from conftest import HERE, LIBRARY, TODAY, quickly, report_of
from examples import GOOD_PAGE, PAGE, former_of, sources_of

import pipeline
from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault, read_settings
from pipeline.lint.rule import Rule, all_rules
from pipeline.lint.rule_page import pages_of
from pipeline.lint.runner import PageLinter, check, severity_of
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.entry import Entry
from pipeline.model.settings import Settings
from pipeline.source.parse import Document
from pipeline.source.text import Source

RULES = all_rules()
FOLDER = Path(pipeline.__file__).parent / "lint" / "rules"
REQUIRED = [rule for rule in RULES if rule.required]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
# The end of a sentence.
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
# A name says what is wrong ("allow doubled-word"), not what the rule does.
DEEDS = frozenset({"check", "validate", "ensure", "require", "detect", "find", "verify", "forbid", "disallow", "warn"})
DEEDS |= {"no", "must", "should", "is", "has", "use", "prefer", "avoid"}


def examples(label: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, example in enumerate(getattr(rule.documentation, label), 1)
    ]


def findings(sources: tuple[Source, ...], rule: Rule | None = None) -> tuple[Diagnostic, ...]:
    """What all rules find in the test library with these files in it, this rule switched on."""
    workspace = quickly(sources)
    settings = workspace.settings
    if rule and not rule.enabled:
        settings = settings.model_copy(update={"severity": {rule.name: rule.severity.value}})
    return report_of(workspace, former_of(rule), settings).diagnostics


@every_rule
def test_name_is_that_of_function_and_file(rule: Rule) -> None:
    function = rule.function
    assert rule.name == function.__name__.replace("_", "-")
    assert function.__module__ == f"pipeline.lint.rules.{rule.family}.{function.__name__}"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


@every_rule
def test_name_says_the_fault(rule: Rule) -> None:
    assert rule.name.split("-")[0] not in DEEDS


@every_rule
def test_documentation_is_whole(rule: Rule) -> None:
    documentation = rule.documentation
    assert len(documentation.summary) < 100
    assert documentation.summary.endswith(".")
    assert len(SENTENCE_END.findall(documentation.summary)) == 1
    assert documentation.reason.endswith(".")
    assert documentation.bad
    assert documentation.good


@every_rule
def test_cases_stand_in_a_folder_of_its_name(rule: Rule) -> None:
    folder = HERE / "cases" / "rules" / rule.name
    assert any(folder.glob("*")), f"no case for {rule.name}"


def test_no_case_folder_is_without_a_rule() -> None:
    folders = {path.name for path in (HERE / "cases" / "rules").iterdir()}
    assert folders <= {rule.name for rule in RULES}


def test_good_page_has_no_fault() -> None:
    """Else an example could fail, or pass, for a reason that is not its own."""
    weighty = [found for found in findings((Source(PAGE, GOOD_PAGE),)) if found.severity is not Severity.INFO]
    assert not weighty


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_bad_example_shows_the_fault(rule: Rule, example: str) -> None:
    found = findings(sources_of(example), rule)
    assert rule.name in {diagnostic.rule for diagnostic in found}
    assert {diagnostic.rule for diagnostic in found if diagnostic.severity is Severity.ERROR} <= {rule.name}


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_good_example_is_good(rule: Rule, example: str) -> None:
    found = findings(sources_of(example), rule)
    assert rule.name not in {diagnostic.rule for diagnostic in found}
    assert Severity.ERROR not in {diagnostic.severity for diagnostic in found}


def test_what_is_only_unfinished_is_no_error_on_a_draft() -> None:
    """Structure may be unfinished; names, sources and what is safe may not."""
    for rule in RULES:
        if rule.family == "structure":
            assert Severity.WARNING in (rule.severity, rule.draft_severity), rule.name
        if rule.family in ("source", "identity", "references", "vocabulary", "ignores"):
            assert rule.draft_severity is None, rule.name


def test_no_module_of_a_rule_is_lost() -> None:
    """A folder without `__init__.py` would lose its rules without a word."""
    modules = [path for path in FOLDER.rglob("*.py") if not path.name.startswith("_")]
    assert len(modules) == len(RULES)
    assert all((folder / "__init__.py").is_file() for folder in {path.parent for path in modules})


def test_order_of_rules_is_that_of_their_names() -> None:
    assert [rule.name for rule in RULES] == sorted(rule.name for rule in RULES)


@pytest.mark.parametrize("level", ["warning", "info", "off"])
@pytest.mark.parametrize("rule", REQUIRED, ids=lambda rule: rule.name)
def test_settings_cannot_lower_a_required_rule(rule: Rule, level: str) -> None:
    text = f'fail_on = "error"\n\n[severity]\n{rule.name} = "{level}"\n'
    with pytest.raises(ConfigurationFault) as caught:
        read_settings({"strategies.toml": Source("strategies.toml", text)}.get)
    (diagnostic,) = caught.value.diagnostics
    assert caught.value.source.slice(diagnostic.span) == f'{rule.name} = "{level}"'
    assert rule.name in diagnostic.message
    assert "always an error" in diagnostic.message


@pytest.mark.parametrize("rule", REQUIRED, ids=lambda rule: rule.name)
def test_required_rule_is_an_error_whatever_settings_say(rule: Rule) -> None:
    """Even settings that were made without being read from a file."""
    assert severity_of(rule, Settings(severity={rule.name: "off"})) is Severity.ERROR


@every_rule
def test_other_rules_weigh_what_settings_say(rule: Rule) -> None:
    if not rule.required:
        for level in Severity:
            assert severity_of(rule, Settings(severity={rule.name: level.value})) is level
        assert severity_of(rule, Settings(severity={rule.name: "off"})) is None
        assert severity_of(rule, Settings()) is (rule.severity if rule.enabled else None)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.draft_severity], ids=lambda rule: rule.name)
@pytest.mark.parametrize("level", ["error", "info"])
def test_what_is_unfinished_on_a_draft_is_at_most_a_warning(rule: Rule, level: str) -> None:
    """Whatever settings say; on any other page they are what counts."""
    weights = {}
    for status in ("idea", "draft", "published", "retired"):
        workspace = quickly(sources_of(f"{rule.documentation.bad[0]}\n+++\nstatus: {status}"))
        settings = Settings(severity={} if rule.required else {rule.name: level})
        found = check(workspace.report(TODAY).library, settings, TODAY).diagnostics
        weights[status] = {item.severity.value for item in found if item.rule == rule.name}
    usual, mild = ("error", "warning") if rule.required or level == "error" else ("info", "info")
    assert weights == {"idea": {mild}, "draft": {mild}, "published": {usual}, "retired": {usual}}


def test_page_of_rules_is_what_the_rules_say() -> None:
    """`strategies rules --format markdown > docs/rules.md` brings it up to date."""
    assert (HERE.parent / "docs" / "rules.md").read_text(encoding="utf-8") == pages_of(RULES)


NEW_RULE = '''from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.lint.rule import Finding, rule


@rule(Entry)
def shouted_title(entry: Entry, context: Context) -> Iterator[Finding]:
    """A title is written in capital letters only.

    Readers take capitals for shouting.

    Bad:
        title: BUILDING TRUST

    Good:
        title: Building Trust
    """
    title = entry.value("title")
    if title and title.text.isupper():
        yield Finding(title.span, "this title shouts")
'''


def test_adding_a_rule_touches_one_file(tmp_path: Path) -> None:
    """In a copy of the package: the new rule is listed, explained, selected and run."""
    shutil.copytree(FOLDER.parent.parent, tmp_path / "pipeline")
    shutil.copytree(HERE.parent / "schemas", tmp_path / "schemas")
    shutil.copytree(LIBRARY, tmp_path / "library")
    (tmp_path / "pipeline" / "lint" / "rules" / "prose" / "shouted_title.py").write_text(NEW_RULE, encoding="utf-8")
    page = tmp_path / "library" / "content" / "strategies" / "building-trust.md"
    page.write_bytes(page.read_bytes().replace(b"title: Building Trust", b"title: BUILDING TRUST"))

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *arguments],
            cwd=tmp_path / "library",
            env=os.environ | {"PYTHONPATH": str(tmp_path), "NO_COLOR": "1"},
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.stderr in ("", PACKAGED)
        return done.returncode, done.stdout

    code, listed = run("rules")
    assert code == 0
    assert re.search(r"^  shouted-title +error +A title is written in capital letters only\.$", listed, re.MULTILINE)
    code, explained = run("explain", "shouted-title")
    assert code == 0
    assert "Readers take capitals for shouting." in explained
    assert "Bad:\n\n    title: BUILDING TRUST" in explained
    code, checked = run("check", "--select", "shouted-title")
    assert code == 1
    assert "content/strategies/building-trust.md:2:8 error shouted-title\n  this title shouts\n" in checked
    assert "11 files checked: 1 error\n" in checked


def test_time_dependent_rules_parse_no_page_whose_facts_are_known() -> None:
    def parse() -> Document:
        pytest.fail("a page was parsed")

    workspace = Workspace(LIBRARY)
    library = workspace.report(TODAY).library
    rules = [rule for rule in RULES if rule.time_dependent]
    linter = PageLinter.of(workspace.context(library, TODAY), policy_broken=False, rules=rules)
    entries = [Entry(entry.path, parse, facts=entry.facts) for entry in library.entries]
    assert not any(page.findings for page in linter.lint(entries))
