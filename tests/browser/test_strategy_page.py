"""The page of a strategy as a teacher on a phone, a designer at a desk and a reader with a printer would use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from conftest import HERE
from playwright.sync_api import Locator, Page, expect
from sites import edition_of, served, write

from pipeline.publish.exporters.html_site.layout import layout_of
from pipeline.publish.exporters.html_site.strategy_page import strategy_pages
from pipeline.publish.inputs import StrategyInputs

from .conftest import Visit, Visitor

PAGE = "strategies/everything/index.html"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SECTIONS = [
    *(f"section-{id_}" for id_ in ("overview", "classroom-example", "product-design", "resources", "references")),
    *("sources", "section-factors"),
]
# The margins with the page's number, in points, and what else paper shows that the text does not hold.
FOOT = 34
ADDRESS = re.compile(r"\(https?://[^()]*\)")


def box(found: Locator) -> dict[str, float]:
    """Where an element stands on the page, however far that is scrolled."""
    place = found.evaluate("element => element.getBoundingClientRect().toJSON()")
    return {name: place[name] for name in ("x", "y", "width", "height")} | {
        "y": place["y"] + found.page.evaluate("scrollY")
    }


def test_a_phone_says_at_once_whom_it_is_for(visitor: Visitor) -> None:
    visit = visitor(**PHONE)
    page = visit.go(PAGE)
    grades = page.locator(".glance dd").first
    expect(grades).to_have_text("PK–1 and 4–6")
    assert box(grades)["y"] + box(grades)["height"] < 740, "without scrolling"
    glance = page.get_by_role("region", name="At a glance")
    expect(glance.locator(".chip")).to_have_text(["Motivation", "Emotion", "Curiosity", "Vision"])
    expect(glance.get_by_role("link", name="2 videos")).to_have_attribute("href", "#video-1")
    links = page.locator(".contents a")
    expect(links.first).to_be_hidden()
    page.locator(".contents summary").tap()
    expect(links).to_have_count(len(SECTIONS))
    links.nth(3).tap()
    expect(links.first).to_be_hidden()
    expect(page.locator("#section-resources h2")).to_be_in_viewport()
    assert visit.faults == []


def test_the_contents_come_first_and_show_where_one_is(visit: Visit) -> None:
    page = visit.go(PAGE)
    links = page.get_by_role("navigation", name="On this page").get_by_role("link")
    expect(page.locator(".contents summary")).to_be_hidden()
    assert [link.get_attribute("href") for link in links.all()] == [f"#{id_}" for id_ in SECTIONS]
    order = "(list) => list.compareDocumentPosition(document.querySelector('.text')) & Node.DOCUMENT_POSITION_FOLLOWING"
    assert page.locator(".contents").evaluate(order)
    for place in (2, 4, 0):
        page.locator(f"#{SECTIONS[place]}").evaluate("place => place.scrollIntoView({ behavior: 'instant' })")
        expect(links.nth(place)).to_have_attribute("aria-current", "location")
        expect(page.locator(".contents [aria-current]")).to_have_count(1)
        expect(links.nth(place)).to_be_in_viewport()
    side, text = box(page.locator(".side")), box(page.locator(".text"))
    assert side["width"] == 320
    assert text["x"] + text["width"] < side["x"]


def test_breadcrumbs_end_with_the_page(visit: Visit) -> None:
    crumbs = visit.go(PAGE).get_by_role("navigation", name="Breadcrumb")
    expect(crumbs.get_by_role("listitem")).to_have_text(["Strategies", "Active Learning", "One of Everything"])
    expect(crumbs.locator("[aria-current=page]")).to_have_text("One of Everything")


def test_headings_have_links_and_their_own_names(visit: Visit) -> None:
    page = visit.go(PAGE)
    expect(page.get_by_role("heading", name="Additional Resources", exact=True)).to_be_visible()
    link = page.get_by_role("link", name="Link to “Additional Resources”")
    expect(link).to_have_attribute("href", "#section-resources")
    expect(link).to_have_css("opacity", "0")
    link.focus()
    expect(link).to_have_css("opacity", "1")
    assert "#" not in page.locator(".text").inner_text().replace("#section", "")
    for anchor in page.locator(".anchor").all():
        assert page.locator(anchor.get_attribute("href") or "none").count() == 1


@pytest.mark.parametrize(
    "options", [{}, PHONE, {"java_script_enabled": False}], ids=["at a desk", "on a phone", "without scripts"]
)
def test_definitions_stand_below_their_factors(visitor: Visitor, options: dict[str, object]) -> None:
    """Always, so that nothing has to be pointed at, and nothing lies over the next group."""
    page = visitor(**options).go(PAGE)
    definition = page.locator("#definition-motivation")
    expect(definition).to_have_text("The wish to begin and to go on.")
    chip = page.get_by_role("link", name="Motivation", exact=True).first
    expect(chip).to_have_accessible_description("The wish to begin and to go on.")
    boxes = [box(each) for each in page.locator(".factors > div, .group h3").all()]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = one["x"] + one["width"] <= other["x"]
            assert beside or one["y"] + one["height"] <= other["y"]
    chip.click()
    expect(definition).to_be_in_viewport()


def test_posters_keep_the_place_of_the_player(visitor: Visitor) -> None:
    page = visitor().go(PAGE)
    figure = page.locator("#video-1")
    still = box(figure)
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="", content_type="text/html"))
    figure.get_by_role("button").click()
    expect(figure.locator("iframe")).to_be_visible()
    assert box(figure) == still
    assert box(figure.locator("iframe")) == box(figure.locator(".poster"))


def test_a_poster_is_a_link_without_scripts(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False).go(PAGE)
    page.context.route("https://www.youtube.com/**", lambda route: route.fulfill(body="<title>There</title>"))
    page.locator(".poster").first.click(force=True)
    page.wait_for_url("https://www.youtube.com/watch?v=abcdefghijk")


def test_sources_are_counted_and_quotes_are_curly(visit: Visit) -> None:
    page = visit.go(PAGE)
    sources = page.locator(".sources li")
    expect(sources).to_have_text(["1 study", "3 references"])
    for link in sources.get_by_role("link").all():
        assert page.locator(link.get_attribute("href") or "none").count() == 1
    expect(page.locator("blockquote")).to_have_text("A quotation of a learner: “I know what I do not know.”")
    expect(page.locator(".note").first).to_have_css("font-style", "normal")


# --- Paper ---


@pytest.fixture(scope="module")
def long_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[StrategyInputs]]]:
    """The two longest pages of our own library, and where they are served."""
    everything = edition_of(root=HERE.parent).inputs()
    longest = sorted(everything, key=lambda each: sum(len(section.text) for section in each.record.sections))[-2:]
    files = [file for each in longest for file in strategy_pages(each)]
    files += layout_of(longest[0].shared).theme.assets
    folder = tmp_path_factory.mktemp("paper")
    write({file.path.removeprefix("html/"): file.data for file in files}, folder)
    with served(folder) as origin:
        yield origin, longest


def letters(text: str) -> str:
    """What a reader reads, without marks, spaces and addresses, which paper sets in its own way."""
    return re.sub(r"[\W_]", "", ADDRESS.sub("", "".join(text.split())))


def printed(page: Page, path: Path, sheet: str) -> list[str]:
    """The text of each page of paper, without its number."""
    page.pdf(path=path, format=sheet)
    with pypdfium2.PdfDocument(path) as document:
        return [each.get_textpage().get_text_bounded(bottom=FOOT) for each in document]


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_two_sheets_hold_everything(
    visitor: Visitor, long_pages: tuple[str, list[StrategyInputs]], sheet: str, tmp_path: Path
) -> None:
    origin, longest = long_pages
    for strategy in longest:
        visit = visitor(origin)
        address = f"strategies/{strategy.id}/index.html"
        pages = printed(visit.go(address), tmp_path / "page.pdf", sheet)
        assert len(pages) <= 2
        text = letters("".join(pages))
        record = strategy.record
        lines = [line for section in record.sections for line in (section.heading, *section.text.split("\n"))]
        sentences = [sentence for line in lines for sentence in re.split(r"(?<=[.!?]) ", line)]
        for sentence in (record.title, record.summary, *strategy.definitions.values(), *sentences):
            assert letters(sentence) in text, sentence
        assert letters(f"Updated November 28, 2026 · {origin}{address}") in text
        assert letters(f"{record.title}. Instructional Strategies Starter Library (Version 0.1.0)") in text


def test_a_coverage_map_fits_the_paper(visit: Visit, tmp_path: Path) -> None:
    page = visit.go("coverage/index.html")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 900})  # A4 within its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
    assert page.locator(".map").evaluate("map => map.scrollWidth <= map.clientWidth")
