"""Full-text search over more pages than are shown at once: all hits count, few are loaded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sites import crowd, edition_of, served, site_of, write

from pipeline.source.text import Source

from .conftest import Visit, Visitor
from .test_finding import counts

MANY, SHOWN = 150, 48
# It stands on each page of the crowd and nowhere else. On every tenth the words around it stand in another order.
WORD = "zither"


def page(place: int, source: Source) -> Source:
    shelf = "active-learning" if place % 10 == 0 else "teacher-modeling-support"
    words = f"a {WORD} lesson" if place % 10 else f"a lesson with a {WORD}"
    head, _, rest = source.text.partition("\ncategory: ")
    rest = rest.partition("\n")[2].replace("## Overview\n\n", f"## Overview\n\nThe class has {words}. ", 1)
    return Source(source.path, f"{head}\ncategory: {shelf}\n{rest}")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site of that many strategies is served."""
    pages = [page(place, source) for place, source in enumerate(crowd(MANY))]
    site = site_of(edition_of(pages, search=True, rules=()))
    with served(write(site, tmp_path_factory.mktemp("many"))) as origin:
        yield origin


@pytest.fixture
def visit(visitor: Visitor, many: str) -> Visit:
    return visitor(many)


def loaded(visit: Visit) -> int:
    """How many hits were loaded so far."""
    return sum(url.endswith(".pf_fragment") for url in visit.requests)


def titles(page: Page) -> list[str]:
    """Of all cards, those too that a browser has not laid out yet."""
    return page.locator("[data-cards] h3").all_text_contents()


def expect_state(page: Page, text: str) -> None:
    expect(page.locator("[data-state]")).to_have_text(text)


def test_all_hits_are_found_and_those_shown_are_loaded(visit: Visit) -> None:
    page = visit.go(f"index.html?q={WORD}")
    expect_state(page, f"{MANY} of {MANY + 3} strategies")
    expect(page.locator("[data-cards] mark")).to_have_count(SHOWN)
    assert loaded(visit) == SHOWN
    for shown in (2 * SHOWN, 3 * SHOWN, MANY):
        page.get_by_role("button", name="Show more").click()
        expect(page.locator("[data-cards] mark")).to_have_count(shown)
    assert loaded(visit) == MANY
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    assert sorted(titles(page)) == [f"Crowd {place:04}" for place in range(MANY)]
    assert visit.faults == []
    assert visit.outside == []


def test_filters_hold_for_all_hits(visit: Visit) -> None:
    page = visit.go(f"index.html?q={WORD}&category=active-learning")
    expect_state(page, f"{MANY // 10} of {MANY + 3} strategies")
    expect(page.locator("[data-cards] mark")).to_have_count(MANY // 10)
    assert loaded(visit) == MANY // 10
    page.reload()
    expect_state(page, f"{MANY // 10} of {MANY + 3} strategies")


def test_counts_of_filters_are_those_of_all_hits(visit: Visit) -> None:
    page = visit.go(f"index.html?q={WORD}")
    expect_state(page, f"{MANY} of {MANY + 3} strategies")
    assert counts(page, "category") == {"Active Learning": 15, "Teacher Modeling & Support": 135}
    page.locator(".facet-model > summary").click()
    page.get_by_role("checkbox", name="Early Grades").check()
    expect_state(page, f"{MANY // 5} of {MANY + 3} strategies")
    page.get_by_role("checkbox", name="Active Learning").check()
    expect_state(page, f"{MANY // 10} of {MANY + 3} strategies")


def test_the_beginning_of_a_word_finds_it(visit: Visit) -> None:
    expect_state(visit.go(f"index.html?q={WORD[:4]}"), f"{MANY} of {MANY + 3} strategies")


def test_the_very_words_come_first(visit: Visit) -> None:
    page = visit.go(f"index.html?q={WORD} lesson")
    expect_state(page, f"{MANY} of {MANY + 3} strategies")
    page.get_by_role("button", name="Show more").click()
    page.get_by_role("button", name="Show more").click()
    first = titles(page)[: MANY - MANY // 10]
    assert [title for title in first if title.endswith("0")] == []
    expect_state(visit.go(f'index.html?q="{WORD} lesson"'), f"{MANY - MANY // 10} of {MANY + 3} strategies")


@pytest.mark.parametrize(
    ("query", "lacking"),
    [
        ("autism", "“autism”"),
        (f"{WORD} autism", "“autism”"),
        ("Autism, aardvark", "“Autism” or “aardvark”"),
    ],
)
def test_words_that_no_page_has_are_named(visit: Visit, query: str, lacking: str) -> None:
    """Pagefind goes back to the letters that some word begins with, which may be the article."""
    page = visit.go(f"index.html?q={query}")
    state = page.locator("[data-state]")
    expect(state).to_contain_text(f"strategies. No page has {lacking}: these have words that begin alike.")
    assert titles(page)
    page.get_by_label("Search").fill("")
    expect_state(page, f"{MANY + 3} strategies")
    assert visit.faults == []


def test_nothing_found_is_nothing_shown(visit: Visit) -> None:
    page = visit.go(f'index.html?q="{WORD} autism"')
    expect_state(page, f"0 of {MANY + 3} strategies. Take back a filter, or try another word.")
    assert titles(page) == []
