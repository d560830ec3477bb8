"""The preview in a browser: it follows the disk, mends, and lets a page be written by keyboard alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import LIBRARY
from playwright.sync_api import Browser, Dialog, Page, expect

from benchmarks.preview import running

PAGE = "content/strategies/lateral-reading.md"
ADDRESS = "strategies/lateral-reading/index.html"
FORM = f"-/edit?path={PAGE}"
MOST_STEPS = 400
WORDS = "Learners walk from one sheet to the next and say what they see, and then what they think of it. "
# The headings of a page, and how far from the top of the window each is.
HEADINGS = "[...document.querySelectorAll('main h2')].map((each) => [each.innerText, each.getBoundingClientRect().top])"
STANDS = f"([words, top]) => {HEADINGS}.some((each) => each[0] === words && Math.abs(each[1] - top) < 2)"


class Running(NamedTuple):
    """A running preview: its library, its address, the key in it."""

    root: Path
    base: str
    key: str

    def change(self, before: str, after: str) -> None:
        """Edit the page as an editor would."""
        file = self.root / PAGE
        text = file.read_text()
        assert before in text
        file.write_text(text.replace(before, after, 1))

    def address(self, path: str) -> str:
        """An address with the key."""
        return f"{self.base}{path}{self.key}"

    def text(self) -> bytes:
        """The bytes of the page."""
        return (self.root / PAGE).read_bytes()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


@pytest.fixture
def preview(root: Path) -> Iterator[Running]:
    with running(root) as (base, key):
        yield Running(root, base, key)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_open_pages_follow_the_disk_and_the_button_mends(preview: Running, page: Page) -> None:
    before = (preview.root / PAGE).read_bytes()
    page.goto(preview.address(ADDRESS))
    assert "key" not in page.url
    other = page.context.new_page()
    other.goto(preview.base + ADDRESS)
    page.evaluate("scrollTo({ top: 300, behavior: 'instant' })")
    read = next(each for each in page.evaluate(HEADINGS) if each[1] > 0)
    notes = page.locator(".preview-note")
    expect(notes).to_have_count(0)
    preview.change("attention", "attentoin")
    expect(notes).to_contain_text(["attentoin"])
    expect(other.locator(".preview-note")).to_contain_text(["attentoin"])
    page.wait_for_function(STANDS, arg=read)
    preview.change("attentoin", "attention")
    expect(notes).to_have_count(0)
    preview.change("attention", "attentoin")
    notes.first.get_by_role("button").click()
    expect(notes).to_have_count(0)
    expect(other.locator(".preview-note")).to_have_count(0)
    assert (preview.root / PAGE).read_bytes() == before


def test_a_finding_leads_to_its_line(preview: Running, page: Page) -> None:
    preview.change("attention", "attentoin")
    page.goto(preview.address(ADDRESS))
    page.locator(".preview-panel li a").first.click()
    expect(page.locator(".preview-note:target")).to_contain_text("attentoin")
    page.locator(".preview-note").first.get_by_role("link").click()
    expect(page.locator("li:target > code")).to_contain_text("factors: [")
    page.goto(preview.address(FORM))
    page.locator("#preview-findings a").first.click()
    expect(page.get_by_label("Search in factors")).to_be_focused()


def test_the_page_beside_the_form_follows_the_keys(preview: Running, page: Page) -> None:
    before = preview.text()
    page.goto(preview.address(FORM))
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("Lateral Reading")
    inside = page.frames[1]
    inside.evaluate("scrollTo({ top: 400, behavior: 'instant' })")
    page.get_by_label("Title").fill("Sideways Reading")
    expect(frame.locator("h1")).to_have_text("Sideways Reading")
    area = page.locator("textarea[data-section]").first
    area.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" See [it](factor:no-such).")
    note = frame.locator("#section-overview .preview-note")
    expect(note).to_contain_text("no-such")
    expect(page.locator("#preview-findings")).to_contain_text("no-such")
    assert inside.evaluate("scrollY") == 400
    expect(page.locator("#preview-said")).to_have_text("Not saved yet.")
    page.get_by_label("Title").focus()
    note.get_by_role("link").last.click()
    expect(area).to_be_focused()
    assert preview.text() == before
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Lateral Reading")


def test_a_form_changes_only_its_bytes(preview: Running, page: Page) -> None:
    before = preview.text()
    page.goto(preview.address(FORM))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#preview-said")).to_have_text("Saved.")
    assert preview.text() == before
    page.get_by_label("Title").fill("Sideways Reading")
    page.get_by_label("Updated").fill("2026-11-25")
    page.locator("textarea[data-section]").last.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    page.keyboard.press("Control+s")
    expect(page.locator("#preview-said")).to_have_text("Saved.")
    old, new = (text.decode().splitlines() for text in (before, preview.text()))
    differ = {(one, other) for one, other in zip(old, new, strict=True) if one != other}
    assert {other for _, other in differ} == {"title: Sideways Reading", "updated: 2026-11-25", old[-1] + "!"}


def test_nothing_can_be_typed_before_the_form_listens(preview: Running, browser: Browser) -> None:
    """What is typed too early would be taken for what is saved."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(preview.address(FORM))
    expect(page.get_by_label("Title")).to_be_disabled()
    context.close()


def test_two_windows_do_not_overwrite_each_other(preview: Running, page: Page) -> None:
    page.goto(preview.address(FORM))
    other = page.context.new_page()
    other.goto(preview.address(FORM))
    other.get_by_label("Title").fill("Theirs")
    expect(other.locator("#preview-said")).to_have_text("Not saved yet.")
    page.get_by_label("Title").fill("Mine")
    page.keyboard.press("Control+s")
    expect(page.locator("#preview-said")).to_have_text("Saved.")
    told = other.get_by_role("alert")
    expect(told).to_contain_text("changed on the disk meanwhile")
    other.get_by_label("Title").focus()
    other.keyboard.press("Control+s")
    expect(told).to_contain_text("changed on the disk meanwhile")
    expect(other.get_by_label("Title")).to_have_value("Theirs")
    assert b"title: Mine" in preview.text()
    told.get_by_role("button").click()
    expect(other.get_by_label("Title")).to_have_value("Mine")
    other.get_by_label("Title").fill("Both")
    other.keyboard.press("Control+s")
    expect(other.locator("#preview-said")).to_have_text("Saved.")
    expect(page.get_by_label("Title")).to_have_value("Both")
    assert b"title: Both" in preview.text()


def test_a_page_retires_in_favour_of_another(preview: Running, page: Page) -> None:
    page.goto(preview.address(FORM))
    page.get_by_text("Retire this page").click()
    page.get_by_label("Successor").select_option(label="Building Trust")
    page.get_by_role("button", name="Retire", exact=True).click()
    expect(page.get_by_text("Retire this page")).to_have_count(0)
    assert b"status: retired" in preview.text()
    assert b"replaced_by: building-trust" in preview.text()


def test_files_without_a_form_of_fields_are_edited_as_text(preview: Running, page: Page) -> None:
    preview.change("title: ", "title: a: ")
    page.goto(preview.address(FORM))
    area = page.get_by_label(f"Text of {PAGE}")
    page.locator("#preview-findings a").first.click()
    expect(area).to_be_focused()
    area.fill(area.input_value().replace("title: a: ", "title: "))
    expect(page.locator("#preview-findings")).to_have_text("Nothing to mend.")
    page.keyboard.press("Control+s")
    expect(page.get_by_label("Title")).to_have_value("Lateral Reading")


def go(page: Page, label: str) -> None:
    """Press Tab until the part with a label has the focus."""
    wanted = page.get_by_label(label, exact=True).first
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"no way leads to {label}")


def test_a_page_is_written_from_nothing_by_keyboard_alone(preview: Running, page: Page) -> None:
    page.goto(preview.address("-/"))
    go(page, "New page, by its title")
    page.keyboard.type("Gallery Walks")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/edit?**")
    go(page, "Summary")
    page.keyboard.type("Learners walk from one sheet to the next and say what they see there.")
    go(page, "Category")
    page.keyboard.press("ArrowDown")
    for field, choice in (("learner models", "Middle Grades"), ("factors", "Motivation")):
        go(page, f"Search in {field}")
        page.keyboard.type(choice)
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    go(page, "Status")
    page.keyboard.type("published")
    for area in page.locator("textarea[data-section]").all():
        go(page, page.locator(f"label[for={area.get_attribute('id')}]").inner_text())
        page.keyboard.press("Control+Home")
        text = area.input_value()
        quoted = text.startswith(">")
        page.keyboard.press("Control+End")
        page.keyboard.press("Control+Shift+Home" if not quoted else "Shift+Home")
        page.keyboard.type(WORDS * 4)
    expect(page.locator("#preview-findings")).to_contain_text("Nothing to mend.")
    page.keyboard.press("Control+s")
    expect(page.locator("#preview-said")).to_have_text("Saved.")
    checked = subprocess.run(
        [sys.executable, "-m", "pipeline", "check", "--root", str(preview.root)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
    made = subprocess.run(
        [sys.executable, "-m", "pipeline", "export", "--no-search", "--root", str(preview.root)],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    published = preview.root / "exports/latest/html/strategies/gallery-walks/index.html"
    assert "Learners walk from one sheet to the next" in published.read_text()
    assert "status: published" in (preview.root / "content/strategies/gallery-walks.md").read_text()


def test_pages_of_the_preview_have_no_barriers(preview: Running, browser: Browser) -> None:
    preview.change("attention", "attentoin")
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390)):
        size = {"width": width, "height": 800}
        context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
        page = context.new_page()
        for path in ("-/", ADDRESS, FORM, f"{FORM}&whole=1", f"-/source?path={PAGE}"):
            page.goto(preview.address(path))
            assert Axe().run(page).response["violations"] == [], (path, scheme, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        context.close()


# Texts that would run if anything let them through; the number says which one did.
VECTORS = (
    "<img src=missing onerror=alert({0})>",
    "<svg><animate onbegin=alert({0}) attributeName=x dur=1s></svg>",
    "</textarea><script>alert({0})</script>",
    '"\' autofocus onfocus=alert({0}) x="',
    "<iframe srcdoc='<script>parent.alert({0})</script>'></iframe>",
    "<details open ontoggle=alert({0})>",
)


def test_nothing_that_authors_write_runs(root: Path, page: Page, request: pytest.FixtureRequest) -> None:
    run: list[str] = []

    def note(dialog: Dialog) -> None:
        run.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.set_content("".join(vector.format(90 + number) for number, vector in enumerate(VECTORS)))
    page.wait_for_timeout(500)
    assert {"90", "91", "92", "94", "95"} <= set(run), "the vectors run where nothing holds them"
    run.clear()
    file, text = root / PAGE, (root / PAGE).read_text()
    hostile = " ".join(vector.format(number) for number, vector in enumerate(VECTORS))
    quoted = hostile.replace("'", "''")
    text = text.replace("title: Lateral Reading", f"title: '{quoted}'").replace("factors: [", f"factors: ['{quoted}', ")
    text = text.replace("\n## ", f"\n## {hostile}\n\n[link](javascript:alert(10))\n\n{hostile}\n\n## ", 1)
    file.write_text(text)
    (root / "static").mkdir()
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(11)</script></svg>"
    for name in ("own.svg", "own.html"):
        (root / "static" / name).write_text(drawing)
    (root / "static/own.js").write_text("alert(12)")
    (root / "templates/blocks").mkdir(parents=True)
    (root / "templates/blocks/head.html").write_text('<script src="/own.js"></script><script>alert(13)</script>')
    preview: Running = request.getfixturevalue("preview")
    for path in (ADDRESS, "-/", FORM, f"{FORM}&whole=1", f"-/source?path={PAGE}", "own.svg", "own.html", "index.html"):
        page.goto(preview.address(path))
        page.wait_for_timeout(200)
        assert run == [], path
    page.goto(preview.address(f"{FORM}&whole=1"))
    area = page.locator("textarea")
    area.fill(f"{text}\n\n{hostile}\n\n[another](factor:{hostile})\n")
    expect(page.locator("#preview-said")).to_have_text("Not saved yet.")
    page.wait_for_timeout(1000)
    assert run == []
