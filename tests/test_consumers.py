"""What the tools of consumers make of the bundle: frictionless, pandas, PyLD, tsc and the reader in the docs."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from command import Run, replace
from conftest import HERE, LIBRARY, TODAY
from examples import GOOD_PAGE, PAGE
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from npm import unpacked
from pyld import jsonld
from referencing import Registry
from releases import files_of

from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog
from pipeline.model.identifiers import Identifiers
from pipeline.publish.publication_inputs import publication_inputs
from pipeline.publish.schema.json_schema import TYPES
from pipeline.publish.schema.typescript import types
from pipeline.publish.site_options import SiteOptions
from pipeline.publish.spreadsheet import FORMULA, neutralised, restored
from pipeline.source.text import Source

ROOT = HERE.parent
CONSUMING = (ROOT / "docs" / "consuming.md").read_text(encoding="utf-8")
SCHEMA_ORG = "http://schema.org/"
# What TRUST says a spreadsheet program may run, written out once more.
RUNS = re.compile(r"[' ]*[=+\-@\t\r\n\0|%＝＋－＠]")
# The only formula that is written: a text.
TEXT = re.compile(r'="[^"]*(""[^"]*)*"$')


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real library as JSON and CSV, spreadsheets' tables among them."""
    out = tmp_path_factory.mktemp("consumers")
    command = [sys.executable, "-m", "pipeline", "export", "--formats", "json,csv", "--csv-profile", "excel"]
    done = subprocess.run([*command, "--out", out], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return (out / "latest").resolve()


@pytest.fixture(scope="module")
def documents(bundle: Path) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (bundle / "json").glob("*.json")}


@pytest.fixture(scope="module")
def package(bundle: Path) -> dict[str, Any]:
    return json.loads((bundle / "csv" / "datapackage.json").read_text(encoding="utf-8"))


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


LINES = {
    "json/strategies.jsonl": "published-strategy-record",
    "json/graph/nodes.jsonl": "published-graph-node",
    "json/graph/relationships.jsonl": "published-graph-relationship",
}


def test_every_document_and_line_has_the_shape_of_the_schema_beside_it(bundle: Path) -> None:
    found: dict[Path, list[Any]] = {}
    for path in [*bundle.glob("*.json"), *bundle.glob("json/**/*.json")]:
        document = json.loads(path.read_text(encoding="utf-8"))
        found.setdefault((path.parent / document["$schema"]).resolve(), []).append(document)
    for path, name in LINES.items():
        found[bundle / "schemas" / f"{name}.schema.json"] = lines(bundle / path)
    linked = json.loads((bundle / "json" / "strategies.jsonld").read_text(encoding="utf-8"))
    found[bundle / "schemas" / "published-linked-data.schema.json"] = [linked]
    assert set(found) == set((bundle / "schemas").glob("*.schema.json"))
    for schema, documents in found.items():
        validator = Draft202012Validator(
            json.loads(schema.read_text(encoding="utf-8")),
            registry=Registry(),
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        assert [error.message for document in documents for error in validator.iter_errors(document)] == []


# --- tables ---


def listed(items: list[Any], field: str, *columns: str) -> list[list[Any]]:
    """The rows that a list inside things gives: owner, position, then the named parts, or the item itself."""
    return [
        [item["id"], position, *([part[column] for column in columns] if columns else [part])]
        for item in items
        for position, part in enumerate(item[field], 1)
    ]


def strategy_row(strategy: dict[str, Any], sections: list[str], disclaimers: list[str]) -> list[Any]:
    texts = {section["id"]: section["text"] for section in strategy["sections"]}
    notices = {s["disclaimer"]["id"]: s["disclaimer"]["text"] for s in strategy["sections"] if s["disclaimer"]}
    source = strategy["source"] or {}
    return [
        *(strategy[name] for name in ("id", "title", "summary", "status", "updated")),
        strategy["category"]["id"],
        *(texts.get(name) for name in sections),
        *(notices.get(name) for name in disclaimers),
        *(source.get(name) for name in ("title", "url", "retrieved")),
        strategy["content_sha256"],
    ]


@pytest.fixture(scope="module")
def expected(documents: dict[str, Any]) -> dict[str, list[list[Any]]]:
    """Every table as the JSON documents say it; what is empty there is nothing here."""
    strategies, factors = documents["strategies"]["strategies"], documents["factors"]["factors"]
    models, tombstones = documents["learner-models"]["learner_models"], documents["tombstones"]["tombstones"]
    sections = ["overview", "classroom-example", "product-design", "resources", "references"]
    found = {
        "strategies": [strategy_row(s, sections, ["videos", "resources"]) for s in strategies],
        "strategy_factors": listed(strategies, "factors", "id", "group"),
        "strategy_related": listed(strategies, "related", "id"),
        "strategy_learner_models": listed(strategies, "learner_models", "id"),
        "strategy_authors": listed(strategies, "authors"),
        "strategy_aliases": listed(strategies, "aliases"),
        "resources": listed(strategies, "resources", "kind", "title", "url", "description"),
        "videos": listed(strategies, "videos", "section", "title", "provider", "video_id", "url", "embed_url"),
        "references": listed(strategies, "references", "text", "url", "doi"),
        "factors": [[f["id"], f["name"], f["definition"], f["deprecated"], f["replaced_by"]] for f in factors],
        "factor_aliases": listed(factors, "aliases"),
        "categories": [[c["id"], c["name"], c["description"]] for c in documents["categories"]["categories"]],
        "learner_models": [[m["id"], m["name"], m["description"]] for m in models],
        "learner_model_grades": listed(models, "grades"),
        "learner_model_factors": [
            [model["id"], position, group, factor]
            for model in models
            for position, (group, factor) in enumerate(
                chain.from_iterable([(g["name"], f) for f in g["factors"]] for g in model["groups"]), 1
            )
        ],
        "tombstones": [[t["id"], t["title"], t["updated"], t["replaced_by"]] for t in tombstones],
        "tombstone_aliases": listed(tombstones, "aliases"),
        "coverage": [
            [model["learner_model"], row["factor"], count["category"], row["group"], count["strategies"]]
            for model in documents["coverage"]["learner_models"]
            for row in sorted(model["factors"], key=lambda row: row["factor"])
            for count in row["categories"]
        ],
    }
    return {name: [[None if cell == "" else cell for cell in row] for row in rows] for name, rows in found.items()}


def typed(cell: str, kind: str) -> Any:
    if not cell:
        return None
    return {"integer": int, "boolean": {"true": True, "false": False}.get}.get(kind, str)(cell)


def frictionless(folder: Path) -> Any:
    """The report on a data package, from a process of its own: no warning of others' code is ours to mend."""
    command = [Path(sys.executable).with_name("frictionless"), "validate", "--json", "datapackage.json"]
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False).stdout)


def test_frictionless_finds_the_tables_valid(bundle: Path) -> None:
    report = frictionless(bundle / "csv")
    assert report["valid"], report
    assert report["stats"]["tasks"] == len(list((bundle / "csv").glob("*.csv"))) == 18


def test_frictionless_sees_what_the_descriptor_forbids(bundle: Path, tmp_path: Path) -> None:
    """A wrong reference, day or flag, and bytes that are not those described."""
    wrong = {
        "strategy_factors": (b",curiosity,", b",curiousity,", "foreign-key"),
        "strategies": (b",published,2026-", b",published,2026-99-", "type-error"),
        "factors": (b",false,", b",perhaps,", "type-error"),
        "strategy_learner_models": (b",1,", b",2,", "primary-key"),
    }
    folder = shutil.copytree(bundle / "csv", tmp_path / "csv")
    for table, (old, new, _) in wrong.items():
        data = (folder / f"{table}.csv").read_bytes()
        assert old in data
        (folder / f"{table}.csv").write_bytes(data.replace(old, new, 1))
    found = {task["name"]: {error["type"] for error in task["errors"]} for task in frictionless(folder)["tasks"]}
    assert {name: error in found[name] for name, (_, _, error) in wrong.items()} == dict.fromkeys(wrong, True)
    assert {name for name, errors in found.items() if "hash-count" in errors} == set(wrong)


def test_the_descriptor_says_whose_the_tables_are(package: dict[str, Any], documents: dict[str, Any]) -> None:
    library = documents["strategies"]["library"]
    assert (package["title"], package["version"]) == (library["title"], library["version"])
    assert package["licenses"][0]["name"] == library["licence"]
    assert {resource["encoding"] for resource in package["resources"]} == {"utf-8"}
    assert {resource["dialect"]["lineTerminator"] for resource in package["resources"]} == {"\r\n"}
    assert all(resource["schema"]["primaryKey"] for resource in package["resources"])


def test_the_csv_module_reads_what_the_json_says(
    bundle: Path, package: dict[str, Any], expected: dict[str, list[list[Any]]]
) -> None:
    assert {resource["name"] for resource in package["resources"]} == set(expected)
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        with (bundle / "csv" / resource["path"]).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, strict=True)
        assert header == [field["name"] for field in fields]
        found = [[typed(cell, f["type"]) for cell, f in zip(row, fields, strict=True)] for row in rows]
        assert found == expected[resource["name"]], resource["name"]


PANDAS_TYPES = {"string": "string", "date": "string", "integer": "int64", "boolean": "bool"}


@pytest.mark.parametrize("profile", ["csv", "csv-excel"])
def test_pandas_reads_what_the_json_says(
    bundle: Path, package: dict[str, Any], expected: dict[str, list[list[Any]]], profile: str
) -> None:
    for resource in package["resources"]:
        types = {field["name"]: PANDAS_TYPES[field["type"]] for field in resource["schema"]["fields"]}
        encoding = "utf-8" if profile == "csv" else "utf-8-sig"
        frame = pd.read_csv(
            bundle / profile / resource["path"],
            dtype=types,
            keep_default_na=False,
            na_values=[""],
            encoding=encoding,
            encoding_errors="strict",
            on_bad_lines="error",
        )
        assert list(frame.columns) == list(types)
        rows = [[None if pd.isna(cell) else cell for cell in row] for row in frame.itertuples(index=False)]
        if profile == "csv-excel":
            rows = [[restored(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        assert rows == expected[resource["name"]], resource["name"]


def test_tables_for_spreadsheets_have_a_mark_and_run_nothing(bundle: Path) -> None:
    for raw in (bundle / "csv").glob("*.csv"):
        data = (bundle / "csv-excel" / raw.name).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert not raw.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in csv.reader(data.decode("utf-8-sig").splitlines(keepends=True), strict=True):
            assert not [cell for cell in row if RUNS.match(cell) and not cell.startswith("'") and not TEXT.match(cell)]


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("'=1", "''=1"),
        (" +1", "' +1"),
        ("＠SUM", "'＠SUM"),
        ("-", "'-"),
        ("'quoted' words", "'quoted' words"),
        ("a = b", "a = b"),
        ("", ""),
    ],
)
def test_formulas_are_shown_as_text(raw: str, safe: str) -> None:
    assert neutralised(raw) == safe
    assert restored(safe) == raw


@pytest.mark.parametrize(
    "raw",
    [
        *("3-5", "K-2", "5/1", "3-2-1", "1/2", "2024-05-01", "1.5", "3. 5. 2024"),
        *("May 1", "may-1", "1 May", "1. Mai", "MARCH1", "SEPT2", "Tuesday, May 1", "5月1日", "２/３"),
        *("9:30", "9:30 pm", "5 PM", "12 h 30"),
        *("1e5", "1E+05", "007", "0.10", "1,000", "1 000", "50%", "$5", "€ 5", "(5)", " 5"),
        *("123456789012", "1234567890123456", "5e1", '5"'),
        *("TRUE", "false"),
    ],
)
def test_dates_and_numbers_are_shown_as_written(raw: str) -> None:
    safe = neutralised(raw)
    assert safe == '="' + raw.replace('"', '""') + '"'
    assert restored(safe) == raw


@pytest.mark.parametrize(
    "raw",
    ["4", "0", "1984", "12345678901", "K", "May", "Adult", "Lesson 3 of 5", "x1y2z3", "10.1000/x.y", "yes", ""],
)
def test_what_no_program_changes_stays_bare(raw: str) -> None:
    assert neutralised(raw) == raw == restored(raw)


@pytest.mark.parametrize(("raw", "safe"), [('="3-5"', '\'="3-5"'), ('"3-5"', '="""3-5"""'), ("'3-5'", "=\"'3-5'\"")])
def test_what_looks_protected_is_told_from_what_is(raw: str, safe: str) -> None:
    assert (neutralised(raw), restored(safe)) == (safe, raw)


@settings(max_examples=500)
@given(st.text(alphabet="'= +-@\t\r\n\0|%＝＋－＠ab1\"/", max_size=8) | st.text(max_size=12))
def test_neutralising_can_be_undone(text: str) -> None:
    safe = neutralised(text)
    assert restored(safe) == text
    assert safe.startswith("'") or TEXT.match(safe) or not RUNS.match(safe)


def test_grades_titles_and_ids_are_protected_in_every_table(library: Path, run: Run) -> None:
    models = library / "content/vocabulary/learner-models.yaml"
    replace(models, '["4", "5", "6"]', '["3-5", "6", "007"]')
    page = GOOD_PAGE.replace("title: Weekly Reflection", "title: May 1").replace("[Ada Ruiz]", "[Ada Ruiz, 1e5]")
    (library / "content/strategies/may-1.md").write_text(page, encoding="utf-8")
    assert run("export", "--formats", "csv", "--csv-profile", "excel", "--today=2026-11-24", folder=library).code == 0
    cells = {profile: cells_of(library / "exports/latest" / profile) for profile in ("csv", "csv-excel")}
    assert cells["csv-excel"]["learner_model_grades"]["grade"] == ["PK", "K", "1", '="3-5"', "6", '="007"']
    assert cells["csv"]["learner_model_grades"]["grade"] == ["PK", "K", "1", "3-5", "6", "007"]
    assert '="May 1"' in cells["csv-excel"]["strategies"]["title"]
    assert '="may-1"' in cells["csv-excel"]["strategies"]["id"]
    assert '="may-1"' in cells["csv-excel"]["strategy_factors"]["strategy"]
    assert '="1e5"' in cells["csv-excel"]["strategy_authors"]["author"]
    # Typed columns are what they are called.
    assert cells["csv-excel"]["strategies"]["updated"] == cells["csv"]["strategies"]["updated"]
    assert run("verify", "exports/latest", folder=library).code == 0


def cells_of(folder: Path) -> dict[str, dict[str, list[str]]]:
    """The cells of all tables in a folder, by table and column."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in folder.glob("*.csv"):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        found[path.stem] = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    return found


@pytest.mark.parametrize(
    ("letters", "length"),
    [("a", 32_767), ("a", 32_768), ("é", 32_768), ("😀", 32_766), ("😀", 32_768)],
    ids=["fits", "one more", "accents", "pairs that fit", "pairs"],
)
def test_a_cell_that_would_be_cut_is_warned_of(library: Path, run: Run, letters: str, length: int) -> None:
    """Lengths are in UTF-16 units, of which some letters take two."""
    overview = letters * (length // (len(letters.encode("utf-16-le")) // 2))
    page = re.sub(r"(?<=## Overview\n\n).*(?=\n\n## Ex)", overview, GOOD_PAGE)
    (library / PAGE).write_text(page, encoding="utf-8")
    command = ("export", "--formats", "csv", "--csv-profile", "excel", "--today=2026-11-24")
    first, second = run(*command, folder=library), run(*command, folder=library)
    assert first.out == second.out
    assert ("warning:" in first.out) == (length > 32_767)
    (cell,) = [
        cell for cell in cells_of(library / "exports/latest/csv")["strategies"]["overview"] if letters * 99 in cell
    ]
    assert len(cell.encode("utf-16-le")) // 2 == length
    if length > 32_767:
        assert f"`example` has {length:,} characters in the column `overview` of csv-excel/strategies.csv" in first.out


def test_an_author_s_formula_stays_raw_as_data_and_is_text_in_a_spreadsheet() -> None:
    page = GOOD_PAGE.replace("title: Weekly Reflection", "title: \"=1+1, 'quoted'\"")
    page = re.sub("^summary: (.*)$", r'summary: "@\1"', page, count=1, flags=re.MULTILINE)
    workspace = Workspace(LIBRARY, (Source(PAGE, page),))
    edition = publication_inputs(workspace, Catalog.of(workspace.report(TODAY)), SiteOptions())
    files = files_of(edition, ["csv", "csv-excel"])
    cells: dict[str, tuple[str, str]] = {}
    for format_ in ("csv", "csv-excel"):
        text = files[f"{format_}/strategies.csv"].decode("utf-8-sig")
        rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
        cells[format_] = (rows["example"]["title"], rows["example"]["summary"][:9])
    assert cells == {
        "csv": ("=1+1, 'quoted'", "@Learners"),
        "csv-excel": ("'=1+1, 'quoted'", "'@Learner"),
    }


def test_the_profile_for_spreadsheets_needs_the_tables() -> None:
    command = [sys.executable, "-m", "pipeline", "export", "--formats", "json", "--csv-profile", "excel"]
    done = subprocess.run(command, cwd=LIBRARY, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (2, "strategies: `--csv-profile excel` needs csv among the formats\n")


# --- graph ---


def test_the_graph_says_what_the_documents_say(bundle: Path, documents: dict[str, Any]) -> None:
    nodes = {node["identifier"]: node for node in lines(bundle / "json" / "graph" / "nodes.jsonl")}
    found: dict[str, list[tuple[str, str]]] = {}
    for link in lines(bundle / "json" / "graph" / "relationships.jsonl"):
        ends = nodes[link["source_identifier"]], nodes[link["target_identifier"]]
        assert [end["labels"] for end in ends] == [link["source_labels"], link["target_labels"]]
        found.setdefault(link["label"], []).append((ends[0]["properties"]["id"], ends[1]["properties"]["id"]))
    strategies, models = documents["strategies"]["strategies"], documents["learner-models"]["learner_models"]
    assert found == {
        "hasFactor": [(m["id"], factor) for m in models for group in m["groups"] for factor in group["factors"]],
        "hasStrategy": [(model["id"], s["id"]) for s in strategies for model in s["learner_models"]],
        "relatedTo": [(s["id"], related["id"]) for s in strategies for related in s["related"]],
        "targetsFactor": [(s["id"], factor["id"]) for s in strategies for factor in s["factors"]],
    }
    listed = [(m["id"], id_) for m in models for id_ in m["strategies"]]
    assert sorted(found["hasStrategy"]) == sorted(listed)
    labels = [node["labels"][0] for node in nodes.values()]
    assert labels.count("Strategy") == len(strategies)
    assert labels.count("Factor") == len(documents["factors"]["factors"])
    assert labels.count("LearnerModel") == len(models)


def test_identifiers_are_unique_and_never_change(bundle: Path) -> None:
    found = [
        line["identifier"]
        for name in ("nodes", "relationships")
        for line in lines(bundle / "json" / "graph" / f"{name}.jsonl")
    ]
    assert len(set(found)) == len(found)
    assert {UUID(identifier).version for identifier in found} == {5}
    identifiers = Identifiers("urn:uuid:0b75c194-b976-4c4d-a94b-d79638dd3d16")
    # As published once: another value here would break every consumer that kept one.
    assert identifiers.of("strategy", "lateral-reading") == "ee2ee5d3-5e7f-5e70-aac0-0e916eb9c111"
    assert identifiers.of("targetsFactor", "lateral-reading", "curiosity") == "3b308c08-db03-59b4-9059-7ea0d49122c1"


# --- linked data ---


def no_network(address: str, options: object) -> None:
    raise AssertionError(f"the document needs {address}")


@pytest.fixture(scope="module")
def things(bundle: Path) -> list[dict[str, Any]]:
    """The linked data, expanded as any JSON-LD reader does, without a network."""
    document = json.loads((bundle / "json" / "strategies.jsonld").read_text(encoding="utf-8"))
    return jsonld.expand(document, {"documentLoader": no_network})


def value(thing: dict[str, Any], name: str) -> Any:
    return thing[SCHEMA_ORG + name][0]["@value"]


def test_linked_data_expands_to_articles_about_factors(things: list[dict[str, Any]], documents: dict[str, Any]) -> None:
    library, terms, *articles = things
    assert library["@type"] == [SCHEMA_ORG + "Collection"]
    names = {term["@id"]: value(term, "name") for term in terms[SCHEMA_ORG + "hasDefinedTerm"]}
    strategies = documents["strategies"]["strategies"]
    assert [value(article, "identifier") for article in articles] == [strategy["id"] for strategy in strategies]
    for article, strategy in zip(articles, strategies, strict=True):
        assert article["@type"] == [SCHEMA_ORG + "Article", SCHEMA_ORG + "LearningResource"]
        about = article[SCHEMA_ORG + "about"]
        assert [names[term["@id"]] for term in about] == [factor["name"] for factor in strategy["factors"]]
        assert {term[SCHEMA_ORG + "inDefinedTermSet"][0]["@id"] for term in about} == {terms["@id"]}
        assert article[SCHEMA_ORG + "isPartOf"] == [{"@id": library["@id"]}]
        assert article[SCHEMA_ORG + "dateModified"] == [{"@type": SCHEMA_ORG + "Date", "@value": strategy["updated"]}]
        videos = [video[SCHEMA_ORG + "embedUrl"][0]["@id"] for video in article.get(SCHEMA_ORG + "video", [])]
        assert videos == [video["embed_url"] for video in strategy["videos"]]
        cited = len(article.get(SCHEMA_ORG + "citation", []))
        assert cited == len(strategy["resources"]) + len(strategy["references"])
        assert value(article[SCHEMA_ORG + "audience"][0], "educationalRole") == "teacher"


@pytest.mark.tools
def test_linked_data_uses_only_words_of_schema_org(things: list[dict[str, Any]]) -> None:
    """Judged by the vocabulary as npm's schema-dts carries it."""
    vocabulary = (unpacked("schema-dts", "2.1.0") / "dist" / "schema.d.ts").read_text(encoding="utf-8")
    known = set(re.findall(r'"@type": "(\w+)"', vocabulary)) | set(
        re.findall(r'^ +"(\w+)"\?:', vocabulary, re.MULTILINE)
    )
    known |= {"Date"}

    def words(part: Any) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(words, part))
        if not isinstance(part, dict):
            return set()
        types = part.get("@type", [])
        names = {*([types] if isinstance(types, str) else types), *(key for key in part if not key.startswith("@"))}
        return names.union(*map(words, part.values()))

    used = words(things)
    assert len(used) > 30
    assert {word for word in used if not word.startswith(SCHEMA_ORG)} == set()
    assert {word.removeprefix(SCHEMA_ORG) for word in used} - known == set()


def test_every_record_carries_its_disclaimers(
    bundle: Path, documents: dict[str, Any], things: list[dict[str, Any]]
) -> None:
    articles = {value(thing, "identifier"): thing for thing in things[2:]}
    nodes = {n["properties"]["id"]: n for n in lines(bundle / "json/graph/nodes.jsonl") if n["labels"] == ["Strategy"]}
    by_line = {record["id"]: record for record in lines(bundle / "json" / "strategies.jsonl")}
    for strategy in documents["strategies"]["strategies"]:
        wanted = [section["disclaimer"]["text"] for section in strategy["sections"] if section["disclaimer"]]
        assert len(wanted) == 2, strategy["id"]
        own = json.loads((bundle / "json" / "strategies" / f"{strategy['id']}.json").read_text(encoding="utf-8"))
        for record in (own, by_line[strategy["id"]]):
            assert [s["disclaimer"]["text"] for s in record["sections"] if s["disclaimer"]] == wanted
        assert nodes[strategy["id"]]["properties"]["disclaimers"] == wanted
        parts = articles[strategy["id"]][SCHEMA_ORG + "hasPart"]
        notices = [notice for part in parts for notice in part.get(SCHEMA_ORG + "usageInfo", [])]
        assert [value(notice, "text") for notice in notices] == wanted


# --- TypeScript ---


def test_the_types_are_those_of_the_models() -> None:
    assert (ROOT / "schemas" / TYPES).read_text(encoding="utf-8") == types()


TYPESCRIPT = {"strict": True, "exactOptionalPropertyTypes": True, "noEmit": True, "types": [], "lib": ["es2022"]}
SHAPES = {
    "manifest.json": "ManifestV1",
    "json/strategies.json": "StrategiesV1",
    "json/strategies/lateral-reading.json": "StrategyDocumentV1",
    "json/factors.json": "FactorsV1",
    "json/categories.json": "CategoriesV1",
    "json/learner-models.json": "LearnerModelsV1",
    "json/tombstones.json": "TombstonesV1",
    "json/coverage.json": "CoverageV1",
    "json/strategies.jsonld": "LinkedDataV1",
    "json/strategies.jsonl": "StrategyV1[]",
    "json/graph/nodes.jsonl": "NodeV1[]",
    "json/graph/relationships.jsonl": "RelationshipV1[]",
}
# Uses of the types; those with a reason are wrong.
USES = {
    'import type * as bundle from "./bundle";': "",
    "declare const strategy: bundle.StrategyV1;": "",
    "export const heading: string = strategy.sections[0]!.heading;": "",
    "export const text: string = strategy.sections[0]!.disclaimer.text;": "may be null",
    "export const name: string = strategy.name;": "is called title",
    'export const status: "draft" = strategy.status;': "is always published",
}


@pytest.mark.tools
def test_types_hold_for_every_document_and_refuse_what_is_not_there(bundle: Path, tmp_path: Path) -> None:
    shutil.copy(bundle / "schemas" / "bundle.d.ts", tmp_path)
    program = list(USES)
    for number, (path, shape) in enumerate(SHAPES.items()):
        text = (bundle / path).read_text(encoding="utf-8")
        literal = f"[{','.join(text.splitlines()[::7])}]" if path.endswith(".jsonl") else text
        program.append(f"export const document{number}: bundle.{shape} = {literal};")
    (tmp_path / "program.ts").write_text("\n".join(program), encoding="utf-8")
    (example,) = re.findall(r"^```ts\n(.*?)^```$", CONSUMING, re.MULTILINE | re.DOTALL)
    (tmp_path / "example.ts").write_text(example, encoding="utf-8")
    project = {"compilerOptions": TYPESCRIPT, "files": ["bundle.d.ts", "program.ts", "example.ts"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(project), encoding="utf-8")
    command = ["node", unpacked("typescript", "5.9.3") / "lib" / "tsc.js"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    errors = re.findall(r"^(\S+)\((\d+),.*error", done.stdout, re.MULTILINE)
    assert errors == [("program.ts", str(line)) for line, reason in enumerate(USES.values(), 1) if reason], done.stdout


# --- the documentation ---


def test_the_readers_in_the_documentation_work(bundle: Path, documents: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "latest").symlink_to(bundle)
    blocks = re.findall(r"^```python\n(.*?)^```$", CONSUMING, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 7
    command = [sys.executable, "-W", "error", "-c", "\n".join(blocks)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    strategies = documents["strategies"]["strategies"]
    curious = [s["title"] for s in strategies if "curiosity" in [factor["id"] for factor in s["factors"]]]
    own_link, clean, image, *printed, undone = done.stdout.splitlines()[: len(curious) + 5]
    assert own_link == '<a href="/factor/curiosity">curious</a>'
    assert clean == '<a data-factor="curiosity">curious</a>'
    assert image == '<img src="/library/html/images/circle.png" alt="A circle">'
    assert undone == "3-5 =1+1"
    assert printed == ["Book Clubs", *(f"- {title}" for title in curious)]
    *_, node, relationship = done.stdout.splitlines()
    assert len(done.stdout.splitlines()) > len(curious) + 9
    for name, identifier in (("nodes", node), ("relationships", relationship)):
        found = [line["identifier"] for line in lines(bundle / "json" / "graph" / f"{name}.jsonl")]
        assert found.count(identifier) == 1


def test_the_documentation_gives_the_pattern_and_the_labels_of_today(bundle: Path) -> None:
    assert f"``{FORMULA.pattern}``" in CONSUMING
    labels = {line["label"] for line in lines(bundle / "json" / "graph" / "relationships.jsonl")}
    assert set(re.findall(r"^\| `(\w+)` \| `\w+` \| `\w+` \|", CONSUMING, re.MULTILINE)) == labels
