"""What assistive technology meets: axe-core on every template, in light and dark, narrow and wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from sites import write

from pipeline.publish.exporters.html_site.data_page import DataFile, web_pages
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.publication_inputs import PublicationInputs

from .conftest import Visitor

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SCREENS = [(320, "light"), (1280, "dark")]
# One page for each template.
PAGES = [
    "index.html",
    "strategies/everything/index.html",
    "strategies/morning-circle/index.html",
    "factors/index.html",
    "factors/motivation/index.html",
    "factors/focus/index.html",
    "categories/index.html",
    "categories/active-learning/index.html",
    "learner-models/index.html",
    "learner-models/middle-grades/index.html",
    "coverage/index.html",
    "coverage/early-grades/index.html",
    "a-z/index.html",
    "my-list/index.html",
    "my-list/index.html?ids=everything,student-voice,crowd-0001&compare=everything,student-voice",
    "about/index.html",
    "404.html",
]
DATA = "data/index.html"


@pytest.fixture(scope="module", autouse=True)
def data_page(edition: PublicationInputs, folder: Path) -> None:
    """The page that only a folder to deploy has."""
    files = [DataFile("csv/factors.csv", "factors", 2048, "0123456789abcdef" * 4)]
    pages = {file.path.removeprefix("html/"): file.data for file in web_pages(Site(edition.site), files, [])}
    write({DATA: pages[DATA]}, folder)


@pytest.mark.parametrize("path", [*PAGES, DATA])
def test_nothing_stands_in_the_way(visitor: Visitor, path: str) -> None:
    visit = visitor(viewport={"width": 1280, "height": 900})
    page = visit.go(path)
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page, options=RULES)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert visit.faults == []
    assert visit.outside == []


def test_the_examiner_sees(visitor: Visitor) -> None:
    """The control: a page with faults that must be found."""
    page = visitor().page
    page.set_content('<html lang="en"><title>x</title><p style="color:#bbb">pale</p><img src="x"><button></button>')
    found = {violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]}
    assert {"color-contrast", "image-alt", "button-name"} <= found


def test_every_template_is_looked_at(edition: PublicationInputs, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.publish.exporters.html_site import layout, pages, site
    from pipeline.publish.exporters.html_site.strategy_page import strategy_pages

    seen: dict[str, str] = {}

    def page(self: layout.SiteLayout, sheet: layout.TemplateInput, root: str | None = None) -> object:
        seen[sheet.path] = sheet.template
        return render(self, sheet, root)

    render = layout.SiteLayout.page
    monkeypatch.setattr(layout.SiteLayout, "page", page)
    own = site.Site(edition.site)
    for made in (pages.start_pages, pages.list_pages, pages.gone_pages):
        list(made(own))
    for strategy in edition.inputs():
        list(strategy_pages(strategy))
    # A redirect leaves at once; what it shows is looked at by the HTML checker.
    assert set(seen.values()) - {seen[path.partition("?")[0]] for path in PAGES} == {"moved.html"}
