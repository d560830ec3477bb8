# ruff: noqa: E501, PT018 - messages stand on one line, as they are printed
"""Own fields of terms and of the library itself: checked where they are written, published, compared, verified."""

from __future__ import annotations

import csv
import io
import json
import pickle
from functools import cache

import pytest
from conftest import LIBRARY, TODAY
from effort import sample
from forgeries.bundles import MemoryBundle, is_refused
from forgeries.changes import file_of, of_each_kind
from jsonschema import Draft202012Validator
from own_fields import findings
from own_vocabularies import HOUSE, ON_TERMS, extended, sources
from releases import edition_of, files_of, snapshot_of
from test_own_vocabularies import EXPECTED

from pipeline.diff.comparison import compare
from pipeline.incremental.workspace import Workspace
from pipeline.publish.schema.json_schema import generate
from pipeline.publish.verify import verify

FORMATS = ("csv", "html", "json")


@cache
def files() -> dict[str, bytes]:
    return files_of(edition_of(changed=extended()), FORMATS)


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[path].decode())))


def test_values_that_fit_are_accepted() -> None:
    assert [found for found in findings(extended()) if not found.startswith(EXPECTED)] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("tools", "20.50", "cheap", "invalid-vocabulary 'cheap': `price`: `cheap` is not a number: write digits, with a point before at most four decimals"),
        ("tools", "price", "pric", "invalid-vocabulary 'pric': unknown field `pric`; did you mean `price`?"),
        ("tools", "[web]", "[web, webb]", "invalid-vocabulary 'webb': item 2 of `platforms`: `webb` is not one of the values accepted here; did you mean `web`?"),
        ("tools", "[student-voice]", "[student-voic]", "unknown-target 'student-voic': `shown_in` names `student-voic`, which is not there or no longer in use; did you mean `student-voice`?"),
        ("tools", "[student-voice]", "[quiet-corner]", "unknown-target 'quiet-corner': `shown_in` names `quiet-corner`, which is not there or no longer in use"),
        ("factors", "2019-05-01", "2019-02-30", "invalid-vocabulary '2019-02-30': `since`: `2019-02-30` is a day that no calendar has"),
        ("factors", "[emotion, vision]", "[Emotion, vision]", "unknown-target 'Emotion': `near` names `Emotion`, which is not there or no longer in use; write it as `emotion`"),
        ("categories", "https://example.org", "example.org", "invalid-vocabulary '\"example.org/?a=1&b=<2>\"': `home`: `example.org/?a=1&b=<2>` is not a web address starting with https://"),
        ("learner-models", "lead: camera", "lead: overhead", "unknown-target 'overhead': `lead` names `overhead`, which is not there or no longer in use; write it as `whiteboard`"),
        ("library", 'contact: "Ask <us>"\n', "", "invalid-library-info 'starts': `contact` is missing"),
        ("library", "[building-trust]", "[trust]", "unknown-target 'trust': `starts` names `trust`, which is not there or no longer in use"),
        ("tools", "price: 20.50", "price: 20.50, definition: the the", "doubled-word 'the': `the` stands twice in a row"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_told_of_at_their_place(file: str, old: str, new: str, message: str) -> None:
    found = findings(extended(**{f"/{file}.yaml": (old, new)}))
    assert message in found, "\n".join(found)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("{id: a, on: tool, name: A, type: text}", "'tool': nothing of this name can have fields: `tool`; did you mean `tools`?"),
        ("{id: definition, on: tools, name: A, type: text}", "'definition': `definition` cannot be the id of a field"),
        ("{id: grades, on: factor, name: A, type: text}", "'grades': `grades` cannot be the id of a field"),
        ("{id: version, on: library, name: A, type: text}", "'version': `version` cannot be the id of a field"),
        ("{id: a, on: tools, name: A, type: boolean, filter: true}", "'true': `filter` is only for fields of pages"),
        ("{id: a, on: factor, name: A, type: text, card: true}", "'true': `card` is only for fields of pages"),
        ("{id: a_long_name_of_a_field, on: learner_model, name: A, type: choices, of: [x]}", "would have a name of more than 31 characters"),
        ("{id: price, on: factor, name: A, type: text}", "'price': the field `price` stands here a second time"),
    ],
)  # fmt: skip
def test_a_field_that_no_term_can_have_is_a_finding_of_the_policy(field: str, message: str) -> None:
    found = findings(sources("", house=f"{HOUSE.rstrip()}{ON_TERMS}  - {field}\n"))
    assert any(each.startswith("invalid-policy") and message in each for each in found), "\n".join(found)


def test_a_table_of_a_field_is_no_vocabulary() -> None:
    house = HOUSE.replace("fields:", "  - {id: tools-a, one: X, many: Y}\nfields:")
    found = findings(sources("", house=house + "  - {id: a, on: tools, name: A, type: choices, of: [x]}\n"))
    assert any("`tools-a` cannot be the id of a vocabulary" in each for each in found), "\n".join(found)


def test_values_are_published_with_what_has_them() -> None:
    tools = json.loads(files()["json/vocabularies.json"])["vocabularies"][0]
    assert [term["fields"] for term in tools["terms"]] == [
        {"price": 20.5, "platforms": ["web"], "shown_in": [{"id": "student-voice", "name": "Student Voice"}]}, {}, {}
    ]  # fmt: skip
    factor = json.loads(files()["json/factors.json"])["factors"][0]
    assert factor["fields"]["since"] == "2019-05-01" and [each["id"] for each in factor["fields"]["near"]] == [
        "emotion",
        "vision",
    ]
    assert json.loads(files()["json/learner-models.json"])["learner_models"][0]["fields"]["lead"]["name"] == "Camera"
    site = json.loads(files()["manifest.json"])["site"]
    assert site["library_fields"] == {
        "contact": "Ask <us>", "starts": [{"id": "building-trust", "name": "Building Trust"}]
    }  # fmt: skip
    assert {field["id"]: field["on"] for field in site["fields"]}["price"] == "tools"
    assert rows("csv/tools.csv")[0]["price"] == "20.5" and rows("csv/factors.csv")[0]["since"] == "2019-05-01"
    assert [row["near"] for row in rows("csv/factor_near.csv")] == ["emotion", "vision"]
    assert rows("csv/tools_platforms.csv") == [{"term": "camera", "ordinal": "1", "platforms": "web"}]
    assert "price" not in rows("csv/strategies.csv")[0]


def test_linked_data_and_pages_say_them() -> None:
    graph = json.loads(files()["json/strategies.jsonld"])["@graph"]
    library = next(each for each in graph if each["@type"] == "Collection")
    assert [each["value"] for each in library["additionalProperty"]] == ["Ask <us>", ["Building Trust"]]
    sets = {each.get("name"): each for each in graph if each["@type"] == "DefinedTermSet"}
    camera = sets["Tools & <b>"]["hasDefinedTerm"][0]
    lead = sets["Early Grades"]["additionalProperty"][0]
    assert lead["valueReference"] == {"@id": camera["@id"]} and camera["additionalProperty"][0]["value"] == 20.5
    for path, shown in {
        "tools/camera": "<dt>Works &lt;on&gt;</dt><dd>web</dd>",
        "factors/attention": "<dt>Known since</dt><dd>May 1, 2019</dd>",
        "categories/active-learning": 'href="https://example.org/?a=1&amp;b=&lt;2&gt;"',
        "learner-models/early-grades": '<dt>Main tool</dt><dd><a href="../../tools/camera/index.html">Camera</a>',
        "about": "<dt>Contact</dt><dd>Ask &lt;us&gt;</dd>",
    }.items():
        assert shown in files()[f"html/{path}/index.html"].decode(), path


def test_terms_with_values_can_be_sent_to_other_processes() -> None:
    vocabulary = Workspace(LIBRARY, tuple(extended())).report(TODAY).library.vocabulary
    factor = pickle.loads(pickle.dumps(vocabulary)).factors.get("attention")
    assert factor is not None and factor.own["near"] == ("emotion", "vision") and "near" in repr(factor)


def test_schemas_have_them() -> None:
    policy = Workspace(LIBRARY, tuple(extended())).report(TODAY).library.policy
    schemas = {name.removesuffix(".schema.json"): json.loads(text) for name, text in generate(policy)}
    tools = Draft202012Validator(schemas["vocabulary-tools"])
    assert tools.is_valid([{"id": "a", "name": "A", "price": 2}])
    assert not tools.is_valid([{"id": "a", "name": "A", "price": "2 euros"}])
    assert "price" not in json.dumps(schemas["strategy-front-matter"])
    assert (
        "since" in schemas["factors"]["$defs"]["Factor"]["properties"] and "contact" in schemas["library"]["required"]
    )


def test_forgeries_are_refused() -> None:
    made = files()
    assert list(verify(MemoryBundle(made))) == []

    def own(path: str, kind: str) -> bool:
        named = any(mark in kind for mark in ("fields", "additionalProperty")) or "csv/factor_near" in path
        return named and "strategies" not in path

    kinds = of_each_kind(made, own)
    assert len(kinds) > 30
    passing = {forgery.kind for forgery in sample(kinds, 4, file_of) if not is_refused(made, forgery)}
    # Of what all have, nothing else says whether they must: see docs/consuming.md.
    assert passing <= {f"*.json .site.fields[].required {how}" for how in ("changed", "exchanged")}


def test_changed_values_are_changes_of_what_has_them() -> None:
    old = snapshot_of(edition_of(changed=extended()))
    changed = extended(
        **{
            "tools.yaml": ("20.50", "3"),
            "factors.yaml": ("[emotion, vision]", "[emotion]"),
            "library.yaml": ("Ask <us>", "Write"),
        }
    )
    found = {change.key: change for change in compare(old, snapshot_of(edition_of(changed=changed))).changes}
    assert {key: [detail.place for detail in change.details] for key, change in found.items()} == {
        "library:library": ["fields/contact"],
        "term:tools/camera": ["fields/price"],
        "factor:attention": ["fields/near"],
    }
