"""Fields of a library's own: filters, cards, and the box at a glance."""

from __future__ import annotations

from collections.abc import Iterator

import own_fields
import pytest
from playwright.sync_api import expect
from sites import edition_of, served, site_of, write

from .conftest import Visitor
from .test_access import SCREENS, looked_at
from .test_finding import counts, titles


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of a library with a field of each type."""
    site = site_of(edition_of(own_fields.sources()))
    with served(write(site, tmp_path_factory.mktemp("own-fields"))) as origin:
        yield origin


def test_own_fields_filter_and_stand_on_cards(visitor: Visitor, origin: str) -> None:
    visit = visitor(origin)
    page = visit.go("index.html")
    card = page.locator("[data-cards] .card", has_text="Student Voice")
    shown = "Grade band: 3-5, K-2 · Materials: =cards & <i>timers</i> · Minutes: -20 · Outdoors: No"
    expect(card.locator(".own")).to_have_text(f"{shown} · Main factor: Motivation")
    for facet in ("mode", "outdoors"):
        page.locator(f".facet-field-{facet} summary").click()
    assert counts(page, "field-grade_band") == {"K-2": 3, "3-5": 1}
    assert counts(page, "field-outdoors") == {"No": 1}
    page.get_by_role("checkbox", name="Whole class").check()
    expect(page.locator("[data-state]")).to_have_text("1 of 3 strategies")
    assert titles(page) == ["Student Voice"]
    expect(card.locator(".own")).to_have_text(f"{shown} · Main factor: Motivation")
    page.locator(".facet-field-outdoors").get_by_role("checkbox").check()
    page.reload()
    expect(page.locator("[data-state]")).to_have_text("1 of 3 strategies")
    assert visit.faults == []


def test_own_fields_stand_in_the_box_at_a_glance(visitor: Visitor, origin: str) -> None:
    visit = visitor(origin)
    page = visit.go(f"strategies/{own_fields.FULL}/index.html")
    pairs = page.locator(".glance dl > div")
    found = dict(zip(pairs.locator("dt").all_inner_texts(), pairs.locator("dd").all_inner_texts(), strict=True))
    own = {name: found[name] for name in ("Mode <b>", "Materials", "Minutes", "Cost per learner", "Outdoors")}
    assert own == {
        "Mode <b>": "Whole class",
        "Materials": "=cards & <i>timers</i>",
        "Minutes": "-20",
        "Cost per learner": "2.5",
        "Outdoors": "No",
    }
    page.locator(".glance").get_by_role("link", name="Building Trust").click()
    expect(page.locator("h1")).to_contain_text("Building")
    assert visit.faults == []


def test_own_fields_stand_in_nobodys_way(visitor: Visitor, origin: str) -> None:
    pages = ["index.html", f"strategies/{own_fields.FULL}/index.html"]
    found = looked_at(visitor(origin), pages, SCREENS)
    assert not found, "\n".join(found)
