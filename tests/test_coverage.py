"""Coverage: the facts, on the terminal and as data."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import LIBRARY
from releases import copied, faults, files_of, published, resign
from repository import ROOT, Repository, environment
from sites import EVERYTHING, crowd, edition_of

from pipeline.cli.coverage import command
from pipeline.lint.configuration import EnvironmentFault


def test_coverage_counts_strategies_of_a_model() -> None:
    coverage = edition_of([EVERYTHING]).site.coverage
    rows = {row.factor: row for row in coverage.rows("early-grades")}
    assert {factor: dict(row.counts) for factor, row in rows.items()} == {
        "vision": {"active-learning": 2, "teacher-modeling-support": 0},
        "emotion": {"active-learning": 2, "teacher-modeling-support": 0},
        "sense-of-belonging": {"active-learning": 0, "teacher-modeling-support": 0},
    }
    assert coverage.row("motivation").total == 3
    assert "focus" not in coverage.totals


def test_coverage_finds_gaps() -> None:
    coverage = edition_of([EVERYTHING, *crowd(2)]).site.coverage
    assert coverage.unused_factors == []
    assert set(coverage.thin_factors) == {"attention", "civic-mindedness", "curiosity", "sense-of-belonging", "vision"}
    assert coverage.islands == [["crowd-0000"], ["crowd-0001"]]
    assert coverage.one_way_relations == [("everything", "lateral-reading"), ("everything", "student-voice")]


def test_both_tables_say_the_same() -> None:
    edition = edition_of([EVERYTHING, *crowd(9)])
    files = files_of(edition, ["json", "csv"])
    document = json.loads(files["json/coverage.json"])
    rows = {
        (row["learner_model"], row["factor"], row["category"]): (row["group"], int(row["strategies"]))
        for row in csv.DictReader(io.StringIO(files["csv/coverage.csv"].decode()))
    }
    nested = {
        (model["learner_model"], row["factor"], cell["category"]): (row["group"], cell["strategies"])
        for model in document["learner_models"]
        for row in model["factors"]
        for cell in row["categories"]
    }
    assert rows == nested
    for strategy in edition.records():
        for model in strategy.learner_models:
            for key in ((model.id, factor.id, strategy.category.id) for factor in strategy.factors):
                if key in rows:
                    group, number = rows[key]
                    rows[key] = group, number - 1
    assert {number for _, number in rows.values()} == {0}


def test_a_wrong_number_is_found(tmp_path: Path) -> None:
    bundle = copied(published(tmp_path / "out", ("csv", "json")).release, tmp_path / "copy")
    document = json.loads((bundle / "json/coverage.json").read_text("utf-8"))
    row = next(row for row in document["learner_models"][1]["factors"] if row["factor"] == "motivation")
    row["categories"][0]["strategies"] += 1
    (bundle / "json/coverage.json").write_text(json.dumps(document), "utf-8")
    table = (bundle / "csv/coverage.csv").read_bytes()
    assert table.count(b"motivation,teacher-modeling-support,Feeling,2\r\n") == 1
    (bundle / "csv/coverage.csv").write_bytes(table.replace(b"support,Feeling,2", b"support,Feeling,3"))
    resign(bundle)
    assert [fault for fault in faults(bundle) if "datapackage" not in fault] == [
        "csv/coverage.csv: middle-grades, motivation, teacher-modeling-support: it counts 3 strategies; there are 2",
        "json/coverage.json: middle-grades, motivation: its numbers or its group are not what the records say",
    ]


def run(*arguments: str, root: Path = LIBRARY) -> str:
    result = CliRunner().invoke(command, ["--root", str(root), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_lists_gaps() -> None:
    parts = dict(
        part.split("\n", 1) for part in (run("--today", "2026-11-24") + "\n").split("\n\n")[1:] if "\n" in part
    )
    assert parts["factors with few strategies (2 or fewer): 7"].split()[:2] == ["attention", "1"]
    assert run("--thin", "1").count("factors with few strategies (1 or fewer): 6") == 1


def test_the_command_lists_reviews_that_are_due(tmp_path: Path) -> None:
    library = Repository.create(tmp_path / "library", environment(tmp_path), {".": LIBRARY}).folder
    page = library / "content" / "strategies" / "student-voice.md"
    page.write_text(
        page.read_text("utf-8").replace("status: published", "status: published\nreview_by: 2026-11-23", 1), "utf-8"
    )
    assert "reviews that are due: 1\n  2026-11-23  student-voice\n" in run("--today", "2026-11-24", root=library)
    assert "reviews that are due: none" in run("--today", "2026-11-23", root=library)


def test_the_command_shows_the_map_of_a_model() -> None:
    lines = run("--model", "early-grades").splitlines()
    assert lines[:2] == ["1 = active-learning", "2 = teacher-modeling-support"]
    assert ["vision", "1", "·", "1"] in [line.split() for line in lines]
    with pytest.raises(EnvironmentFault, match="did you mean `early-grades`"):
        CliRunner().invoke(command, ["--root", str(LIBRARY), "--model", "early-grade"], catch_exceptions=False)


def test_a_library_with_errors_has_no_coverage(tmp_path: Path) -> None:
    library = Repository.create(tmp_path / "library", environment(tmp_path), {".": LIBRARY}).folder
    (library / "content" / "strategies" / "student-voice.md").write_text("---\n", "utf-8")
    result = CliRunner().invoke(command, ["--root", str(library)])
    assert result.exit_code == 1
    assert "strategies check" in result.output


def test_the_real_library_has_a_map() -> None:
    assert "published strategies support" in run(root=ROOT)
