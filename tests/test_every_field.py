"""Every key and every column is compared: one value changed in one format only, and `verify` refuses the bundle."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any, BinaryIO

import pytest
from effort import sample
from releases import FORMATS, files_of, page
from sites import EVERYTHING, edition_of, library_file

from pipeline.publish.exporter import File, exporters_of
from pipeline.publish.exporters.csv_descriptor import schema_of
from pipeline.publish.exporters.csv_tables import path_of, rows_text
from pipeline.publish.manifest import education_of
from pipeline.publish.publication_inputs import PublicationInputs
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.tables import strategy_tables
from pipeline.publish.verify import INTEGRITY, all_checks, verify
from pipeline.publish.verify.columns import JSON_ONLY, left_out
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.strategies import verify_staged
from pipeline.publish.verify.tables import rows_of
from pipeline.publish.verify.view import StagedStrategy

ID = "everything"
# What the page of a strategy does not show of its record.
NOT_ON_PAGE = {
    "id": "the path says it",
    "status": "it says so by being there",
    "images": "they stand in the text, where they are",
    "references": "they stand in the text of their section",
    "mentions": "they are links in the text",
    "fields": "this library has none; see test_own_fields.py",
    "languages": "this library has one; see test_languages.py",
    "outdated_languages": "they are on the page of coverage",
    "aliases": "each has a page of its own that leads here",
    "url": "it is where the page stands",
    "content_sha256": "it is for machines",
    "record_sha256": "likewise",
}


@dataclass
class Made:
    """A bundle in memory."""

    files: dict[str, bytes]
    name: str = "in memory"
    oddities: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(self.files)

    def read(self, path: str) -> bytes:
        return self.files[path]

    def stream(self, path: str) -> BinaryIO:
        return BytesIO(self.files[path])


@cache
def edition() -> PublicationInputs:
    retired = page(
        "morning-circle", lambda text: text.replace("status: retired", "status: retired\naliases: [old-circle]")
    )
    return edition_of([EVERYTHING, retired, library_file(attribution="Ours.", base_url="https://example.org/library")])


@cache
def staged() -> tuple[StagedStrategy, Expected]:
    """What one strategy gives, with everything that a strategy may have."""
    strategy = next(each for each in edition().inputs() if each.id == ID)
    files, shards = {}, {}
    for each in exporters_of(FORMATS):
        for item in each.render(strategy):
            (files if isinstance(item, File) else shards)[item.path] = item.data
    site = edition().site
    described = {path_of(table): schema_of(table) for table in strategy_tables(site.policy)}
    texts = {item.id: item.text for item in site.disclaimers}
    return StagedStrategy(ID, files, shards, strategy.record), Expected(
        site.library,
        texts,
        frozenset(FORMATS),
        described,
        {model.id: model.grades for model in site.vocabulary.learner_models},
        education=education_of(site),
        lists=frozenset(section.id for section in site.policy.sections if section.items),
    )


@cache
def bundle() -> Made:
    """The whole bundle in which that strategy stands."""
    return Made(files_of(edition(), FORMATS))


CONTENT = [check for check in all_checks() if check not in INTEGRITY and check.function.__name__ != "sums"]


def refused(path: str, data: bytes) -> bool:
    """True when the bundle with another text of one file has a fault."""
    return next(iter(verify(Made(bundle().files | {path: data}), checks=CONTENT)), None) is not None


def faults_of(given: StagedStrategy, expected: Expected | None = None) -> list[str]:
    found = verify_staged([given], expected or staged()[1])
    return [str(fault) for fault in found[0].violations]


def test_the_bundle_and_the_strategy_are_sound() -> None:
    assert faults_of(staged()[0]) == []
    assert faults_of(staged()[0]._replace(record=None)) == []
    assert list(verify(bundle(), checks=CONTENT)) == []


def test_what_is_expected_can_be_sent_anywhere() -> None:
    given, expected = staged()
    assert faults_of(given, pickle.loads(pickle.dumps(expected))) == []
    assert faults_of(pickle.loads(pickle.dumps(given))) == []


# --- JSON ---


def changed(value: object) -> object:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    return "x" if value is None else [] if value else ["x"]


def places(value: object, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a document; of each list only its first items that are not alike."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*way, key)
            yield from places(inner, (*way, key))
    elif isinstance(value, list):
        seen: set[str] = set()
        for number, item in enumerate(value):
            kind = ",".join(sorted(item)) + str(item.get("@type")) if isinstance(item, dict) else type(item).__name__
            if kind not in seen:
                seen.add(kind)
                yield (*way, number)
                yield from places(item, (*way, number))


def with_value(document: Any, way: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    """A copy of a document in which something was done at a place."""
    copy = json.loads(json.dumps(document))
    inner = copy
    for step in way[:-1]:
        inner = inner[step]
    change(inner, way[-1])
    return copy


def set_other(inner: Any, step: Any) -> None:
    inner[step] = changed(inner[step])


def add_unknown(inner: Any, step: Any) -> None:
    inner[step]["unknown"] = "x"


def drop(inner: Any, step: Any) -> None:
    del inner[step]


def mutations(document: Any) -> Iterator[tuple[str, Any]]:
    """Every change of one value, every unknown key, every lost one."""
    for way in places(document):
        yield f"{way} changed", with_value(document, way, set_other)
        yield f"{way} lost", with_value(document, way, drop)
        inner = document
        for step in way:
            inner = inner[step]
        if isinstance(inner, dict):
            yield f"{way} with an unknown key", with_value(document, way, add_unknown)
    if isinstance(document, dict):
        yield "an unknown key", document | {"unknown": "x"}


SHARDS = ["json/strategies.json", "json/strategies.jsonl", "json/strategies.jsonld"]
LINE_SHARDS = ["json/chunks.jsonl", "json/graph/nodes.jsonl", "json/graph/relationships.jsonl"]


@pytest.mark.parametrize("path", SHARDS)
def test_every_key_of_a_staged_part_is_compared(path: str) -> None:
    given, _ = staged()
    part = json.loads(given.shards[path].lstrip(b",\n"))
    for what, other in mutations(part):
        shards = {**given.shards, path: json.dumps(other).encode() + b"\n"}
        assert faults_of(given._replace(shards=shards)), f"{path}: {what}"


@pytest.mark.parametrize("path", LINE_SHARDS)
def test_every_key_of_a_staged_line_is_compared(path: str) -> None:
    given, _ = staged()
    for what, other in mutations([json.loads(line) for line in given.shards[path].splitlines()]):
        if all(isinstance(item, dict) for item in other):
            data = "".join(json.dumps(item) + "\n" for item in other).encode()
            assert faults_of(given._replace(shards={**given.shards, path: data})), f"{path}: {what}"


def test_every_key_of_a_staged_document_is_compared() -> None:
    given, _ = staged()
    path = f"json/strategies/{ID}.json"
    for what, other in mutations(json.loads(given.files[path])):
        data = json.dumps(other, indent=2).encode() + b"\n"
        assert faults_of(given._replace(files={**given.files, path: data})), what
        assert faults_of(given._replace(files={**given.files, path: data}, record=None)), what


DOCUMENTS = sorted(path for path in bundle().paths if path.startswith("json/") and path.endswith((".json", ".jsonld")))


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if "/strategies/" not in path or ID in path])
def test_every_key_of_a_document_of_a_bundle_is_compared(path: str) -> None:
    document = json.loads(bundle().files[path])
    names = set()
    for way in sample(places(document), 8):
        name = ".".join(str(step) for step in way if isinstance(step, str))
        if name not in names or not isinstance(way[-1], str):  # each key once
            names.add(name)
            other = with_value(document, way, set_other)
            assert refused(path, json.dumps(other, indent=2).encode() + b"\n"), f"{path}: {way}"


@pytest.mark.parametrize("path", ["json/strategies.jsonl", *LINE_SHARDS])
def test_every_key_of_a_line_of_a_bundle_is_compared(path: str) -> None:
    lines = [json.loads(line) for line in bundle().files[path].splitlines()]
    names = set()
    for way in sample(((number, *way) for number, line in enumerate(lines) for way in places(line)), 8):
        name = (lines[way[0]].get("label") or str(lines[way[0]].get("labels")), *(s for s in way if isinstance(s, str)))
        if name not in names:
            names.add(name)
            other = with_value(lines, way, set_other)
            assert refused(path, "".join(json.dumps(line) + "\n" for line in other).encode()), f"{path}: {way}"


# --- CSV ---


def other_cell(cell: str) -> str:
    if cell.isdecimal():
        return str(int(cell) + 1)
    return {"true": "false", "false": "true"}.get(cell, cell + "x")


def with_cell(rows: list[tuple[str, ...]], number: int, column: int) -> bytes:
    row = list(rows[number])
    row[column] = other_cell(row[column])
    return rows_text([*rows[:number], row, *rows[number + 1 :]])


# Empty in a library with one language: see test_languages.py.
LANGUAGES = "csv/strategy_languages.csv"
TABLES = sorted(path for path in bundle().paths if path.endswith(".csv") and path != LANGUAGES)


@pytest.mark.parametrize("path", [path for path in TABLES if path in staged()[1].tables])
def test_every_column_of_a_staged_table_is_compared(path: str) -> None:
    given, _ = staged()
    rows = list(rows_of(given.shards[path].decode()))
    assert given.shards[path], f"{ID} has no row in {path}"
    for number, row in enumerate(rows):
        for column in range(len(row)):
            shards = {**given.shards, path: with_cell(rows, number, column)}
            assert faults_of(given._replace(shards=shards)), f"{path}: {number}, {column}"


@pytest.mark.parametrize("path", TABLES)
def test_every_column_of_a_table_of_a_bundle_is_compared(path: str) -> None:
    rows = list(rows_of(bundle().files[path].decode()))
    assert len(rows) > 1, f"{path} is empty"
    number = len(rows) - 1
    for column, name in sample(enumerate(rows[0]), 3):
        assert refused(path, with_cell(rows, number, column)), f"{path}: {name}"
    assert refused(path, rows_text(rows[:-1]))
    assert refused(path, rows_text([*rows, rows[-1]]))


def with_column(described: Mapping[str, Any], name: str, description: str = "") -> dict[str, Any]:
    return {**described, "fields": [*described["fields"], {"name": name, "type": "string", "description": description}]}


@pytest.mark.parametrize("path", [path for path in TABLES if path in staged()[1].tables])
def test_an_unknown_column_is_a_fault(path: str) -> None:
    given, expected = staged()
    wider = rows_text([(*row, "x") for row in rows_of(given.shards[path].decode())])
    table = with_column(expected.tables[path], "mood")
    known = Expected(expected.library, expected.disclaimers, expected.formats, {**expected.tables, path: table})
    assert f"{path}: no record has what the column `mood` holds" in faults_of(
        given._replace(shards={**given.shards, path: wider}), known
    )


@pytest.mark.parametrize("path", TABLES)
def test_an_unknown_column_of_a_bundle_is_a_fault(path: str) -> None:
    package = json.loads(bundle().files["csv/datapackage.json"])
    resource = next(item for item in package["resources"] if f"csv/{item['path']}" == path)
    resource["schema"] = with_column(resource["schema"], "mood")
    header, *rows = rows_of(bundle().files[path].decode())
    wider = rows_text([(*header, "mood"), *((*row, "x") for row in rows)])
    changes = {path: wider, "csv/datapackage.json": json.dumps(package).encode()}
    found = {str(fault) for fault in verify(Made(bundle().files | changes), checks=CONTENT)}
    assert any("`mood`" in fault for fault in found), found


def test_every_key_of_a_record_has_a_column_or_a_reason() -> None:
    _, expected = staged()
    assert set(left_out(expected.cells)) <= JSON_ONLY.keys()
    for path, described in expected.tables.items():
        for column in described["fields"]:
            less = {**described, "fields": [each for each in described["fields"] if each is not column]}
            known = Expected(expected.library, expected.disclaimers, expected.formats, {**expected.tables, path: less})
            name = column["name"]
            own = name.startswith("disclaimer_") or column["description"].startswith("text of the section")
            if name not in ("strategy", "ordinal") and not own:
                assert set(left_out(known.cells)) - JSON_ONLY.keys(), f"{path}: {name}"


# --- HTML ---


@pytest.mark.parametrize("key", [key for key in StrategyV1.model_fields if key not in NOT_ON_PAGE])
def test_a_page_shows_what_the_record_says(key: str) -> None:
    """Some text of each key: not all that a card or a video holds is shown."""
    given, expected = staged()
    assert given.record is not None
    said = given.record.model_dump(mode="json")
    alone = Expected(expected.library, expected.disclaimers, frozenset({"html"}), {}, education=expected.education)
    files = {path: data for path, data in given.files.items() if path.startswith("html/")}
    shards = {path: data for path, data in given.shards.items() if path.startswith("html/")}
    assert not faults_of(StagedStrategy(ID, files, shards, given.record), alone)
    refusals = 0
    for way in ((key,), *((key, *way) for way in places(said[key]))):
        other = with_value(said, way, set_other)
        if key == "updated":
            other["updated"] = "2001-02-03"
        try:
            record = StrategyV1.model_validate(other)
        except ValueError:
            continue
        refusals += bool(faults_of(StagedStrategy(ID, files, shards, record), alone))
    assert refusals
