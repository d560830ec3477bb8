"""A library that is not about teaching, in a browser: its start page, a pattern, a role, About, and its search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import HERE
from playwright.sync_api import expect
from sites import edition_of, served, site_of, write

from .conftest import Visitor
from .test_access import SCREENS, looked_at
from .test_finding import titles


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = site_of(edition_of(root=HERE / "incident", search=True))
    with served(write(site, tmp_path_factory.mktemp("incident"))) as origin:
        yield origin


def test_patterns_are_found_by_role_and_signal(visitor: Visitor, origin: str) -> None:
    visit = visitor(origin)
    page = visit.go("index.html")
    expect(page.locator("h1")).to_have_text("Find a pattern")
    page.get_by_role("searchbox").fill("coordinator")
    expect(page.locator("[data-state]")).to_have_text("4 of 6 patterns")
    page.get_by_role("searchbox").fill("")
    page.locator(".facet-field-drilled summary").click()
    page.locator(".facet-field-drilled input[value=false]").check()
    expect(page.locator("[data-state]")).to_have_text("1 of 6 patterns")
    assert titles(page) == ["Hand Over Aloud"]
    assert visit.faults == []


def test_nothing_stands_in_the_way(visitor: Visitor, origin: str) -> None:
    pages = ["", "strategies/declare-early/", "roles/", "roles/commander/", "about/", "categories/2-respond/"]
    found = looked_at(visitor(origin), [f"{each}index.html" for each in pages], SCREENS)
    assert not found, "\n".join(found)
