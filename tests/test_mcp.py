"""`strategies mcp`, asked by the client of the official SDK, over standard input and output."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client, MCPError, StdioServerParameters
from releases import edition_of, published, read_json
from repository import ROOT
from sites import BASE, library_file

from pipeline.publish.mcp_server.search import SearchIndex

Ask = Callable[..., dict[str, Any]]


class RefusedError(Exception):
    """What the server said in place of an answer."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("out"), ("json",), [library_file(base_url=BASE)]).release


@pytest.fixture(scope="module")
def session(bundle: Path) -> Any:
    """A running server and its client, with a function to call a tool."""
    line = [sys.executable, "-m", "pipeline", "mcp", str(bundle)]
    environment = {key: os.environ[key] for key in ("PYTHONPATH", "PATH", "HOME") if key in os.environ}
    client = Client(StdioServerParameters(command=line[0], args=line[1:], env=environment))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client) as connected:
        yield portal, connected


@pytest.fixture
def ask(session: Any) -> Ask:
    portal, client = session

    def call(tool: str, **arguments: object) -> dict[str, Any]:
        result = portal.call(client.call_tool, tool, arguments)
        if result.is_error:
            raise RefusedError(result.content[0].text)
        return dict(result.structured_content)

    return call


def test_it_offers_tools_that_only_read(session: Any) -> None:
    portal, client = session
    tools = {tool.name: tool for tool in portal.call(client.list_tools).tools}
    assert tools.keys() == {"search_strategies", "find_strategies", "get_strategy", "get_factor", "list_terms"}
    assert all(tool.annotations.read_only_hint and not tool.annotations.open_world_hint for tool in tools.values())
    assert all(tool.description and tool.output_schema for tool in tools.values())
    assert "word for word" in client.instructions


def test_a_strategy_comes_with_its_disclaimers_licence_and_address(ask: Ask, bundle: Path) -> None:
    record = read_json(bundle / "json/strategies/building-trust.json")
    library = read_json(bundle / "json/strategies.json")["library"]
    answer = ask("get_strategy", id="building-trust")
    assert answer["title"] == record["title"]
    assert answer["credit"]["licence"] == library["licence"]
    assert answer["url"] == f"{BASE}/strategies/building-trust/"
    assert [section["url"] for section in answer["sections"]] == [
        f"{BASE}/strategies/building-trust/#section-{section['id']}" for section in record["sections"]
    ]
    due = {section["heading"]: section["disclaimer"]["text"] for section in record["sections"] if section["disclaimer"]}
    shown = {section["heading"]: section["disclaimer"] for section in answer["sections"] if section["disclaimer"]}
    assert due
    assert shown == due
    for section, said in zip(record["sections"], answer["sections"], strict=True):
        assert "".join(filter(None, (said["disclaimer"], "\n\n", said["text"]))).endswith(section["text"][-40:])
        assert not said["disclaimer"] or said["disclaimer"] not in said["text"]


def test_search_puts_titles_first(ask: Ask) -> None:
    found = ask("search_strategies", query="building TRUST")
    assert found["strategies"][0]["id"] == "building-trust"
    assert found["total"] >= len(found["strategies"])
    assert ask("search_strategies", query="xyzzy")["strategies"] == []
    assert len(ask("search_strategies", query="the", limit=1)["strategies"]) == 1
    assert ask("search_strategies", query='" OR title: * (')["total"] >= 0
    assert ask("search_strategies", query="?!")["total"] == 0


def test_a_passage_comes_with_its_disclaimer(ask: Ask, bundle: Path) -> None:
    record = read_json(bundle / "json/strategies/student-voice.json")
    section = next(section for section in record["sections"] if section["disclaimer"])
    words = section["text"].removeprefix(section["disclaimer"]["text"])
    hit = next(
        hit for hit in ask("search_strategies", query=words, limit=50)["strategies"] if hit["id"] == "student-voice"
    )
    assert hit["passage"]["heading"] == section["heading"]
    assert hit["passage"]["disclaimer"] == section["disclaimer"]["text"]
    assert hit["passage"]["text"].strip("…") in words
    assert hit["passage"]["url"] == f"{hit['url']}#section-{section['id']}"
    assert ask("search_strategies", query=words)["credit"]["licence"] == "CC-BY-4.0"


# What teachers ask, and the strategy of the real library that answers it. A search for words as they are written found
# half of these.
ASKED = {
    "how do I help students who are afraid of making mistakes": "creating-a-culture-of-error",
    "can I trust this website": "lateral-reading",
    "students talk in small groups about a novel": "book-clubs",
    "reading picture books aloud with preschoolers": "dialogic-reading",
    "retrieval practice at the start of class": "retrieval-practice",
    "review yesterday's lesson at the start of class": "daily-review",
    "plain language for English learners": "accessible-vocabulary-and-syntax",
    "students with ADHD need short directions": "brief-instruction-steps",
    "student agency choice": "student-voice",
    "mark up a text": "annotating",
    "museum visit": "field-trips",
    "posters around the room": "gallery-walk",
    "Think alouds": "think-alouds",
}


@pytest.fixture(scope="module")
def real() -> SearchIndex:
    """The index of the real library."""
    edition = edition_of(ROOT)
    terms = {factor.id: " ".join((*factor.aliases, factor.definition)) for factor in edition.site.factors}
    return SearchIndex(edition.records(), "en", terms)


@pytest.mark.parametrize("query", ASKED)
def test_the_first_result_answers_the_question(query: str, real: SearchIndex) -> None:
    assert real.search(query)[0].strategy == ASKED[query]


def test_languages_without_a_stemmer_find_words_by_their_beginning(real: SearchIndex) -> None:
    other = SearchIndex((strategy for strategy, _ in real._sections[:20]), "de-CH", {})
    assert "annotating" in {found.strategy for found in other.search("annota")}
    assert "annotating" not in {found.strategy for found in real.search("annota")}


def test_strategies_are_found_by_factor_model_and_grade(ask: Ask, bundle: Path) -> None:
    factors = read_json(bundle / "json/factors.json")["factors"]
    factor = next(each for each in factors if each["strategies"])
    found = ask("find_strategies", factor=factor["id"])
    assert [each["id"] for each in found["strategies"]] == factor["strategies"]
    models = read_json(bundle / "json/learner-models.json")["learner_models"]
    model = next(each for each in models if each["strategies"] and each["grades"])
    found = ask("find_strategies", learner_model=model["id"], grade=model["grades"][0])
    assert [each["id"] for each in found["strategies"]] == model["strategies"]
    assert ask("get_factor", id=factor["id"])["definition"] == factor["definition"]
    assert ask("get_factor", id=factor["name"].upper())["url"] == f"{BASE}/factors/{factor['id']}/"


def test_all_terms_are_listed_to_find_strategies_by(ask: Ask) -> None:
    terms = ask("list_terms")
    for kind, argument in (("factors", "factor"), ("categories", "category"), ("learner_models", "learner_model")):
        assert terms[kind]
        for term in terms[kind]:
            assert ask("find_strategies", **{argument: term["id"]})["total"] == term["strategies"]
    assert all(model["grades"] for model in terms["learner_models"])


def test_former_ids_lead_to_their_successor(ask: Ask, bundle: Path) -> None:
    strategies = read_json(bundle / "json/strategies.json")["strategies"]
    tombstones = read_json(bundle / "json/tombstones.json")["tombstones"]
    former = {alias: strategy["id"] for strategy in strategies for alias in strategy["aliases"]}
    former |= {each["id"]: each["replaced_by"] for each in tombstones if each["replaced_by"]}
    assert former
    for old, new in former.items():
        answer = ask("get_strategy", id=old)
        assert answer["id"] == new
        assert old in answer["note"]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("get_strategy", {"id": "building-trus"}, "did you mean building-trust?"),
        ("get_factor", {"id": "../../etc/passwd"}, "there is no factor"),
        ("find_strategies", {"grade": "13"}, "there is no grade 13; the grades are PK, K, 1, 4, 5, 6"),
        ("find_strategies", {"category": "active"}, "there is no category active"),
        ("search_strategies", {"query": "trust", "limit": 0}, "greater than or equal to 1"),
        ("find_strategies", {"factor": "nothing-like-it"}, "there is no factor nothing-like-it"),
    ],
)
def test_what_is_not_there_is_said_in_words(ask: Ask, tool: str, arguments: dict[str, str], words: str) -> None:
    with pytest.raises((RefusedError, MCPError), match=words.replace("?", r"\?")):
        ask(tool, **arguments)


def test_a_bundle_without_json_is_refused(tmp_path: Path) -> None:
    release = published(tmp_path, ("csv",)).release
    line = [sys.executable, "-m", "pipeline", "mcp", str(release)]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "has no json/strategies.json" in done.stderr
