"""Bundles of other versions of the shapes: named as such, and checked for changed files as far as they are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from releases import copied, edition_of, faults, published, read_json, resign, snapshot_of, write_json

from pipeline.diff.comparison import compare
from pipeline.diff.snapshot import Snapshot
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.older import upgraded
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.coverage import CoverageV1
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import (
    CategoriesV1,
    LearnerModelsV1,
    StrategiesV1,
    TombstonesV1,
)

OTHER = (
    "manifest.json: schema_version: it is a bundle of version {}; this program checks the content of version 1.5.0 "
    "only, and of an older one whether files were changed"
)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle as 1.1.0 had it: without files at the top, addresses of the licence and of pages, and digests."""
    folder = tmp_path_factory.mktemp("older")
    bundle = copied(published(folder / "out", ("json",)).release, folder / "bundle")
    for name in ("README.md", "LICENSE", "CITATION.cff", "json/case.json", "json/chunks.jsonl"):
        (bundle / name).unlink()
    for path in (bundle / "json").glob("*.json"):
        document = read_json(path)
        del document["library"]["licence_url"]
        for strategy in document.get("strategies", ()):
            del strategy["url"], strategy["record_sha256"]
        write_json(path, document | {"schema_version": "1.1.0"})
    manifest = read_json(bundle / "manifest.json")
    del manifest["library"]["licence_url"], manifest["site"]
    write_json(bundle / "manifest.json", manifest | {"schema_version": "1.1.0"})
    resign(bundle)
    return bundle


def test_an_older_bundle_is_named_as_one(older: Path) -> None:
    assert faults(older) == [OTHER.format("1.1.0")]


def test_an_older_bundle_can_be_compared(older: Path) -> None:
    """What later versions added is no change of the library."""
    old = Snapshot.of_bundle("old", FolderBundle(older))
    difference = compare(old, snapshot_of(edition_of()))
    assert (difference.changes, difference.bump) == ([], "none")


@pytest.fixture(scope="module")
def of_1_3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle as 1.3.0 had it: without own fields, days of retirement, other names of terms, and parts of the site."""
    folder = tmp_path_factory.mktemp("older")
    bundle = copied(published(folder / "out", ("json",)).release, folder / "bundle")
    for path in (bundle / "json").rglob("*.json"):
        document = read_json(path)
        for strategy in (*document.get("strategies", ()), *([document] if "sections" in document else ())):
            del strategy["fields"]
        for name, added in NEW_IN_1_4.items():
            for item in document.get(name, ()) if path.stem.replace("-", "_") == name else ():
                for field in added:
                    del item[field]
        write_json(path, without_markdown(document) | {"schema_version": "1.3.0"})
    manifest = without_markdown(read_json(bundle / "manifest.json"))
    for name in ("fields", "logo", "csp", "analytics", "pages"):
        del manifest["site"][name]
    write_json(bundle / "manifest.json", manifest | {"schema_version": "1.3.0"})
    resign(bundle)
    return bundle


NEW_IN_1_4 = {
    "categories": ("aliases", "deprecated", "replaced_by"),
    "learner_models": ("aliases", "deprecated", "replaced_by"),
    "tombstones": ("retired",),
}


def without_markdown(value: Any) -> Any:
    """The same without the Markdown of disclaimers; that of sections stays."""
    if isinstance(value, list):
        return [without_markdown(item) for item in value]
    if not isinstance(value, dict):
        return value
    dropped = {"markdown"} if "html" not in value else set()
    return {name: without_markdown(item) for name, item in value.items() if name not in dropped}


def test_everything_that_1_4_added_is_given_to_a_bundle_of_1_3(of_1_3: Path) -> None:
    """What is read of it has the shapes of today, and nothing is a change but what it could not say."""
    assert faults(of_1_3) == [OTHER.format("1.3.0")]
    documents = {
        "manifest.json": ManifestV1,
        "json/strategies.json": StrategiesV1,
        "json/categories.json": CategoriesV1,
        "json/learner-models.json": LearnerModelsV1,
        "json/tombstones.json": TombstonesV1,
        "json/coverage.json": CoverageV1,
    }
    for path, shape in documents.items():
        document = upgraded(read_json(of_1_3 / path))
        shape.model_validate(document)
        assert document["schema_version"] == SCHEMA_VERSION
    coverage = read_json(of_1_3 / "json/coverage.json")["learner_models"]
    assert upgraded(read_json(of_1_3 / "json/coverage.json"))["learner_models"] == coverage
    old = Snapshot.of_bundle("old", FolderBundle(of_1_3))
    new = snapshot_of(edition_of())
    difference = compare(old, new)
    assert {(change.thing, change.id): change.class_ for change in difference.changes} == {
        ("category", "active-learning"): "wording",
        ("category", "crafts"): "additive",
        ("learner-model", "first-grades"): "additive",
    }
    tombstone = old.tombstones["morning-circle"]
    assert tombstone.retired == tombstone.updated


def test_a_record_of_1_2_says_no_day_of_publication() -> None:
    record = {"id": "a", "title": "A"}
    document = {"schema_version": "1.2.0", "strategies": [record], "site": {"theme": [], "sections": []}}
    found = upgraded(document)
    assert found["schema_version"] == SCHEMA_VERSION
    assert found["strategies"] == [
        record | {"published": None, "fields": {}, "languages": [], "outdated_languages": []}
    ]
    assert found["site"]["files"] == []


def test_a_changed_file_of_an_older_bundle_is_found(older: Path, tmp_path: Path) -> None:
    bundle = copied(older, tmp_path / "bundle")
    (bundle / "json/factors.json").write_bytes(b"{}")
    (bundle / "more.txt").write_bytes(b"")
    first, *others = faults(bundle)
    assert first.startswith("json/factors.json: it has 2 bytes; manifest.json says ")
    assert others == [OTHER.format("1.1.0"), "more.txt: manifest.json does not list it"]


@pytest.mark.parametrize("version", ["1.6.0", "2.0.0", "0.1.0"])
def test_a_bundle_of_an_unknown_version_is_named_as_one(version: str, older: Path, tmp_path: Path) -> None:
    bundle = copied(older, tmp_path / "bundle")
    write_json(bundle / "manifest.json", read_json(bundle / "manifest.json") | {"schema_version": version})
    resign(bundle)
    assert OTHER.format(version) in faults(bundle)


@pytest.mark.parametrize("version", [None, 1, "", "\x1b[2J", "1.5.0\n"])
def test_what_is_no_version_is_a_fault_of_the_manifest(version: object, older: Path, tmp_path: Path) -> None:
    bundle = copied(older, tmp_path / "bundle")
    write_json(bundle / "manifest.json", read_json(bundle / "manifest.json") | {"schema_version": version})
    found = faults(bundle)
    assert found
    assert all(fault.startswith("manifest.json: ") and "\x1b" not in fault for fault in found)
