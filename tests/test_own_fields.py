"""Fields of a library's own: read with positions, published in every format, verified."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from functools import cache

import pytest
from conftest import LIBRARY, TODAY
from own_fields import FIELDS, FULL, VALUES, sources
from releases import edition_of, files_of

from pipeline.incremental.workspace import Workspace
from pipeline.source.text import Source

FORMATS = ("csv", "html", "json", "sqlite", "xlsx")
Files = dict[str, bytes]


def findings(changed: list[Source]) -> list[str]:
    """The errors and warnings, each as its rule, the text at its position, and its message."""
    texts = {source.path: source.text for source in changed}
    report = Workspace(LIBRARY, tuple(changed)).report(TODAY)
    return [
        f"{found.rule} {texts.get(found.span.path, '')[found.span.start : found.span.end]!r}: {found.message}"
        for found in report.diagnostics
    ]


@cache
def files() -> Files:
    return files_of(edition_of(changed=sources()), FORMATS)


def test_values_that_fit_are_accepted() -> None:
    assert [found for found in findings(sources()) if not found.startswith("one-way")] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[3-5, K-2]", "[3-5, K2]", "invalid-value 'K2': item 2 of `grade_band`: `K2` is not one of the values accepted here; did you mean `K-2`?"),
        ("[3-5, K-2]", "K-2", "invalid-value 'K-2': `grade_band` must be a list, not text; write `[K-2]`"),
        ("[3-5, K-2]", "[K-2, K-2]", "invalid-value '[K-2, K-2]': `grade_band` lists a value twice"),
        ("[3-5, K-2]", "[]", "missing-field '[]': `grade_band` lists nothing"),
        ("grade_band: [3-5, K-2]\n", "", "missing-field 'title': `grade_band` is missing"),
        ("Whole class", "whole clas", "invalid-value 'whole clas': `mode`: `whole clas` is not one of the values accepted here; did you mean `Whole class`?"),
        ("-20", "20 minutes", "invalid-value '20 minutes': `minutes`: `20 minutes` must be a whole number of at most nine digits"),
        ("2.50", "2,50", "invalid-value '2,50': `cost`: `2,50` is not a number: write digits, with a point before at most four decimals; did you mean `2.50`?"),
        ("2020-02-29", "2020-02-30", "invalid-value '2020-02-30': `tried_on`: `2020-02-30` is a day that no calendar has"),
        ("outdoors: false", "outdoors: no", "invalid-value 'no': `outdoors`: `no` must be true or false"),
        ("https://example.org/a", "example.org/a", "invalid-value 'example.org/a?b=1&c=\"2\"': `handout`: `example.org/a?b=1&c=\"2\"` is not a web address starting with https://"),
        ("minutes:", "minuts:", "unknown-field 'minuts': unknown field `minuts`; did you mean `minutes`?"),
        ("building-trust", "building-trus", "unknown-strategy 'building-trus': unknown strategy `building-trus`; did you mean `building-trust`?"),
        ("building-trust", "student-voice", "self-reference 'student-voice': this page names itself as its `next_step`"),
        ("building-trust", "morning-circle", "related-not-published 'morning-circle': `morning-circle` is retired"),
        ("main_factor: motivation", "main_factor: motivatoin", "unknown-factor 'motivatoin': unknown factor `motivatoin`; did you mean `motivation`?"),
        ("teacher-modeling-support", "teacher-modelling-support", "unknown-category 'teacher-modelling-support': unknown category `teacher-modelling-support`; did you mean `teacher-modeling-support`?"),
        ("middle-grades", "middle grades", "unknown-learner-model 'middle grades': unknown learner model `middle grades`; write it as `middle-grades`"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_told_of_at_their_place(old: str, new: str, message: str) -> None:
    assert old in VALUES
    found = findings(sources(VALUES.replace(old, new)))
    assert message in found, "\n".join(found)
    assert len([each for each in found if not each.startswith("one-way")]) == 1, "\n".join(found)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("- {id: summary, name: A, type: text}", "'summary': `summary` cannot be the id of a field: every library has"),
        ("- {id: id, name: A, type: text}", "'id': `id` cannot be"),
        ("- {id: record_sha256, name: A, type: text}", "'record_sha256': `record_sha256` cannot be"),
        ("- {id: classroom_example, name: A, type: text}", "the section `classroom-example` has this name"),
        ("- {id: overview, name: A, type: text}", "'overview': `overview` cannot be"),
        ("- {id: group, name: A, type: text}", "'group': `group` cannot be the id of a field: it is a word of"),
        ("- {id: disclaimer_x, name: A, type: text}", "'disclaimer_x': `disclaimer_x` cannot be"),
        ("- {id: a, name: A, type: text}\n  - {id: a, name: B, type: date}", "'a': the field `a` stands here a second"),
        ("- {id: a, name: A, type: text}\n  - {id: b, name: a, type: date}", "'a': the name `a` stands here a second"),
        ("- {id: Grade, name: A, type: text}", "'Grade': `fields.id`: `Grade` is not an id of a field"),
        ("- {id: grade-band, name: A, type: text}", "'grade-band': `fields.id`: `grade-band` is not an id of a field"),
        ("- {id: a, name: A, type: list}", "'list': `fields.type`: `list` is not one of the words accepted here"),
        ("- {id: a, name: A, type: choice}", "'a': the field `a` has no values to choose from"),
        ("- {id: a, name: A, type: choice, of: []}", "'[]': `fields.of` lists nothing"),
        ("- {id: a, name: A, type: choice, of: [x, X]}", "'X': `X` is listed a second time"),
        ("- {id: a, name: A, type: reference}", "'a': the field `a` does not say what it refers to"),
        ("- {id: a, name: A, type: reference, of: page}", "'page': the field `a` does not say what it refers to"),
        ("- {id: a, name: A, type: text, of: [x]}", "'[x]': a field of type `text` has no `of`"),
        ("- {id: a, name: A, type: text, filter: true}", "'true': readers cannot filter by a field of type `text`"),
        ("- {id: a, name: A, type: url, card: true}", "'true': a card cannot show a field of type `url`"),
        ("- {id: a, name: A, type: text, colum: false}", "'colum': unknown field `fields.colum`; did you mean `column`?"),
        ("- just words", "must be fields of its own, not text"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_is_a_finding_of_the_policy(fields: str, message: str) -> None:
    found = findings([sources(fields=f"\nfields:\n  {fields}\n")[0]])
    assert any(each.startswith("invalid-policy") and message in each for each in found), "\n".join(found)


def test_records_have_the_values_by_id() -> None:
    record = json.loads(files()[f"json/strategies/{FULL}.json"])
    assert record["fields"] == {
        "grade_band": ["3-5", "K-2"],
        "mode": "Whole class",
        "materials": "=cards & <i>timers</i>",
        "minutes": -20,
        "cost": 2.5,
        "tried_on": "2020-02-29",
        "outdoors": False,
        "handout": 'https://example.org/a?b=1&c="2"',
        "next_step": {"id": "building-trust", "name": "Building Trust"},
        "main_factor": {"id": "motivation", "name": "Motivation"},
        "shelf": {"id": "teacher-modeling-support", "name": "Teacher Modeling & Support"},
        "model": {"id": "middle-grades", "name": "Middle Grades"},
    }
    assert json.loads(files()["json/strategies/building-trust.json"])["fields"] == {"grade_band": ["K-2"]}


def test_tables_have_a_column_or_a_table_of_each_field() -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(files()["csv/strategies.csv"].decode()))}
    own = {key: value for key, value in rows[FULL].items() if key in VALUES}
    assert own["minutes"] == "-20" and own["cost"] == "2.5" and own["outdoors"] == "false"
    assert own["next_step"] == "building-trust" and "mode" not in own and "grade_band" not in own
    listed = list(csv.DictReader(io.StringIO(files()["csv/strategy_grade_band.csv"].decode())))
    assert [row["grade_band"] for row in listed if row["strategy"] == FULL] == ["3-5", "K-2"]


def test_the_database_has_typed_values() -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(files()["sqlite/library.sqlite"])
    query = "SELECT minutes, cost, outdoors, tried_on, main_factor FROM strategies WHERE id = ?"
    assert database.execute(query, (FULL,)).fetchone() == (-20, 2.5, 0, "2020-02-29", "motivation")
    assert "fields:" in FIELDS
