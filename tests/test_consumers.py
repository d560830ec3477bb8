"""What the tools of consumers make of the bundle: frictionless, pandas, PyLD, tsc and the reader in the docs."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
import rfc8785
from conftest import HERE
from jsonschema import Draft202012Validator
from npm import installed, unpacked
from pyld import jsonld
from referencing import Registry

from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.json_schema import PUBLISHED, TYPES, consumer_schema
from pipeline.publish.schema.typescript import types

ROOT = HERE.parent
CONSUMING = (ROOT / "docs" / "consuming.md").read_text(encoding="utf-8")
SCHEMA_ORG, XSD, DUBLIN_CORE = "http://schema.org/", "http://www.w3.org/2001/XMLSchema#", "http://purl.org/dc/terms/"
# What schema.org has no words for.
OTHER_WORDS = {
    XSD + "date",
    DUBLIN_CORE + "isReplacedBy",
    DUBLIN_CORE + "replaces",
    "http://www.w3.org/2002/07/owl#deprecated",
}
FORMATS = Draft202012Validator.FORMAT_CHECKER


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real library in all formats but HTML."""
    out = tmp_path_factory.mktemp("consumers")
    command = [sys.executable, "-m", "pipeline", "export", "--formats", "json,csv,sqlite,xlsx"]
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
    "json/chunks.jsonl": "published-chunk",
    "json/graph/nodes.jsonl": "published-graph-node",
    "json/graph/relationships.jsonl": "published-graph-relationship",
}


def test_every_document_and_line_has_the_shape_of_the_schema_beside_it(bundle: Path) -> None:
    found: dict[Path, list[Any]] = {}
    for path in [*bundle.glob("*.json"), *bundle.glob("json/**/*.json")]:
        document = json.loads(path.read_text(encoding="utf-8"))
        schema = document.get("$schema", "../schemas/published-case.schema.json")  # CASE allows no such key
        found.setdefault((path.parent / schema).resolve(), []).append(document)
    for path, name in LINES.items():
        found[bundle / "schemas" / f"{name}.schema.json"] = lines(bundle / path)
    linked = json.loads((bundle / "json" / "strategies.jsonld").read_text(encoding="utf-8"))
    found[bundle / "schemas" / "published-linked-data.schema.json"] = [linked]
    # A bundle that was compared with none tells of no changes; this library has no vocabularies of its own.
    assert {path.name for path in (bundle / "schemas").glob("*.schema.json")} - {path.name for path in found} == {
        "published-changes.schema.json",
        "published-vocabularies.schema.json",
    }
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


def terms(items: list[Any], meaning: str) -> list[list[Any]]:
    return [[item[name] for name in ("id", "name", meaning, "deprecated", "replaced_by")] for item in items]


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
        *(strategy[name] for name in ("url", "published", "content_sha256", "record_sha256")),
    ]


@pytest.fixture(scope="module")
def expected(documents: dict[str, Any]) -> dict[str, list[list[Any]]]:
    """Every table as the JSON documents say it; what is empty there is nothing here."""
    strategies, factors = documents["strategies"]["strategies"], documents["factors"]["factors"]
    models, tombstones = documents["learner-models"]["learner_models"], documents["tombstones"]["tombstones"]
    categories = documents["categories"]["categories"]
    sections = ["overview", "classroom-example", "product-design", "resources", "references"]
    found = {
        "strategies": [strategy_row(s, sections, ["videos", "resources"]) for s in strategies],
        "strategy_factors": listed(strategies, "factors", "id", "group"),
        "strategy_related": listed(strategies, "related", "id"),
        "strategy_learner_models": listed(strategies, "learner_models", "id"),
        "strategy_authors": listed(strategies, "authors"),
        "strategy_languages": listed(strategies, "languages"),
        "strategy_aliases": listed(strategies, "aliases"),
        "resources": listed(strategies, "resources", "kind", "title", "url", "description", "reference"),
        "videos": listed(strategies, "videos", "section", "title", "provider", "video_id", "url", "embed_url"),
        "citations": listed(strategies, "references", "text", "url", "doi", "id"),
        "claims": listed(strategies, "claims", "section", "text", "words", "reference"),
        "factors": terms(factors, "definition"),
        "factor_aliases": listed(factors, "aliases"),
        "categories": terms(categories, "description"),
        "category_aliases": listed(categories, "aliases"),
        "learner_models": terms(models, "description"),
        "learner_model_aliases": listed(models, "aliases"),
        "learner_model_grades": listed(models, "grades"),
        "learner_model_factors": [
            [model["id"], position, group, factor]
            for model in models
            for position, (group, factor) in enumerate(
                chain.from_iterable([(g["name"], f) for f in g["factors"]] for g in model["groups"]), 1
            )
        ],
        "tombstones": [[t["id"], t["title"], t["updated"], t["replaced_by"], t["retired"]] for t in tombstones],
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
    assert report["stats"]["tasks"] == len(list((bundle / "csv").glob("*.csv"))) == 22


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


def test_pandas_reads_what_the_json_says(
    bundle: Path, package: dict[str, Any], expected: dict[str, list[list[Any]]]
) -> None:
    for resource in package["resources"]:
        types = {field["name"]: PANDAS_TYPES[field["type"]] for field in resource["schema"]["fields"]}
        frame = pd.read_csv(
            bundle / "csv" / resource["path"],
            dtype=types,
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8",
            encoding_errors="strict",
            on_bad_lines="error",
        )
        assert list(frame.columns) == list(types)
        rows = [[None if pd.isna(cell) else cell for cell in row] for row in frame.itertuples(index=False)]
        assert rows == expected[resource["name"]], resource["name"]


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
        "inCategory": [(s["id"], s["category"]["id"]) for s in strategies],
        "relatedTo": [(s["id"], related["id"]) for s in strategies for related in s["related"]],
        "replacedBy": [
            (item["id"], item["replaced_by"])
            for item in [*documents["factors"]["factors"], *documents["tombstones"]["tombstones"]]
            if item["replaced_by"]
        ],
        "targetsFactor": [(s["id"], factor["id"]) for s in strategies for factor in s["factors"]],
    }
    listed = [(m["id"], id_) for m in models for id_ in m["strategies"]]
    assert sorted(found["hasStrategy"]) == sorted(listed)
    labels = [node["labels"][0] for node in nodes.values()]
    assert labels.count("Strategy") == len(strategies)
    assert labels.count("Factor") == len(documents["factors"]["factors"])
    assert labels.count("LearnerModel") == len(models)
    assert labels.count("Category") == len(documents["categories"]["categories"])
    assert labels.count("RetiredStrategy") == len(documents["tombstones"]["tombstones"]) > 0


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
    library, _, terms = things[:3]
    articles = [thing for thing in things if SCHEMA_ORG + "Article" in thing["@type"]]
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
        assert article[SCHEMA_ORG + "dateModified"] == [{"@type": XSD + "date", "@value": strategy["updated"]}]
        videos = [video[SCHEMA_ORG + "embedUrl"][0]["@id"] for video in article.get(SCHEMA_ORG + "video", [])]
        assert videos == [video["embed_url"] for video in strategy["videos"]]
        cited = len(article.get(SCHEMA_ORG + "citation", []))
        others = [resource for resource in strategy["resources"] if resource["reference"] is None]
        assert cited == len(others) + len(strategy["references"])
        assert value(article[SCHEMA_ORG + "audience"][0], "educationalRole") == "teacher"


@pytest.mark.tools
def test_linked_data_uses_the_words_of_schema_org(things: list[dict[str, Any]]) -> None:
    """Judged by the vocabulary as npm's schema-dts carries it."""
    vocabulary = (unpacked("schema-dts", "2.1.0") / "dist" / "schema.d.ts").read_text(encoding="utf-8")
    known = set(re.findall(r'"@type": "(\w+)"', vocabulary)) | set(
        re.findall(r'^ +"(\w+)"\?:', vocabulary, re.MULTILINE)
    )

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
    assert {word for word in used if not word.startswith(SCHEMA_ORG)} <= OTHER_WORDS
    assert {word.removeprefix(SCHEMA_ORG) for word in used - OTHER_WORDS} - known == set()


def test_every_record_carries_its_disclaimers(
    bundle: Path, documents: dict[str, Any], things: list[dict[str, Any]]
) -> None:
    articles = {value(thing, "identifier"): thing for thing in things if SCHEMA_ORG + "Article" in thing["@type"]}
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
    "json/case.json": "CasePackageV1",
    "json/strategies.jsonld": "LinkedDataV1",
    "json/strategies.jsonl": "StrategyLineV1[]",
    "json/chunks.jsonl": "ChunkV1[]",
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


def tsc(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["node", unpacked("typescript", "5.9.3") / "lib" / "tsc.js", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.tools
def test_types_hold_for_every_document_and_refuse_what_is_not_there(bundle: Path, tmp_path: Path) -> None:
    shutil.copy(bundle / "schemas" / TYPES, tmp_path)
    program = list(USES)
    for number, (path, shape) in enumerate(SHAPES.items()):
        text = (bundle / path).read_text(encoding="utf-8")
        literal = f"[{','.join(text.splitlines()[::7])}]" if path.endswith(".jsonl") else text
        program.append(f"export const document{number}: bundle.{shape} = {literal};")
    (tmp_path / "program.ts").write_text("\n".join(program), encoding="utf-8")
    project = {"compilerOptions": TYPESCRIPT, "files": ["bundle.d.ts", "program.ts"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(project), encoding="utf-8")
    done = tsc(tmp_path)
    errors = re.findall(r"^(\S+)\((\d+),.*error", done.stdout, re.MULTILINE)
    assert errors == [("program.ts", str(line)) for line, reason in enumerate(USES.values(), 1) if reason], done.stdout


@pytest.mark.tools
def test_an_imported_document_fits_its_type_and_the_example_runs(
    bundle: Path, documents: dict[str, Any], tmp_path: Path
) -> None:
    """The program in the documentation, compiled by the command beside it, and as bundlers resolve it."""
    (example,) = re.findall(r"^```ts\n(.*?)^```$", CONSUMING, re.MULTILINE | re.DOTALL)
    (options,) = re.findall(r"^npx -p typescript tsc (.*) read.mts$", CONSUMING, re.MULTILINE)
    for folder in ("json", "schemas"):
        shutil.copytree(bundle / folder, tmp_path / folder)
    imported = {path: shape for path, shape in SHAPES.items() if path.startswith("json/") and path.endswith(".json")}
    uses = [
        f'import d{number} from "./{path}" with {{ type: "json" }}; export const use{number}: {shape} = d{number};'
        for number, (path, shape) in enumerate(imported.items())
    ]
    more = "\n".join([f'import type {{ {", ".join(imported.values())} }} from "./schemas/{TYPES}";', *uses])
    (tmp_path / "read.mts").write_text(example, encoding="utf-8")
    (tmp_path / "all.mts").write_text(more, encoding="utf-8")
    done = tsc(tmp_path, *options.split(), "read.mts", "all.mts")
    assert done.stdout == ""
    ran = subprocess.run(["node", "--no-warnings", "out/read.mjs"], cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    curious = [
        s["title"] for s in documents["strategies"]["strategies"] if "curiosity" in [f["id"] for f in s["factors"]]
    ]
    assert [title for title in curious if title not in ran.stdout.decode()] == []
    kind = 'import { isNode } from "./read.mjs"; console.log(isNode({ labels: ["Factor"] }, "Factor"))'
    command = ["node", "--no-warnings", "--input-type=module", "-e", kind]
    told = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, encoding="utf-8", check=True)
    assert told.stdout.endswith("true\n")
    bundlers = ("--module", "preserve", "--target", "es2022", "--strict", "--exactOptionalPropertyTypes", "--noEmit")
    assert tsc(tmp_path, *bundlers, "read.mts").stdout == ""


# --- schemas ---


@pytest.mark.tools
def test_ajv_in_strict_mode_takes_every_schema_and_document_and_what_a_later_version_adds(bundle: Path) -> None:
    folder = installed("ajv@8.20.0", "ajv-formats@3.0.1")
    done = subprocess.run(
        ["node", HERE / "ajv.mjs", bundle], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"refused": [], "verdicts": [True, False]}
    assert done.stderr == ""


def properties(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, member in schema.get("properties", {}).items():
        yield f"{schema.get('title')}.{name}", member
    for inner in schema.get("$defs", {}).values():
        yield from properties(inner)


def is_told(member: dict[str, Any]) -> bool:
    """True when a property has a description and, if it is a text or a number, an example or all its values."""
    forms = [member, *member.get("anyOf", ())]
    scalar = any(form.get("type") in ("string", "integer") for form in forms)
    return "description" in member and (
        not scalar or any({"examples", "const", "enum"} & form.keys() for form in forms)
    )


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_every_property_of_a_schema_is_described_by_words_and_examples_that_fit(name: str) -> None:
    schema = consumer_schema(name)
    found = dict(properties(schema))
    assert len(found) > 3
    assert [place for place, member in found.items() if not is_told(member)] == []
    for place, member in found.items():
        judge = Draft202012Validator(member | {"$defs": schema.get("$defs", {})}, format_checker=FORMATS)
        for form in (member, *member.get("anyOf", ())):
            for example in form.get("examples", ()):
                assert judge.is_valid(example), (place, example)


# --- single records ---


def test_a_single_record_or_line_stands_by_itself(bundle: Path, documents: dict[str, Any]) -> None:
    """Whose it is, under which licence; and its digest, made again by an implementation of RFC 8785."""
    library = documents["strategies"]["library"]
    assert library["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"
    for record, line in zip(
        documents["strategies"]["strategies"], lines(bundle / "json/strategies.jsonl"), strict=True
    ):
        own = json.loads((bundle / f"json/strategies/{record['id']}.json").read_text(encoding="utf-8"))
        assert line == {"schema_version": "1.5.0", "library": library, **record}
        assert own == {"$schema": "../../schemas/published-strategy.schema.json", **line}
        fields = {name: value for name, value in record.items() if name != "record_sha256"}
        assert record["record_sha256"] == hashlib.sha256(rfc8785.dumps(fields)).hexdigest()


# --- the documentation ---


def test_the_readers_in_the_documentation_work(bundle: Path, documents: dict[str, Any], tmp_path: Path) -> None:
    """Each as it is written, by itself."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "latest").symlink_to(bundle)
    blocks = re.findall(r"^```python\n(.*?)^```$", CONSUMING, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 13
    # RDFLib calls a part of itself that it is to lose.
    command = [
        sys.executable,
        "-W",
        "error",
        "-W",
        "ignore:ConjunctiveGraph",
        "-c",
        "import sys\nfor block in sys.argv[1:]: exec(block, {})",
        *blocks,
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    strategies = documents["strategies"]["strategies"]
    curious = [s["title"] for s in strategies if "curiosity" in [factor["id"] for factor in s["factors"]]]
    digests, own_link, clean, image, *printed = done.stdout.splitlines()[: len(curious) + 5]
    assert digests == "True"
    assert own_link == '<a href="/factor/curiosity">curious</a>'
    assert clean == '<a data-factor="curiosity">curious</a>'
    assert image == '<img src="/library/html/images/circle.png" alt="A circle">'
    assert printed == ["Book Clubs", *(f"- {title}" for title in curious)]
    *_, node, relationship, first, second, third, successor = done.stdout.splitlines()
    days = sorted((strategy["updated"] for strategy in strategies), reverse=True)
    assert [line[:10] for line in (first, second, third)] == days[:3]
    assert successor == "Book Clubs"
    assert len(done.stdout.splitlines()) > len(curious) + 10
    for name, identifier in (("nodes", node), ("relationships", relationship)):
        found = [line["identifier"] for line in lines(bundle / "json" / "graph" / f"{name}.jsonl")]
        assert found.count(identifier) == 1


def test_the_documentation_gives_the_labels_of_today(bundle: Path) -> None:
    labels = {line["label"] for line in lines(bundle / "json" / "graph" / "relationships.jsonl")}
    documented = set(re.findall(r"^\| `(\w+)` \| `[A-Z].* \| `[A-Z].* \|", CONSUMING, re.MULTILINE))
    assert documented - {"namesTerm"} == labels  # only libraries with vocabularies of their own have that
