"""Every case under tests/cases: files in, the exact text report out, and a JSON report that keeps its schema.

`<name>.md` stands as content/strategies/example.md of the test library (tests/library). A folder
`<name>/` is laid over that library instead; its `report.out` holds the report.
"""

import json
from pathlib import Path

import pytest
from conftest import HERE, expect, view_of
from examples import former_of
from shapes import validate

from pipeline.lint.reporters import json as json_reporter
from pipeline.lint.reporters import text
from pipeline.lint.reporters.view import ReportView
from pipeline.lint.rule import Rule, all_rules
from pipeline.source.text import Source

RULES = HERE / "cases" / "rules"
PAGE = "content/strategies/example.md"
PAGES = sorted(RULES.glob("*/*.md"))
TREES = sorted(path for path in RULES.glob("*/*") if path.is_dir())


def rule_of(case: Path) -> Rule:
    """The rule that a case is about."""
    return next(rule for rule in all_rules() if rule.name == case.parent.name)


def _id(path: Path) -> str:
    return path.relative_to(RULES).with_suffix("").as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_page(page: Path, regenerate: bool) -> None:
    view = view_of([Source.decode(PAGE, page.read_bytes())], [PAGE], former=former_of(rule_of(page)))
    expect_report(view, page.with_suffix(".out"), regenerate)


@pytest.mark.parametrize("tree", TREES, ids=_id)
def test_tree(tree: Path, regenerate: bool) -> None:
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and path.name != "report.out"]
    sources = [Source.decode(path.relative_to(tree).as_posix(), path.read_bytes()) for path in files]
    expect_report(view_of(sources), tree / "report.out", regenerate)


def expect_report(view: ReportView, file: Path, regenerate: bool) -> None:
    document = json.loads(json_reporter.render(view))
    validate("diagnostics", document, file.name)
    assert len(document["diagnostics"]) == len(view.diagnostics)
    expect(text.render(view), file, regenerate)
