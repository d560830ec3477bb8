"""The graph as NetworkX and GraphML take it, and the linked data as RDFLib: old ids, categories, days, files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic
from releases import files_of, page
from sites import edition_of, library_file

from pipeline.model.identifiers import Identifiers, Kind

CONSUMING = (Path(__file__).parent.parent / "docs" / "consuming.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test library as JSON; its retired strategy had another id before, one strategy is newer, it has a site."""
    retired = page(
        "morning-circle", lambda text: text.replace("status: retired", "status: retired\naliases: [old-circle]")
    )
    folder = tmp_path_factory.mktemp("graph")
    newer = page("student-voice", lambda text: text.replace("updated: 2026-11-01", "updated: 2026-11-12"))
    site = library_file(base_url="https://example.org/library/")
    for path, data in files_of(edition_of([retired, newer, site]), ["json"]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def documented(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the snippet about the graph defines."""
    _, _, section = CONSUMING.partition("\n## The graph\n")
    block = re.search(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert block
    folder = tmp_path_factory.mktemp("out")
    (folder / "exports").mkdir()
    (folder / "exports/latest").symlink_to(bundle)
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(block[1], names)
        names["read"] = nx.read_graphml("library.graphml", force_multigraph=True)
    return names


@pytest.fixture(scope="module")
def identifiers(bundle: Path) -> Identifiers:
    return Identifiers(json.loads((bundle / "json/factors.json").read_text(encoding="utf-8"))["library"]["id"])


def test_graphml_loses_nothing(documented: dict[str, Any]) -> None:
    graph, read = documented["graph"], documented["read"]
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))
    edges = {(a, b, key): told for a, b, key, told in graph.edges(keys=True, data=True)}
    assert {(a, b, key): told for a, b, key, told in read.edges(keys=True, data=True)} == edges
    assert len(edges) > 20


def test_nothing_stands_alone_but_terms_that_nobody_uses(documented: dict[str, Any]) -> None:
    graph = documented["graph"]
    assert {graph.nodes[lone]["label"] for lone in nx.isolates(graph)} <= {"Factor"}


def test_every_old_identifier_leads_to_what_holds_today(documented: dict[str, Any], identifiers: Identifiers) -> None:
    leads_to: dict[tuple[Kind, str], str] = {
        ("strategy", "old-circle"): "student-voice",
        ("strategy", "morning-circle"): "student-voice",
        ("strategy", "learner-voice"): "student-voice",
        ("strategy", "student-voice"): "student-voice",
        ("factor", "focus"): "attention",
    }
    nodes, current = documented["graph"].nodes, documented["current"]
    found = {(kind, id_): nodes[current(identifiers.of(kind, id_))]["id"] for kind, id_ in leads_to}
    assert found == leads_to


def test_categories_are_nodes_with_their_strategies(documented: dict[str, Any], identifiers: Identifiers) -> None:
    graph = documented["graph"]
    members = graph.predecessors(identifiers.of("category", "teacher-modeling-support"))
    assert sorted(graph.nodes[member]["id"] for member in members) == ["building-trust", "student-voice"]


def test_a_retired_strategy_is_no_strategy(documented: dict[str, Any], identifiers: Identifiers) -> None:
    node = documented["graph"].nodes[identifiers.of("strategy", "morning-circle")]
    assert node["label"] == "RetiredStrategy"
    assert (node["name"], node["dateModified"], node["formerIds"]) == ("Morning Circle", "2026-11-01", "old-circle")
    assert identifiers.of("replacedBy", "strategy", "morning-circle", "student-voice") in {
        key for *_, key in documented["graph"].edges(keys=True)
    }


# --- linked data ---

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX schema: <http://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@pytest.fixture(scope="module")
def data(bundle: Path) -> rdflib.Graph:
    text = (bundle / "json/strategies.jsonld").read_text(encoding="utf-8")
    with pytest.warns(DeprecationWarning, match="ConjunctiveGraph"):  # RDFLib's own
        return rdflib.Graph().parse(data=text, format="json-ld")


def ask(data: rdflib.Graph, pattern: str, **given: str) -> list[Any]:
    """The values of `?found`, sorted."""
    bindings = {name: rdflib.URIRef(address) for name, address in given.items()}
    query = f"{PREFIXES} SELECT DISTINCT ?found WHERE {{ {pattern} }} ORDER BY ?found"
    return [row.found.toPython() for row in data.query(query, initBindings=bindings)]  # type: ignore[union-attr]


def test_two_readers_find_the_same_triples(bundle: Path, data: rdflib.Graph) -> None:
    def no_network(address: str, options: object) -> None:
        raise AssertionError(f"the document needs {address}")

    document = json.loads((bundle / "json/strategies.jsonld").read_text(encoding="utf-8"))
    quads = jsonld.to_rdf(document, {"documentLoader": no_network, "format": "application/n-quads"})
    assert isomorphic(rdflib.Graph().parse(data=quads, format="nt"), data)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (
            '?s schema:dateModified ?day; schema:identifier ?found . FILTER(?day > "2026-11-01"^^xsd:date)',
            "student-voice",
        ),
        ("?s a schema:Article; schema:articleSection 'Active Learning'; schema:identifier ?found", "lateral-reading"),
        ("?s schema:keywords/schema:termCode 'active-learning'; schema:identifier ?found", "lateral-reading"),
        ("?s a schema:Article; schema:educationalLevel 'K'; schema:identifier ?found", "lateral-reading"),
        ("?m a schema:DefinedTermSet; schema:educationalLevel 'K'; schema:identifier ?found",
         "early-grades first-grades"),
        ("?s schema:teaches/schema:termCode 'curiosity'; schema:identifier ?found", "lateral-reading"),
        (
            "?s schema:termCode 'motivation'; ^schema:about/schema:educationalAlignment/schema:targetName ?found",
            "Middle Grades",
        ),
        ("?m schema:identifier 'early-grades'; schema:hasPart/schema:hasDefinedTerm/schema:termCode ?found",
         "emotion sense-of-belonging vision"),
        ("?f owl:deprecated true; schema:termCode ?found", "crafts focus"),
        ("?f owl:deprecated true; dcterms:isReplacedBy/schema:termCode ?found", "active-learning attention"),
        ("?f schema:alternateName 'handiwork'; dcterms:isReplacedBy/schema:termCode ?found", "active-learning"),
        ("?m schema:identifier 'first-grades'; dcterms:isReplacedBy/schema:identifier ?found", "early-grades"),
        ("?s schema:creativeWorkStatus 'Obsolete'; schema:identifier ?found", "morning-circle"),
        ("?s schema:identifier 'morning-circle'; dcterms:isReplacedBy/schema:identifier ?found", "student-voice"),
        ("?s schema:usageInfo/schema:identifier ?found", "resources videos"),
    ],
)  # fmt: skip
def test_questions_have_answers(data: rdflib.Graph, pattern: str, found: str) -> None:
    assert " ".join(ask(data, pattern)) == found


@pytest.mark.parametrize("old", ["old-circle", "morning-circle", "learner-voice", "student-voice"])
def test_every_old_address_leads_to_the_strategy_of_today(
    data: rdflib.Graph, identifiers: Identifiers, old: str
) -> None:
    pattern = """?old (dcterms:isReplacedBy | ^dcterms:replaces)* ?new . ?new schema:identifier ?found .
      FILTER NOT EXISTS { ?new dcterms:isReplacedBy | ^dcterms:replaces ?newer }"""
    assert ask(data, pattern, old=identifiers.address("strategy", old)) == ["student-voice"]


def test_what_is_the_same_has_one_address(data: rdflib.Graph) -> None:
    assert len(ask(data, "?found a schema:Organization")) == 1
    assert len(ask(data, "?part schema:usageInfo ?found")) == 2
    assert len(ask(data, "?notice ^schema:usageInfo ?part ; schema:text ?found")) == 2


def test_the_dataset_lists_the_files_of_data(bundle: Path, data: rdflib.Graph) -> None:
    files = ask(data, "?dataset a schema:Dataset ; schema:distribution/schema:name ?found")
    below = [path.relative_to(bundle).as_posix() for path in (bundle / "json").rglob("*") if path.is_file()]
    assert files == sorted(path for path in below if not path.startswith("json/strategies/"))
    addresses = ask(data, "?file a schema:DataDownload ; schema:contentUrl ?found")
    assert addresses == [f"https://example.org/library/{path}" for path in files]
    assert ask(data, "?d a schema:Dataset; schema:dateModified ?day . BIND(STR(?day) AS ?found)") == ["2026-11-12"]
    assert ask(data, "?d a schema:Dataset; schema:mainEntity/rdf:type ?found") == ["http://schema.org/Collection"]
