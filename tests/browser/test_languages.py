"""A site in several languages: each page leads to the same page, and nobody is told the wrong language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import HERE
from sites import served

from pipeline.cli import main

from .conftest import Visitor
from .test_access import ALL

LIBRARY = HERE / "bilingual"
PAGES = ("strategies/check-ins/", "strategies/quiet-start/", "", "coverage/", "factors/attention/", "how-we-choose/")
NAMES = {"en": "English", "es": "Español", "ar": "العربية"}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of the library in three languages is served."""
    out = tmp_path_factory.mktemp("languages")
    with pytest.MonkeyPatch.context() as patch:
        line = ["strategies", "export", "--root", str(LIBRARY), "--out", str(out), "--formats", "html,json"]
        patch.setattr("sys.argv", [*line, "--today", "2026-11-24"])
        with pytest.raises(SystemExit):
            main()
    with served(Path(out / "latest/html").resolve()) as address:
        yield address


def test_the_choice_of_a_language_leads_to_the_same_page(visitor: Visitor, origin: str) -> None:
    visit = visitor(origin)
    for path in PAGES:
        page = visit.go(f"{path}index.html")
        for tag in ("ar", "es", "en"):
            page.click(f"nav.languages >> text={NAMES[tag]}")
            expected = f"{origin}{path}" if tag == "en" else f"{origin}{tag}/{path}"
            assert page.url == f"{expected}index.html"
            assert page.get_attribute("html", "lang") == tag
            assert page.get_attribute("html", "dir") == ("rtl" if tag == "ar" else None)
    assert visit.faults == []


@pytest.mark.parametrize("language", ["es", "ar"])
def test_nothing_is_in_the_way_in_another_language(visitor: Visitor, origin: str, language: str) -> None:
    for width in (320, 1280):
        visit = visitor(origin, viewport={"width": width, "height": 800})
        for path in PAGES:
            page = visit.go(f"{language}/{path}index.html")
            found = Axe().run(page, options=ALL)
            assert found.violations_count == 0, (path, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert visit.faults == []


def test_each_language_is_searched_in_its_own_words(visitor: Visitor, origin: str) -> None:
    page = visitor(origin).go("es/index.html?q=temporizador")
    page.wait_for_selector("text=Saludos")
    assert page.locator("ul.cards > li:visible").count() >= 1


def test_texts_that_are_not_translated_are_marked(visitor: Visitor, origin: str) -> None:
    page = visitor(origin).go("ar/strategies/quiet-start/index.html")
    marked = page.eval_on_selector_all("[lang=en]", "all => all.map((each) => [each.dir, each.textContent.trim()])")
    assert all(direction == "ltr" for direction, text in marked if text != "English"), marked
    assert any(text.startswith("A room that is quiet") for _, text in marked)
