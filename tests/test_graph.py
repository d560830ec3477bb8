"""The graph as NetworkX and GraphML take it: old ids, retired strategies, categories and successors are in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from releases import files_of, page
from sites import edition_of

from pipeline.model.identifiers import Identifiers, Kind

CONSUMING = (Path(__file__).parent.parent / "docs" / "consuming.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test library as JSON; its retired strategy had another id before."""
    retired = page(
        "morning-circle", lambda text: text.replace("status: retired", "status: retired\naliases: [old-circle]")
    )
    folder = tmp_path_factory.mktemp("graph")
    for path, data in files_of(edition_of([retired]), ["json"]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def documented(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the snippets about the graph define."""
    _, _, section = CONSUMING.partition("\n## The graph\n")
    blocks = re.findall(r"^```python\n(.*?)^```$", section.partition("\n## ")[0], re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {"json": json, "JSON": bundle / "json", "Path": Path}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("out"))
        exec("\n".join(blocks), names)
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
