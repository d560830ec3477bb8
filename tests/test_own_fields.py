# ruff: noqa: E501, PT018 - messages stand on one line, as they are printed
"""Fields of a library's own: read with positions, published in every format, verified."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from command import Run
from conftest import LIBRARY, TODAY
from effort import sample
from forgeries.bundles import MemoryBundle, forged, is_refused
from forgeries.changes import Forgery, file_of, of_each_kind
from jsonschema import Draft202012Validator
from own_fields import FIELDS, FULL, LEAST, VALUES, findings, sources
from pydantic import ValidationError
from releases import edition_of, files_of, sealed, snapshot_of

from pipeline.diff.comparison import compare
from pipeline.incremental.workspace import Workspace
from pipeline.model.own_fields import page_model
from pipeline.publish.schema.json_schema import generate
from pipeline.publish.verify import verify
from pipeline.source.parse import Limits, parse_page
from pipeline.source.parse.yaml_tree import to_plain
from pipeline.source.paths import POLICY_PATH
from pipeline.source.text import Source

FORMATS = ("csv", "html", "json", "sqlite", "xlsx")
# Findings on the test library, and on the text with `<i>`.
EXPECTED = ("one-way", "stray-markup")
Files = dict[str, bytes]


@cache
def files() -> Files:
    return files_of(edition_of(changed=sources()), FORMATS)


def test_values_that_fit_are_accepted() -> None:
    assert [found for found in findings(sources()) if not found.startswith(EXPECTED)] == []


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
    assert len([each for each in found if not each.startswith(EXPECTED)]) == 1, "\n".join(found)


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


@pytest.mark.parametrize(
    ("written", "rule"),
    [("TODO", "placeholder-text"), ("the the cards", "doubled-word"), ("pupil cards", "unwanted-word")],
)
def test_texts_of_own_fields_are_read_like_others(written: str, rule: str) -> None:
    house, *pages = sources(VALUES.replace('"=cards & <i>timers</i>"', written))
    policy = Source(house.path, house.text + "terms:\n  - {write: learner, not: [pupil]}\n")
    assert any(found.startswith(rule) for found in findings([policy, *pages]))


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
    database.close()


def test_linked_data_says_them_as_additional_properties() -> None:
    graph = json.loads(files()["json/strategies.jsonld"])["@graph"]
    article = next(each for each in graph if each.get("identifier") == FULL)
    found = {each["propertyID"]: each for each in article["additionalProperty"]}
    assert found["cost"] == {"@type": "PropertyValue", "propertyID": "cost", "name": "Cost per learner", "value": 2.5}
    assert found["grade_band"]["value"] == ["3-5", "K-2"] and found["materials"]["description"] == "What to bring"
    other = next(each for each in graph if each.get("identifier") == "building-trust")
    assert found["next_step"]["valueReference"] == {"@id": other["@id"]}


# --- the site ---


def test_a_page_shows_them_at_a_glance() -> None:
    page = files()[f"html/strategies/{FULL}/index.html"].decode()
    glance = page.split('class="glance"')[1].split("</section>")[0]
    for shown in (
        "<dt>Grade band</dt><dd>3-5 and K-2</dd>",
        "<dt>Mode &lt;b&gt;</dt><dd>Whole class</dd>",
        "<dd>=cards &amp; &lt;i&gt;timers&lt;/i&gt;</dd>",
        "<dt>Minutes</dt><dd>-20</dd>",
        "<dt>First tried</dt><dd>February 29, 2020</dd>",
        "<dt>Outdoors</dt><dd>No</dd>",
        'href="https://example.org/a?b=1&amp;c=&#34;2&#34;"',
        '<a href="../../strategies/building-trust/index.html">Building Trust</a>',
    ):
        assert shown in glance, shown
    other = files()["html/strategies/building-trust/index.html"].decode()
    assert "<dt>Minutes</dt>" not in other


def test_readers_filter_by_them_and_cards_show_them() -> None:
    home = files()["html/index.html"].decode()
    assert 'name="field-grade_band" value="K-2"' in home and 'name="field-outdoors" value="false"' in home
    assert "field-minutes" not in home and "field-handout" not in home
    assert '<p class="own">Grade band: 3-5, K-2 · Materials: =cards &amp; &lt;i&gt;timers' in home
    category = files()["html/categories/teacher-modeling-support/index.html"].decode()
    assert '<p class="own">Grade band: K-2</p>' in category


# --- the schema that editors use ---

# What other readers of YAML make of a value, and the value as it is written.
WRITTEN: dict[str, list[tuple[object, str]]] = {
    "grade_band": [(["K-2"], "[K-2]"), ([6], "[6]"), ([], "[]"), (["K2"], "[K2]"), (["6", "6"], '["6", "6"]')],
    "mode": [("Whole class", "Whole class"), ("whole class", "whole class"), (None, "~")],
    "minutes": [(20, "20"), (-3, "-3"), (2.5, "2.5"), (10**9, "1000000000"), ("x", "x")],
    "cost": [(20, "20"), (2.5, "2.5"), (-0.25, "-0.25"), ("2,5", "2,5"), (10**9, "1000000000")],
    "tried_on": [("2020-02-29", "2020-02-29"), ("29.2.2020", "29.2.2020")],
    "outdoors": [(True, "true"), ("no", "no")],
    "handout": [("https://example.org/", "https://example.org/"), ("example.org", "example.org")],
    "next_step": [("building-trust", "building-trust"), ("a, b", '"a, b"')],
}


def test_the_schema_of_front_matter_and_the_model_agree() -> None:
    policy = Workspace(LIBRARY, (sources()[0],)).report(TODAY).library.policy
    schema = next(text for name, text in generate(policy) if name.startswith("strategy-front-matter"))
    validator = Draft202012Validator(json.loads(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)
    page = next(source for source in sources(LEAST) if source.path.endswith(f"{FULL}.md"))
    verdicts = []
    for id_, values in WRITTEN.items():
        for read, written in values:
            text = page.text.replace(LEAST, f"{LEAST if id_ != 'grade_band' else ''}{id_}: {written}\n")
            front = parse_page(Source(page.path, text), Limits()).front
            assert front is not None
            plain = to_plain(front)
            assert isinstance(plain, dict)
            try:
                page_model(policy.fields).model_validate(plain)
                fits = True
            except ValidationError:
                fits = False
            for_schema = plain | {"grade_band": ["K-2"]} | {id_: read}
            known = {key: each for key, each in for_schema.items() if each is not None}
            assert validator.is_valid(known) == fits, (id_, written, fits)
            verdicts.append(fits)
    assert 10 < sum(verdicts) < len(verdicts) - 10


# --- forgeries ---


def test_a_bundle_with_own_fields_is_verified_and_forgeries_are_refused() -> None:
    made = files()
    assert list(verify(MemoryBundle(made))) == []

    def own(path: str, kind: str) -> bool:
        return "fields" in kind or "additionalProperty" in kind or "strategy_grade_band" in path

    # Of a list of choices nothing else says it, if every strategy has one: see docs/consuming.md.
    unsaid = {f"*.json .site.fields[].required {how}" for how in ("changed", "exchanged")}
    kinds = of_each_kind(made, own)
    assert len(kinds) > 20
    passing = {
        forgery.kind
        for forgery in sample(kinds, 5, file_of, lambda forgery: forgery.kind in unsaid and forgery.kind)
        if not is_refused(made, forgery)
    }
    assert passing == unsaid


def _record(change: Callable[[dict[str, Any]], object]) -> dict[str, bytes]:
    """The files with another record, sealed, in every file that holds records."""
    made = dict(files())
    old = json.loads(made[f"json/strategies/{FULL}.json"])
    new = json.loads(json.dumps(old))
    change(new["fields"])
    sealed(new)
    for path in (f"json/strategies/{FULL}.json", "json/strategies.json", "json/strategies.jsonl"):
        data = made[path].decode()
        envelope = ("$schema", "schema_version", "library")
        if path.endswith(".jsonl"):
            lines = [json.loads(line) for line in data.splitlines()]
            lines = [
                line | {k: v for k, v in new.items() if k not in envelope} if line["id"] == FULL else line
                for line in lines
            ]
            text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
        elif path.endswith("s.json"):
            document = json.loads(data)
            bare = {k: v for k, v in new.items() if k not in envelope}
            document["strategies"] = [bare if each["id"] == FULL else each for each in document["strategies"]]
            text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        else:
            text = json.dumps(new, ensure_ascii=False, indent=2) + "\n"
        made = forged(made, Forgery(path, "", text.encode()))
    return made


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda own: own.update(cost=2.5), ""),
        (lambda own: own.update(grade_band=["K2"]), "its `grade_band` is no value of a field of type choices"),
        (lambda own: own.update(minutes=True), "its `minutes` is no value of a field of type integer"),
        (lambda own: own.update(tried_on="2020-02-30"), "its `tried_on` is no value of a field of type date"),
        (lambda own: own.update(handout="javascript:x"), "its `handout` is no value of a field of type url"),
        (lambda own: own.update(colour="red"), "it has a field `colour`, which is not in manifest.json"),
        (lambda own: own.pop("grade_band"), "it has no `grade_band`, which every strategy should have"),
        (lambda own: own.update(grade_band=own.pop("grade_band")), "its own fields are not in the order of manifest.json"),
        (lambda own: own["next_step"].update(name="Distrust"), "its `next_step` names `building-trust` as `Distrust`"),
        (lambda own: own["main_factor"].update(id="x"), "its `main_factor` names `x` as `Motivation`"),
    ],
)  # fmt: skip
def test_a_record_whose_own_fields_are_forged_is_refused(change: Callable[[Any], object], fault: str) -> None:
    found = [str(each) for each in verify(MemoryBundle(_record(change)))]
    assert any(fault in each for each in found) if fault else not found, "\n".join(found)


# --- differences ---


def details(fields: str, values: str = VALUES) -> dict[str, tuple[str, str]]:
    """The class and the kind of each change from the library with all fields to another."""
    old = snapshot_of(edition_of(changed=sources()))
    new = snapshot_of(edition_of(changed=sources(values, fields)))
    return {change.key: (change.class_, change.kind) for change in compare(old, new).changes}


def test_a_changed_value_is_a_change_of_its_strategy() -> None:
    assert details(FIELDS, VALUES.replace("2.50", "3")) == {f"strategy:{FULL}": ("additive", "changed")}


@pytest.mark.parametrize(
    ("old", "new", "value", "class_", "kind"),
    [
        ("type: integer", "type: number", "", "breaking", "changed"),
        ("  - {id: minutes, name: Minutes, type: integer, card: true}\n", "", "minutes: -20\n", "breaking", "removed"),
        ("id: minutes", "id: duration", "minutes", "breaking", "removed"),
        ("name: Minutes", "name: How long", "", "wording", "changed"),
        ("type: integer, card: true", "type: integer, card: true, column: false", "", "breaking", "changed"),
    ],
)  # fmt: skip
def test_another_field_is_a_change_of_the_library(old: str, new: str, value: str, class_: str, kind: str) -> None:
    values = VALUES.replace(value, "duration" if new.startswith("id") else "") if value else VALUES
    found = details(FIELDS.replace(old, new), values)
    assert found["field:minutes"] == (class_, kind)


def test_a_library_writes_a_schema_with_its_own_fields(run: Run, library: Path) -> None:
    (library / "schemas").mkdir(exist_ok=True)
    (library / POLICY_PATH).write_text(sources()[0].text, encoding="utf-8")
    assert run("schema", folder=library).code == 0
    schema = json.loads((library / "schemas/strategy-front-matter.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["minutes"]["description"] == "a whole number (Minutes)"
    assert "grade_band" in schema["else"]["required"] and "own_grade_band" not in schema["properties"]
