"""What pages are related to: by former ids too, and the same on the list of reviews as in a check."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from command import TODAY, TRUST, VOICE, Run, replace
from conftest import LIBRARY
from conftest import TODAY as DAY
from effort import sample
from generator.libraries import library as generated

from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault
from pipeline.lint.reviews import ReviewList
from pipeline.lint.rules.references.suspect_relation import _mentions
from pipeline.model.meanings import Meanings
from pipeline.source.environment import EnvironmentFault

NOTED = "7cbc8c03-d185be13"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


def told(library: Path) -> list[str]:
    """The messages of `suspect-relation`, which are those of the list of reviews."""
    report = Workspace(library).report(DAY)
    found = [each for each in report.diagnostics if each.rule == "suspect-relation"]
    listed = [(page.entry.path, each) for page in ReviewList.of(report, 30).suspect for each in page.relations]
    assert sorted((each.span.path, *each.about) for each in found) == sorted(
        (path, each.target.key) for path, each in listed
    )
    return [each.message for each in found]


def test_a_former_id_is_reviewed_as_the_strategy_that_had_it(run: Run, library: Path) -> None:
    replace(library / TRUST, "related: [student-voice", "related: [learner-voice")
    assert run("review", "building-trust", TODAY, folder=library).code == 0
    assert "strategies: {student-voice: " in (library / TRUST).read_text(encoding="utf-8")
    assert told(library) == []
    replace(library / VOICE, "title: Student Voice", "title: Voice")
    assert told(library) == [
        "the title of the strategy `student-voice` changed since this page was reviewed on 2026-11-24"
    ]
    replace(library / TRUST, "related: [learner-voice", "related: [student-voice")
    assert len(told(library)) == 1


def test_a_former_id_in_a_review_is_known(run: Run, library: Path) -> None:
    assert run("review", "building-trust", TODAY, folder=library).code == 0
    replace(library / TRUST, "strategies: {student-voice: ", "strategies: {learner-voice: ")
    assert told(library) == []


def test_what_a_review_did_not_list_may_not_be_new(library: Path) -> None:
    replace(
        library / VOICE, "status:", f"reviewed: {{date: 2026-11-02, strategies: {{building-trust: {NOTED}}}}}\nstatus:"
    )
    messages = told(library)
    assert "the page's last review did not note the factor `motivation`" in messages
    assert all(each.startswith("the page's last review did not note the factor") for each in messages)
    replace(library / VOICE, f"strategies: {{building-trust: {NOTED}}}", f"strategies: {{check-ins: {NOTED}}}")
    assert "the strategy `building-trust` was added since this page was reviewed on 2026-11-02" in told(library)


def test_a_comment_in_a_review_names_the_way_out(run: Run, library: Path) -> None:
    replace(library / VOICE, "status:", "reviewed:\n  date: 2026-01-01\n  # by Ada\n  factors: {}\nstatus:")
    ended = run("review", "--all", TODAY, folder=library)
    assert (ended.code, "remove `reviewed` there, then run the command again" in ended.err) == (2, True), ended


@pytest.mark.parametrize("seed", sample(range(40, 80), 4))
def test_each_relation_has_a_place(tmp_path: Path, seed: int) -> None:
    for path, data in generated(random.Random(seed), most=9).files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    try:
        found = Workspace(tmp_path).report(DAY).library
    except (ConfigurationFault, EnvironmentFault):
        pytest.skip("this library cannot be opened")
    meanings = Meanings(found)
    for entry in found.entries:
        if entry.facts.valid:
            assert set(meanings.targets(entry)) <= _mentions(entry, meanings).keys()
