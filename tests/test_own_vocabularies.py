# ruff: noqa: E501, PT018 - messages stand on one line, as they are printed
"""Vocabularies of a library's own: checked with positions, published in every format, compared, verified."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from functools import cache
from pathlib import Path

import pytest
from command import Run
from conftest import TODAY
from effort import sample
from forgeries.bundles import MemoryBundle, is_refused
from forgeries.changes import file_of, of_each_kind
from own_fields import findings
from own_vocabularies import FRAMES, FULL, HOUSE, TOOLS, VALUES, sources
from releases import edition_of, files_of, snapshot_of

from pipeline.diff.comparison import compare
from pipeline.incremental.workspace import Workspace
from pipeline.publish.verify import verify
from pipeline.source.text import Source

FORMATS = ("csv", "html", "json", "sqlite", "xlsx")
# Findings on the test library, and on the name with `<i>`.
EXPECTED = ("one-way", "unused-", "stray-markup")
Files = dict[str, bytes]


@cache
def files() -> Files:
    return files_of(edition_of(changed=sources()), FORMATS)


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[path].decode())))


# --- checks ---


def test_known_terms_are_accepted_and_unused_ones_are_told_of() -> None:
    found = findings(sources())
    assert [each for each in found if not each.startswith(EXPECTED)] == []
    assert "unused-term 'one-lesson': no published strategy names `one-lesson`" in found
    assert not any("overhead" in each for each in found)  # it is deprecated


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[whiteboard, camera]", "[whitebord, camera]", "unknown-term 'whitebord': unknown term `whitebord`; did you mean `whiteboard`?"),
        ("[whiteboard, camera]", "[marker board, camera]", "unknown-term 'marker board': unknown term `marker board`; write it as `whiteboard`"),
        ("[whiteboard, camera]", "[overhead, camera]", "unknown-term 'overhead': `overhead` is no longer used; use `whiteboard`"),
        ("[whiteboard, camera]", "[whiteboard camera]", "unknown-term 'whiteboard camera': `whiteboard camera` are 2 terms: a comma is missing between them"),
        ("[whiteboard, camera]", "whiteboard, camera", "invalid-value 'whiteboard, camera': `tools_used` must be a list, not text; write `[whiteboard, camera]`"),
        ("[whiteboard, camera]", "[camera, camera]", "repeated-reference 'camera': `camera` stands twice in `tools_used`"),
        ("frame: weeks", "frame: camera", "unknown-term 'camera': unknown term `camera`"),
        ("[motivation, vision]", "[motivation, visoin]", "unknown-factor 'visoin': unknown factor `visoin`; did you mean `vision`?"),
        ("[building-trust, ", "[morning-circle, ", "related-not-published 'morning-circle': `morning-circle` is retired"),
    ],
)  # fmt: skip
def test_terms_that_are_not_there_are_told_of_at_their_place(old: str, new: str, message: str) -> None:
    assert old in VALUES
    found = findings(sources(VALUES.replace(old, new)))
    assert [each for each in found if not each.startswith(EXPECTED)] == [message]


@pytest.mark.parametrize(
    ("house", "message"),
    [
        ("vocabularies:\n  - {id: factors, one: A, many: B}", "'factors': `factors` cannot be the id of a vocabulary: every library has"),
        ("vocabularies:\n  - {id: strategy, one: A, many: B}", "'strategy': `strategy` cannot be the id of a vocabulary"),
        ("vocabularies:\n  - {id: resources, one: A, many: B}", "'resources': `resources` cannot be"),
        ("vocabularies:\n  - {id: strategy-tools, one: A, many: B}", "'strategy-tools': `strategy-tools` cannot be"),
        ("vocabularies:\n  - {id: tools-aliases, one: A, many: B}", "'tools-aliases': `tools-aliases` cannot be"),
        ("vocabularies:\n  - {id: group, one: A, many: B}", "'group': `group` cannot be the id of a vocabulary: it is a word of"),
        ("vocabularies:\n  - {id: Tools, one: A, many: B}", "'Tools': `vocabularies.id`: `Tools` is not an id"),
        ("vocabularies:\n  - {id: tools, one: A, many: B}\n  - {id: tools, one: C, many: D}", "'tools': the vocabulary `tools` stands here a second time"),
        ("vocabularies:\n  - {id: tools, one: A, many: B}\n  - {id: rooms, one: C, many: b}", "'b': `b` stands for the terms of another vocabulary already"),
        ("vocabularies:\n  - {id: tools, one: '-', many: B}", "\"'-'\": `vocabularies.one` holds no words"),
        ("vocabularies:\n  - {id: tools, one: A}", "`vocabularies.many` is missing"),
        ("vocabularies:\n  - {id: tools, one: A, many: B}\nfields:\n  - {id: a, name: A, type: reference, of: tool}", "'tool': the field `a` does not say what it refers to; did you mean `tools`?"),
        ("fields:\n  - {id: a, name: A, type: references}", "'a': the field `a` does not say what it refers to"),
    ],
)  # fmt: skip
def test_a_vocabulary_that_cannot_be_is_a_finding_of_the_policy(house: str, message: str) -> None:
    found = findings([source for source in sources("", house=f"\n{house}\n") if "strategies" not in source.path])
    assert any(each.startswith("invalid-policy") and message in each for each in found), "\n".join(found)


@pytest.mark.parametrize(
    ("tools", "message"),
    [
        (None, "invalid-vocabulary '': the file content/vocabulary/tools.yaml is missing"),
        ("tools: none\n", "invalid-vocabulary 'tools: none': this file must be a list"),
        (TOOLS + "- {id: camera, name: Other}\n", "duplicate-vocabulary-id 'camera': the id `camera` stands here a second time"),
        (TOOLS + "- {id: chalk, name: marker board}\n", "invalid-vocabulary 'marker board': `marker board` stands for `chalk` already"),
        (TOOLS.replace("replaced_by: whiteboard", "replaced_by: chalk"), "invalid-vocabulary 'chalk': the successor of `overhead`, `chalk`, is not a term in use"),
        (TOOLS.replace("Camera", "Camera, colour: red"), "invalid-vocabulary 'colour': unknown field `colour`"),
        (TOOLS.replace("A surface", "A the the surface"), "doubled-word 'the': `the` stands twice in a row"),
    ],
)  # fmt: skip
def test_faults_of_a_list_of_terms_are_told_of_there(tools: str | None, message: str) -> None:
    found = findings(sources(tools=tools))
    assert any(each.startswith(message[:70]) for each in found), "\n".join(found)


def test_files_and_pages_in_the_way_of_a_vocabulary(library: Path) -> None:
    """A list that no policy names, and an own page or static file where the pages of a vocabulary stand."""
    page = "---\ntitle: Tools\n---\n\nText.\n"
    more = [Source("content/pages/tools.md", page), Source("static/time-frames/a.txt", "x")]
    (library / "content/vocabulary/rooms.yaml").write_text("- {id: gym, name: Gym}\n", encoding="utf-8")
    (library / "content/vocabulary/factors.es.yaml").write_text("{}", encoding="utf-8")  # no vocabulary, a translation
    report = Workspace(library, (*sources(), *more)).report(TODAY)
    found = [f"{each.span.path} {each.rule}" for each in report.diagnostics if not each.rule.startswith(EXPECTED)]
    assert found == [
        "content/pages/tools.md taken-page-name",
        "content/vocabulary/factors.es.yaml unlisted-language",
        "content/vocabulary/rooms.yaml stray-file",
        "static/time-frames/a.txt reserved-file-name",
    ]


def test_a_page_is_checked_again_when_a_term_that_it_names_changes(run: Run, library: Path) -> None:
    for source in sources():
        (library / source.path).parent.mkdir(exist_ok=True, parents=True)
        (library / source.path).write_text(source.text, encoding="utf-8")
    assert run("check", folder=library).code == 0
    path = library / "content/vocabulary/time-frames.yaml"
    path.write_text(FRAMES.replace("id: weeks", "id: months"), encoding="utf-8")
    assert "unknown term `weeks`" in run("check", folder=library).out
    path.write_text(FRAMES, encoding="utf-8")
    assert run("check", folder=library).code == 0


# --- what is published ---


def test_records_and_the_document_of_vocabularies() -> None:
    record = json.loads(files()[f"json/strategies/{FULL}.json"])
    assert record["fields"] == {
        "tools_used": [{"id": "whiteboard", "name": "White & board"}, {"id": "camera", "name": "Camera"}],
        "frame": {"id": "weeks", "name": "Some weeks"},
        "also": [{"id": "motivation", "name": "Motivation"}, {"id": "vision", "name": "Vision"}],
        "steps": [
            {"id": "building-trust", "name": "Building Trust"},
            {"id": "lateral-reading", "name": "Lateral Reading"},
        ],
    }
    tools, frames = json.loads(files()["json/vocabularies.json"])["vocabularies"]
    assert (tools["id"], tools["one"], tools["menu"], frames["menu"]) == ("tools", "Tool", "100% tools", None)
    assert [(term["id"], term["strategies"]) for term in tools["terms"]] == [
        ("camera", [FULL]), ("overhead", []), ("whiteboard", [FULL])
    ]  # fmt: skip
    assert json.loads(files()["manifest.json"])["site"]["vocabularies"] == ["tools", "time-frames"]


def test_a_library_without_vocabularies_has_no_such_files() -> None:
    made = files_of(edition_of(), ("csv", "html", "json"))
    assert not [path for path in made if "vocabular" in path and not path.startswith("schemas/")]


def test_tables_have_the_terms_and_what_names_them() -> None:
    assert [row["id"] for row in rows("csv/tools.csv")] == ["camera", "overhead", "whiteboard"]
    assert rows("csv/tools.csv")[1]["replaced_by"] == "whiteboard"
    assert [row["alias"] for row in rows("csv/tools_aliases.csv")] == ["marker board", "<i>slate</i>"]
    assert [row["tools_used"] for row in rows("csv/strategy_tools_used.csv")] == ["whiteboard", "camera"]
    assert [row["steps"] for row in rows("csv/strategy_steps.csv")] == ["building-trust", "lateral-reading"]
    assert {row["id"]: row["frame"] for row in rows("csv/strategies.csv")}[FULL] == "weeks"
    database = sqlite3.connect(":memory:")
    database.deserialize(files()["sqlite/library.sqlite"])
    query = "SELECT time_frames.name FROM strategies JOIN time_frames ON time_frames.id = strategies.frame"
    assert database.execute(query).fetchall() == [("Some weeks",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_linked_data_and_the_graph_have_the_terms() -> None:
    graph = json.loads(files()["json/strategies.jsonld"])["@graph"]
    tools = next(each for each in graph if each.get("name") == "Tools & <b>")
    terms = {term["termCode"]: term for term in tools["hasDefinedTerm"]}
    assert terms["overhead"]["dcterms:isReplacedBy"] == {"@id": terms["whiteboard"]["@id"]}
    article = next(each for each in graph if each.get("identifier") == FULL)
    used = next(each for each in article["additionalProperty"] if each["propertyID"] == "tools_used")
    assert used["value"] == ["White & board", "Camera"]
    assert used["valueReference"] == [{"@id": terms[id_]["@id"]} for id_ in ("whiteboard", "camera")]
    nodes = [json.loads(line) for line in files()["json/graph/nodes.jsonl"].splitlines()]
    ids = {node["properties"]["id"]: node["identifier"] for node in nodes if node["labels"] == ["Term"]}
    assert sorted(ids) == ["camera", "one-lesson", "overhead", "weeks", "whiteboard"]
    links = [json.loads(line) for line in files()["json/graph/relationships.jsonl"].splitlines()]
    named = [link for link in links if link["label"] == "namesTerm"]
    assert [link["target_identifier"] for link in named] == [ids[id_] for id_ in ("whiteboard", "camera", "weeks")]
    assert [link["properties"]["field"] for link in named] == ["tools_used", "tools_used", "frame"]


def test_the_site_has_a_page_of_each_vocabulary_and_each_term() -> None:
    index = files()["html/tools/index.html"].decode()
    assert "<h1>Tools &amp; &lt;b&gt;</h1>" in index and "No longer used:" in index
    term = files()["html/tools/whiteboard/index.html"].decode()
    assert "Also called: marker board and &lt;i&gt;slate&lt;/i&gt;." in term
    assert 'href="../../index.html?field-tools_used=whiteboard"' in term and f"strategies/{FULL}/index.html" in term
    gone = files()["html/tools/overhead/index.html"].decode()
    assert 'This term is no longer used. Use <a href="../whiteboard/index.html">White &amp; board</a>.' in gone
    home = files()["html/index.html"].decode()
    assert '<a href="tools/index.html">100% tools</a>' in home and 'name="field-frame" value="weeks"' in home
    assert '<li><a href="time-frames/index.html">Time frames</a></li>' in home
    page = files()[f"html/strategies/{FULL}/index.html"].decode()
    assert '<li class="chip"><a href="../../tools/camera/index.html">Camera</a></li>' in page
    assert '<a href="../../time-frames/weeks/index.html">Some weeks</a>' in page
    a_z = files()["html/a-z/index.html"].decode()
    assert '<a href="../tools/whiteboard/index.html">marker board</a> <span class="soft">see White &amp; board' in a_z
    assert "[Camera](tools/camera/index.html): Tool" in files()["html/llms.txt"].decode()
    markdown = files()[f"html/strategies/{FULL}/index.html.md"].decode()
    assert "- Tools: [White & board](../../tools/whiteboard/index.html), [Camera](" in markdown
    (catalog,) = (data.decode() for path, data in files().items() if path.startswith("html/search/catalog."))
    assert '["terms-tools","whiteboard","White \\u0026 board",["marker board",' in catalog.replace("&", "\\u0026")


# --- forgeries ---


def test_a_bundle_with_vocabularies_is_verified_and_forgeries_are_refused() -> None:
    assert list(verify(MemoryBundle(files()))) == []
    made = files_of(edition_of(changed=sources()), ("csv", "html", "json"))
    marks = ("vocabular", "tools", "time_frames", "time-frames", "namesTerm")

    def own(path: str, kind: str) -> bool:
        return any(mark in path or mark in kind for mark in marks) and "schemas/" not in path

    kinds = of_each_kind(made, own)
    assert len(kinds) > 60
    assert [forgery.kind for forgery in sample(kinds, 6, file_of) if not is_refused(made, forgery)] == []


@pytest.mark.parametrize("format_", ["csv", "html", "json"])
def test_each_format_alone_is_verified(format_: str) -> None:
    assert list(verify(MemoryBundle(files_of(edition_of(changed=sources()), (format_,))))) == []


# --- differences ---


def changes(values: str = VALUES, *, house: str = HOUSE, tools: str = TOOLS) -> dict[str, tuple[str, str]]:
    """The class and the kind of each change from the library with all vocabularies to another."""
    old = snapshot_of(edition_of(changed=sources()))
    new = snapshot_of(edition_of(changed=sources(values, house=house, tools=tools)))
    return {change.key: (change.class_, change.kind) for change in compare(old, new).changes}


def test_changes_of_terms_and_vocabularies() -> None:
    assert changes(tools=TOOLS.replace("A surface", "A white surface")) == {
        "term:tools/whiteboard": ("wording", "changed")
    }
    assert changes(tools=TOOLS + "- {id: chalk, name: Chalk}\n") == {"term:tools/chalk": ("additive", "added")}
    renamed = changes(VALUES.replace("camera", "phone"), tools=TOOLS.replace("id: camera", "id: phone"))
    assert renamed["term:tools/camera"] == ("breaking", "moved")
    assert changes(house=HOUSE.replace("one: Tool,", "one: Device,")) == {"vocabulary:tools": ("wording", "changed")}
    without = HOUSE.replace("  - {id: time-frames, one: Time frame, many: Time frames}\n", "")
    without = without.replace("  - {id: frame, name: Time frame, type: reference, of: time-frames, filter: true}\n", "")
    gone = changes(VALUES.replace("frame: weeks\n", ""), house=without)
    assert gone["vocabulary:time-frames"] == gone["field:frame"] == ("breaking", "removed")
    assert not any(key.startswith("term:") for key in gone)  # they go with it
