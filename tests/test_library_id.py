"""The library's own id: what it is, what is made with it, and what it means to change it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import uuid5

import pytest
from command import TODAY, Run, replace
from examples import GOOD_PAGE, PAGE
from releases import files_of, snapshot_of
from sites import edition_of, library_file

from pipeline.diff.comparison import compare
from pipeline.diff.since import refusals
from pipeline.diff.snapshot import Snapshot
from pipeline.model.identifiers import NAMESPACE, Identifiers
from pipeline.publish.publication_inputs import PublicationInputs
from pipeline.publish.schema.difference import ChangeV1, DifferenceV1
from pipeline.source.text import Source

UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
# The name under which a browser keeps a reader's list: the library's own id, whatever that is.
OF_LIST = re.compile(rb'data-list="[^"]*"')
OWN = "urn:uuid:5f0f6a0e-3a53-4f0b-9a43-9c4b8f4a1d11"


def edition(**info: str) -> PublicationInputs:
    """Two libraries may well have a page of the same id, so each has this one."""
    return edition_of([Source(PAGE, GOOD_PAGE), *([library_file(**info)] if info else [])])


def identifiers(edition: PublicationInputs) -> dict[str, set[bytes]]:
    """Every UUID that is made of an id, by the file it stands in."""
    found = {}
    for path, data in files_of(edition, ["html", "json"]).items():
        made_of_ids = path.startswith(("html/", "json/graph/")) or path == "json/strategies.jsonld"
        if made_of_ids and (uuids := set(UUID.findall(OF_LIST.sub(b"", data)))):
            found[path] = uuids
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"publisher": "One Press"}, {"publisher": "Another Press"}),
        ({"title": "One Library"}, {"title": "Another Library"}),
        ({"language": "en"}, {"language": "pt-BR"}),
        ({"base_url": "https://one.example.org/"}, {"base_url": "https://other.example.org/"}),
        ({"id": "https://library.example/one"}, {"id": "https://library.example/other"}),
        ({"id": "urn:example:one"}, {}),
    ],
)
def test_two_libraries_share_no_identifier(one: dict[str, str], other: dict[str, str]) -> None:
    here, there = identifiers(edition(**one)), identifiers(edition(**other))
    assert here.keys() == there.keys()
    assert {"html/feed.atom", "json/strategies.jsonld", "json/graph/nodes.jsonl"} < here.keys()
    assert "html/strategies/example/index.html" in here
    assert set.union(*here.values()).isdisjoint(set.union(*there.values()))


def test_an_id_keeps_the_identifiers_whatever_else_changes() -> None:
    first = identifiers(edition(id=OWN))
    for info in (
        {"publisher": "Heirs"},
        {"title": "New"},
        {"base_url": "https://library.example"},
        {"version": "9.0.0"},
    ):
        assert identifiers(edition(id=OWN, **info)) == first


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        ({"id": OWN, "base_url": "https://library.example/"}, OWN),
        ({"id": "https://library.example/library"}, "https://library.example/library"),
        ({"base_url": "https://library.example/"}, "https://library.example"),
        ({"base_url": "https://library.example"}, "https://library.example"),
    ],
)
def test_the_id_is_the_written_one_or_the_address(info: dict[str, str], wanted: str) -> None:
    assert edition(**info).site.library.id == wanted


def test_without_either_it_follows_from_what_is_said_of_the_library() -> None:
    derived = edition().site.library.id
    assert derived.startswith("urn:uuid:")
    assert derived == edition(version="7.0.0", licence="CC0-1.0", attribution="Somebody").site.library.id
    # The same name in another Unicode form, or with another space, is the same name.
    composed, decomposed = (edition(publisher=f"Caf{letter} Press").site.library.id for letter in ("é", "e\u0301"))
    assert composed == decomposed != derived


def test_identifiers_are_made_as_the_documentation_says() -> None:
    made = Identifiers(OWN)
    assert made.of("strategy", "example") == str(uuid5(NAMESPACE, f"{OWN} strategy:example"))
    assert made.of("targetsFactor", "example", "vision") == str(uuid5(NAMESPACE, f"{OWN} targetsFactor:example:vision"))
    assert str(NAMESPACE) in (Path(__file__).parent.parent / "docs/consuming.md").read_text(encoding="utf-8")


# --- differences ---


def snapshot(**info: str) -> Snapshot:
    return snapshot_of(edition(**info))


def of_library(difference: DifferenceV1) -> ChangeV1:
    (change,) = [change for change in difference.changes if change.thing == "library"]
    return change


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"id": "urn:example:one"}, {"id": "urn:example:other"}),
        ({"id": "urn:example:one"}, {}),
        ({}, {"base_url": "https://library.example/"}),
        ({}, {"publisher": "Heirs"}),
    ],
)
def test_another_id_is_breaking_unless_the_old_one_is_written_down(
    before: dict[str, str], after: dict[str, str]
) -> None:
    old = snapshot(**before)
    difference = compare(old, snapshot(**after))
    assert (difference.bump, of_library(difference).class_) == ("major", "breaking")
    assert "all of them are new" in of_library(difference).consumers
    _, remedy = refusals(difference)
    assert f"write `id: {old.library.id}` in content/library.yaml to keep them" in remedy
    kept = compare(old, snapshot(**{**after, "id": old.library.id}))
    assert "id" not in [detail.place for change in kept.changes for detail in change.details]
    assert kept.counts.breaking == 0


def test_to_write_down_the_id_that_holds_changes_nothing() -> None:
    old = snapshot()
    assert compare(old, snapshot(id=old.library.id)).changes == []


@pytest.fixture
def older(library: Path, run: Run) -> Path:
    """A bundle of the test library as it was before bundles said the library's id."""
    assert run("export", TODAY, "--formats", "json", "--out", "old", folder=library).code == 0
    for path in (library / "old/latest/json").glob("*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        if path.name == "case.json":  # a document of a standard's own shape
            continue
        document["schema_version"] = "1.0.0"
        del document["library"]["id"]
        path.write_text(json.dumps(document), encoding="utf-8")
    return library


def test_a_bundle_without_the_id_can_be_compared_and_the_id_is_additive(older: Path, run: Run) -> None:
    document = json.loads(run("diff", TODAY, "old/latest", "--format", "json", folder=older).out)
    assert document["bump"] == "minor"
    (change,) = document["changes"]
    assert (change["thing"], change["class"]) == ("library", "additive")
    assert [detail["place"] for detail in change["details"]] == ["id"]
    replace(older / "content/library.yaml", "version: 1.0.0", "version: 1.1.0")
    assert run("export", TODAY, "--formats", "json", "--since", "old/latest", folder=older).code == 0


@pytest.mark.parametrize("version", ["0.9.0", "1.9.0", "2.0.0", "", 1])
def test_a_bundle_of_an_unknown_shape_cannot_be_compared(older: Path, run: Run, version: object) -> None:
    path = older / "old/latest/json/strategies.json"
    document = json.loads(path.read_text(encoding="utf-8")) | {"schema_version": version}
    path.write_text(json.dumps(document), encoding="utf-8")
    done = run("diff", TODAY, "old/latest", folder=older)
    assert (done.code, "strategies.json of old/latest cannot be read" in done.err) == (2, True)
