"""Full-text search over more pages than are shown at once: all hits count, few are loaded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sites import crowd, edition_of, served, site_of, write

from pipeline.source.text import Source

from .conftest import Visit, Visitor
from .test_finding import counts

MANY, SHOWN = 150, 18
# A search asks for the program, the index, the catalog, and the excerpts of the cards that are in view.
MOST_REQUESTS = 30
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


def test_all_hits_are_found_and_those_in_view_are_loaded(visit: Visit) -> None:
    page = visit.go("index.html")
    before = len(visit.requests)
    page.get_by_label("Search").fill(WORD)
    expect_state(page, f"{MANY} of {MANY + 3} strategies")
    expect(page.locator("[data-cards] h3")).to_have_count(SHOWN)
    expect(page.locator("[data-cards] mark").first).to_have_text(WORD)
    page.wait_for_load_state("networkidle")
    assert 0 < loaded(visit) < SHOWN
    page.locator("[data-more]").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert len(visit.requests) - before <= MOST_REQUESTS
    for shown in range(2 * SHOWN, MANY + SHOWN, SHOWN):
        page.get_by_role("button", name="Show more").click()
        expect(page.locator("[data-cards] h3")).to_have_count(min(shown, MANY))
    assert page.locator(":focus").inner_text() == titles(page)[MANY - MANY % SHOWN]
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    assert sorted(titles(page)) == [f"Crowd {place:04}" for place in range(MANY)]
    assert visit.faults == []
    assert visit.outside == []


def test_filters_hold_for_all_hits(visit: Visit) -> None:
    page = visit.go(f"index.html?q={WORD}&category=active-learning")
    expect_state(page, f"{MANY // 10} of {MANY + 3} strategies")
    expect(page.locator("[data-cards] h3")).to_have_count(MANY // 10)
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
    assert [title for title in titles(page) if title.endswith("0")] == []
    expect_state(visit.go(f'index.html?q="{WORD} lesson"'), f"{MANY - MANY // 10} of {MANY + 3} strategies")


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("autism", "Nothing says “autism”. Try another word, or look around:"),
        ("Autism, aardvark", "Nothing says “Autism” or “aardvark”. Try another word, or look around:"),
        (f'"{WORD} autism"', f"Nothing says “{WORD} autism”. Try another word, or look around:"),
    ],
)
def test_words_that_no_page_has_find_none(visit: Visit, query: str, state: str) -> None:
    """Pagefind goes back to the letters that some word begins with, which may be the article."""
    page = visit.go("index.html")
    page.get_by_label("Search").fill(query)
    expect_state(page, state)
    assert titles(page) == []
    expect(page.locator("[data-terms] a")).to_have_text(["Active Learning", "Teacher Modeling & Support"])
    page.get_by_label("Search").fill("")
    expect_state(page, f"{MANY + 3} strategies")
    assert visit.faults == []


def test_a_few_that_come_near_are_shown_as_such(visit: Visit) -> None:
    page = visit.go("index.html?q=building autism trust")
    expect_state(page, "Nothing says “autism”. Nearest:")
    assert titles(page)[0] == "Building Trust"
    assert len(titles(page)) <= 6
    page.get_by_role("checkbox", name="Active Learning").check()
    expect_state(page, "Nothing says “autism”. Take back a filter, or try another word.")
    assert visit.faults == []


def test_a_slip_is_mended(visit: Visit) -> None:
    page = visit.go("index.html?q=motivaton")
    expect(page.locator("[data-state]")).to_have_text("Nothing says “motivaton”. Nearest:")
    expect(page.get_by_role("link", name="Motivation").first).to_be_visible()
    page.get_by_role("button", name="Did you mean “motivation”?").click()
    expect(page.locator("[data-state]")).to_contain_text(f" of {MANY + 3} strategies")
    assert page.url.endswith("?q=motivation")


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("civic identity", "Civic Mindedness", "Factor, also called civic identity"),
        ("early grades", "Early Grades", "Learner model"),
        ("active", "Active Learning", "Category"),
    ],
)
def test_terms_are_found_by_all_their_names(visit: Visit, query: str, name: str, kind: str) -> None:
    page = visit.go(f"index.html?q={query}")
    found = page.locator("[data-terms] li").first
    expect(found).to_have_text(f"{name} {kind}")
    expect(page.locator("[data-cards] h3").first).to_be_visible()
    found.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("word", ["Overview", "endorsements", "Additional"])
def test_what_stands_on_every_page_is_not_searched(visit: Visit, word: str) -> None:
    """Generated headings and disclaimers."""
    expect_state(visit.go(f"index.html?q={word}"), f"Nothing says “{word}”. Try another word, or look around:")


def test_the_count_is_that_of_the_index(visit: Visit) -> None:
    page = visit.go(f"index.html?q={WORD}")
    expect_state(page, f"{MANY} of {MANY + 3} strategies")
    index = "import('./pagefind/pagefind.js').then((engine) => engine.search('\"%s\"'))"
    assert page.evaluate(f"{index % WORD}.then(({{ results }}) => results.length)") == MANY


@pytest.mark.parametrize("lost", ["**/pages.json", "**/pagefind.js"])
def test_without_the_index_it_looks_through_titles_and_says_so(visit: Visit, lost: str) -> None:
    visit.page.route(lost, lambda route: route.abort())
    page = visit.go("index.html?q=lateral")
    expect(page.locator("[data-cards] h3")).to_have_text(["Lateral Reading"])
    expect(page.locator("[data-note]")).to_contain_text("Full-text search could not be loaded.")


def test_characters_side_by_side_are_a_phrase(visit: Visit) -> None:
    """Of languages that put no space between words."""
    page = visit.go("index.html")
    assert page.evaluate("partsOf('合作学习 trust')") == [
        {"text": "合作学习", "phrase": True},
        {"text": "trust", "phrase": False},
    ]
    assert page.evaluate("says(wordsOf('小组合作学习'), partsOf('合作'))")
    assert not page.evaluate("says(wordsOf('小组合作学习'), partsOf('作合'))")
    shown = "marked('在 <mark>学</mark> <mark>习</mark> 和 AI tools').map((part) => part.textContent).join('')"
    assert page.evaluate(shown) == "在学习和 AI tools"
