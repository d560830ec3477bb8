"""From a citation in a sentence to the work at the end of the page: on a screen, by keyboard, and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import Visit

PAGE = "strategies/everything/index.html"
STUDY, GUIDE = "#reference-reyes-2022", "#reference-ito-2021"
COLOUR = "element => getComputedStyle(element).backgroundColor"


def test_a_citation_leads_to_its_source_which_is_marked(visit: Visit) -> None:
    page = visit.go(PAGE)
    link = page.get_by_role("link", name="one study")
    expect(link).to_have_attribute("href", STUDY)
    expect(link).to_have_attribute("role", "doc-biblioref")
    source = page.locator(STUDY)
    expect(source).not_to_be_in_viewport()
    plain = source.evaluate(COLOUR)
    link.click()
    assert page.url.endswith(f"{PAGE}{STUDY}")
    expect(source).to_be_in_viewport()
    assert source.evaluate(COLOUR) != plain
    assert page.locator(GUIDE).evaluate(COLOUR) == plain
    expect(source).to_contain_text("Reyes, Ada M., O’Neil, B.")
    expect(source).to_contain_text("Journal of <i>Made-up</i> Studies")
    assert visit.faults == []


def test_a_citation_can_be_followed_with_the_keyboard(visit: Visit) -> None:
    page = visit.go(PAGE)
    page.emulate_media(reduced_motion="reduce")  # images that come meanwhile would end a smooth way there
    link = page.get_by_role("link", name="A guide", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(GUIDE)).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href") == "https://eric.ed.gov/?id=ED600001"
    page.go_back()
    expect(page.locator(GUIDE)).not_to_be_in_viewport()
    page.go_forward()
    expect(page.locator(GUIDE)).to_be_in_viewport()


def test_a_resource_that_is_a_work_leads_out_and_its_citations_to_the_list(visit: Visit) -> None:
    page = visit.go(PAGE)
    resource = page.locator("#section-resources").get_by_role("link", name="Checking Sources with Pupils")
    expect(resource).to_have_attribute("href", "https://eric.ed.gov/?id=ED600001")
    expect(page.locator(f".text a[href='{GUIDE}']")).to_have_count(2)
    sources = page.locator("#sources")
    expect(sources.get_by_role("listitem")).to_have_count(2)
    expect(sources.locator("a[href^='https:']")).to_have_count(2)
    contents = page.get_by_role("navigation", name="On this page")
    expect(contents.get_by_role("link", name="Sources", exact=True)).to_have_attribute("href", "#sources")


def test_nothing_stands_in_the_way_of_sources(visit: Visit) -> None:
    page = visit.go(f"{PAGE}{STUDY}")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_paper_shows_each_source_and_its_address_once(visit: Visit, tmp_path: Path) -> None:
    visit.go(PAGE).pdf(path=tmp_path / "page.pdf", format="A4")
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        text = "".join(re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document)
    for words in ("LeavingthePage:WhatReadersGain&Lose", "eric.ed.gov/?id=ED600001", "ItoInstitute(2021)"):
        assert text.count(words) == 1, words
    assert text.count("doi.org/10.5555/leaving") == 1
    assert text.count("reference-") == 0
