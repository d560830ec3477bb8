"""What readers take away: citations to copy, and a list of their own to compare, print and share."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sites import served

from .conftest import Visit, Visitor
from .test_access import LATE, SCREENS, looked_at

PAGE = "strategies/everything/index.html"
LIST = "my-list/index.html"
SHARED = f"{LIST}?ids=everything,student-voice,crowd-0001,crowd-0002"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
SAID = ["Sources listed", "Factors they share", "Other factors"]
# A browser that lets a site remember nothing.
DENIED = (
    """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("", "SecurityError"); } });"""
)


def titles(page: Page) -> list[str]:
    return page.locator("[data-listed] h2").all_text_contents()


def notice(page: Page, text: str) -> None:
    expect(page.locator(".notice")).to_have_text(text)


# --- citations ---


@pytest.mark.parametrize("name", ["cite.bib", "cite.ris", "cite.csl.json", "references.bib", "references.csl.json"])
def test_what_is_copied_is_the_file(visitor: Visitor, folder: Path, name: str) -> None:
    visit = visitor(permissions=CLIPBOARD)
    page = visit.go(PAGE)
    page.get_by_text("Cite this page").click()
    asked = len(visit.requests)
    button = page.locator(f"[data-copy={name.replace('.', '-')}]")
    button.focus()
    page.keyboard.press("Enter")
    notice(page, "Copied.")
    expect(button).to_be_focused()
    text = (folder / f"strategies/everything/{name}").read_bytes().decode()
    assert page.evaluate("navigator.clipboard.readText()") == text.replace("\r\n", "\n")
    assert len(visit.requests) == asked
    assert visit.faults == []


def test_a_citation_is_copied_with_its_italics(visitor: Visitor) -> None:
    page = visitor(permissions=CLIPBOARD).go(PAGE)
    page.get_by_text("Cite this page").click()
    page.get_by_role("button", name="Copy as APA").click()
    notice(page, "Copied.")
    read = "navigator.clipboard.read().then(async ([item]) => (await item.getType('text/html')).text())"
    assert "<i>One of Everything</i>" in page.evaluate(read)


def test_without_a_clipboard_the_text_is_selected(visit: Visit) -> None:
    visit.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page = visit.go(PAGE)
    page.get_by_text("Cite this page").click()
    page.get_by_role("button", name="Copy the citation as BibTeX").click()
    notice(page, "The text is selected. Copy it with Ctrl+C or ⌘C.")
    assert "@misc{everything" in page.evaluate("String(getSelection())")


# --- my list ---


def test_a_list_is_kept_until_it_is_taken_back(visit: Visit) -> None:
    page = visit.go(PAGE)
    page.get_by_role("button", name="Add to my list").click()
    notice(page, "One of Everything is on your list.")
    expect(page.get_by_role("button", name="Remove from my list")).to_be_focused()
    page = visit.go("index.html")
    expect(page.get_by_role("button", name="Remove One of Everything from my list")).to_be_attached()
    page.get_by_role("button", name="Add Student Voice to my list").focus()
    page.keyboard.press("Space")
    page.get_by_role("link", name="My list 2").click()
    expect(page.locator("[data-state]")).to_have_text("2 strategies")
    assert titles(page) == ["One of Everything", "Student Voice"]
    page.get_by_role("button", name="Remove One of Everything from my list").click()
    expect(page.get_by_role("button", name="Remove Student Voice from my list")).to_be_focused()
    expect(page.locator("[data-state]")).to_have_text("One of Everything is no longer on your list.")
    page.get_by_role("button", name="Undo").click()
    assert titles(page) == ["One of Everything", "Student Voice"]
    page.get_by_role("button", name="Remove all").click()
    expect(page.get_by_text("There is nothing on the list yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.reload()
    expect(page.get_by_text("There is nothing on the list yet.")).to_be_visible()
    assert visit.faults == []
    assert visit.outside == []


def test_cards_that_come_later_have_their_button(visit: Visit) -> None:
    page = visit.go("index.html?category=teacher-modeling-support")
    expect(page.get_by_role("button", name="Add Crowd 0001 to my list")).to_be_visible()
    page.get_by_role("button", name="Add Crowd 0001 to my list").click()
    assert page.url.endswith("index.html?category=teacher-modeling-support")
    expect(page.get_by_role("link", name="My list 1")).to_be_visible()


def test_three_at_most_are_compared(visit: Visit) -> None:
    page = visit.go(SHARED)
    for title in ("One of Everything", "Crowd 0001"):
        page.get_by_role("checkbox", name=f"Compare {title}").check()
    table = page.locator("#comparison table")
    expect(table.locator("thead th")).to_have_text(["One of Everything", "Crowd 0001"])
    notice(page, "Side by side below the list: One of Everything and Crowd 0001")
    page.get_by_role("checkbox", name="Compare Crowd 0002").check()
    expect(page.get_by_role("checkbox", name="Compare Student Voice")).to_be_disabled()
    rows = dict(
        zip(table.locator("tbody th").all_text_contents(), table.locator("tbody tr:nth-child(2)").all(), strict=True)
    )
    assert list(rows) == ["Summary", "Category", "Grades", "Learner models", *SAID]
    assert rows["Grades"].locator("td").all_text_contents() == ["PK–1 and 4–6", "4–6", "4–6"]
    assert rows["Factors they share"].locator("td").all_text_contents() == ["None"]
    page.reload()
    expect(table.locator("thead th")).to_have_count(3)
    assert visit.faults == []


def test_factors_of_all_are_named_once(visit: Visit) -> None:
    page = visit.go(f"{LIST}?ids=crowd-0000,crowd-0005&compare=crowd-0000,crowd-0005")
    shared = page.locator("#comparison tbody").nth(-2)
    expect(shared.locator("td")).to_have_text("Motivation")
    expect(page.locator("#comparison").get_by_text("Motivation")).to_have_count(1)


def test_a_shared_list_leads_on_from_former_ids_and_names_unknown_ones(visit: Visit) -> None:
    visit.go(PAGE).get_by_role("button", name="Add to my list").click()
    page = visit.go(f"{LIST}?ids=all-of-it,morning-circle,student-voice,not-there,<b>,crowd-0001")
    expect(page.locator("[data-state]")).to_have_text("3 strategies")
    assert titles(page) == ["One of Everything", "Student Voice", "Crowd 0001"]
    assert page.locator("[data-notes] li").all_text_contents() == [
        "Morning Circle was retired. Student Voice takes its place.",
        "This library has no strategy with this id: not-there",
    ]
    expect(page.get_by_role("link", name="My list 1")).to_be_visible()
    page.get_by_role("button", name="Add all to my list").click()
    page.get_by_role("link", name="Show my own list").click()
    expect(page.locator("[data-state]")).to_have_text("3 strategies")


def test_the_link_to_a_list_brings_it_elsewhere(visitor: Visitor) -> None:
    page = visitor(permissions=CLIPBOARD).go(f"{SHARED}&compare=crowd-0001,everything")
    page.get_by_role("button", name="Copy link").click()
    notice(page, "Copied.")
    other = visitor().page
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(other.locator("#comparison thead th")).to_have_text(["One of Everything", "Crowd 0001"])
    assert len(titles(other)) == 4


def test_a_browser_that_remembers_nothing_is_told_so(visit: Visit) -> None:
    visit.page.add_init_script(DENIED)
    page = visit.go(PAGE)
    page.get_by_role("button", name="Add to my list").click()
    expect(page.locator(".notice")).to_contain_text("until you leave this page")
    page.get_by_role("link", name="My list 1").click()
    expect(page.locator("[data-state]")).to_have_text("1 strategy")
    expect(page.get_by_text("Your browser lets this site remember nothing.")).to_be_visible()
    page.get_by_role("button", name="Remove One of Everything from my list").click()
    page.get_by_role("button", name="Undo").click()
    page.reload()
    expect(page.locator("[data-listed] h2")).to_have_text(["One of Everything"])
    assert visit.faults == []


def test_it_works_from_a_disk(visitor: Visitor, folder: Path) -> None:
    visit = visitor(f"{folder.as_uri()}/")
    page = visit.go(PAGE)
    page.get_by_role("button", name="Add to my list").click()
    page.get_by_role("link", name="My list 1").click()
    expect(page.locator("[data-state]")).to_have_text("1 strategy")
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    assert visit.problems == []


def test_a_printed_list_is_whole(visit: Visit) -> None:
    page = visit.go(f"{SHARED}&compare=everything,student-voice,crowd-0001")
    expect(page.locator("#comparison thead th")).to_have_count(3)
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("Link to this list:")).to_be_visible()
    expect(page.get_by_text("Supports Motivation").first).to_be_visible()
    assert page.evaluate("[...document.querySelectorAll('.table')].every((e) => e.scrollWidth <= e.clientWidth)")


def test_without_scripts_the_page_says_what_it_would_do(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False).go(LIST)
    expect(page.get_by_text("The list needs JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="All strategies from A to Z")).to_be_visible()
    expect(page.get_by_text("There is nothing on the list yet.")).to_be_hidden()
    page = visitor(java_script_enabled=False).go(PAGE)
    page.get_by_text("Cite this page").click()
    expect(page.get_by_role("link", name="Save the citation as BibTeX")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the citation as BibTeX")).to_be_hidden()


def test_lists_and_comparisons_stand_in_nobody_s_way(visitor: Visitor, folder: Path) -> None:
    with served(folder, late=LATE) as origin:
        paths = [SHARED, f"{SHARED}&compare=everything,student-voice,crowd-0001"]
        found = looked_at(visitor(origin), paths, SCREENS)
    assert not found, "\n".join(found)
