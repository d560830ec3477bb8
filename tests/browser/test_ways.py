"""Ways into the library with a keyboard, without scripts, and without colours."""

from __future__ import annotations

from .conftest import Visitor


def test_the_map_of_relations_is_walked_with_the_tab_key(visitor: Visitor) -> None:
    visit = visitor(java_script_enabled=False)
    page = visit.go("relations/index.html")
    link = page.get_by_role("link", name="One of Everything", exact=True).first
    link.focus()
    assert link.locator(".own").first.evaluate("arc => getComputedStyle(arc).visibility") == "visible"
    page.keyboard.press("Tab")
    assert link.locator(".own").first.evaluate("arc => getComputedStyle(arc).visibility") == "hidden"
    focused = page.evaluate("document.activeElement.querySelector('title')?.textContent")
    assert focused not in (None, "One of Everything")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/strategies/everything/index.html")
    assert visit.problems == []


def test_a_number_of_the_coverage_map_leads_to_the_strategies_without_scripts(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False).go("coverage/index.html")
    row = page.get_by_role("row", name="Motivation")
    cell = row.get_by_role("cell").first.get_by_role("link")
    number = int(cell.inner_text())
    cell.click()
    group = page.locator(":target")
    assert group.get_by_role("heading").first.inner_text() == "Active Learning"
    assert group.get_by_role("listitem").count() == number


def test_gaps_and_shades_are_told_without_colours(visitor: Visitor) -> None:
    page = visitor(forced_colors="active").go("coverage/index.html")
    styles = page.evaluate(
        """() => [".shade-0", ".shade-1", ".shade-4"].map((name) => {
          const style = getComputedStyle(document.querySelector(`.map td${name}`));
          return [style.borderTopStyle, style.borderInlineStartWidth];
        })"""
    )
    assert styles[0][0] == "dashed"
    assert len({width for _, width in styles[1:]}) == 2
