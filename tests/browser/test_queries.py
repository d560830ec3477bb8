"""What readers ask of the library in `content/`, and what they must see first: on a server, and from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect
from sites import edition_of, served, site_of, write

from .conftest import Visit, Visitor

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIRST = 3
# Gives the ids on the first cards and the paths of the terms that are shown, when the answer to a query is there.
ASK = """async (query) => {
  const finder = window.finder;
  finder.words.value = query;
  await finder.ready();
  finder.answer = await finder.ask(query);
  await finder.update();
  const visible = (list) => list.hidden ? [] : [...list.querySelectorAll("a")];
  const end = (link) => link.href.split("/").slice(-3, -1).join("/");
  return {
    strategies: visible(finder.parts.cards).map(end),
    terms: visible(finder.parts.terms).map(end),
    state: finder.parts.state.textContent,
  };
}"""
FOLDERS = {"factor": "factors", "category": "categories", "model": "learner-models"}


class Asked(NamedTuple):
    """A line of `queries.txt`."""

    query: str
    wanted: list[str]

    @property
    def strategies(self) -> set[str]:
        return {f"strategies/{word}" for word in self.wanted if "/" not in word and word not in ("near", "nothing")}

    @property
    def terms(self) -> set[str]:
        pairs = (word.partition("/") for word in self.wanted if "/" in word)
        return {f"{FOLDERS[kind]}/{id_}" for kind, _, id_ in pairs}


LINES = (HERE / "queries.txt").read_text(encoding="utf-8").splitlines()
PARTS = (line.partition(":") for line in LINES if line[0] != "#")
QUERIES = [Asked(query, wanted.split()) for query, _, wanted in PARTS]
# Words of titles, summaries and terms, which need no index.
FROM_DISK = ["debate", "ACEs", "cooperative learning", "Math PK–2", "cooperitive learning", "autism"]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(site_of(edition_of([], ROOT, search=True)), tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def origin(real: Path) -> Iterator[str]:
    with served(real) as address:
        yield address


def answered(page: Page, asked: Asked) -> str:
    """What is wrong with the answer to a query; nothing if it is right."""
    answer = page.evaluate(ASK, asked.query)
    nearest, nothing = "Nearest:" in answer["state"], answer["state"].startswith("Nothing says")
    right = asked.strategies <= set(answer["strategies"][:FIRST]) and asked.terms <= set(answer["terms"][:FIRST])
    right &= nearest == ("near" in asked.wanted)
    if "nothing" in asked.wanted:
        right &= nothing and not answer["strategies"]
    return "" if right else f"{asked.query}: {answer}"


def opened(visit: Visit) -> Page:
    page = visit.go("index.html")
    page.evaluate("window.finder = new Finder(document.querySelector('[data-finder]'))")
    return page


def test_forty_queries(visitor: Visitor, origin: str) -> None:
    assert len(QUERIES) >= 40
    visit = visitor(origin)
    page = opened(visit)
    faults = [fault for asked in QUERIES if (fault := answered(page, asked))]
    assert not faults, "\n".join(faults)
    assert visit.faults == []


def test_all_of_a_category_are_found(visitor: Visitor, origin: str) -> None:
    page = opened(visitor(origin))
    answer = page.evaluate(ASK, "cooperative learning")
    assert answer["state"] == "9 of 40 strategies"


def test_longer_words_are_shown_on_request(visitor: Visitor, origin: str) -> None:
    page = visitor(origin).go("index.html?q=act")
    state = page.locator("[data-state]")
    expect(state).to_contain_text(" of 40 strategies")
    exact = int(state.inner_text().split()[0])
    page.get_by_role("button", name="Show longer words that begin like “act”, too").click()
    expect(page.locator("[data-meant]")).to_be_hidden()
    assert int(state.inner_text().split()[0]) > exact


def test_from_a_disk(visitor: Visitor, real: Path) -> None:
    visit = visitor(f"{real.as_uri()}/")
    page = opened(visit)
    asked = [each for each in QUERIES if each.query in FROM_DISK]
    assert len(asked) == len(FROM_DISK)
    names = [Asked(each.query, [word for word in each.wanted if "/" in word or "n" in word[:1]]) for each in asked]
    assert [fault for each in names if (fault := answered(page, each))] == []
    assert page.evaluate(ASK, "belonging")["strategies"]
    assert visit.faults == []
