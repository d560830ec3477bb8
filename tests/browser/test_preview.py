"""The preview in a browser: it follows the disk, mends, and lets a page be written by keyboard alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import LIBRARY
from playwright.sync_api import Browser, Page, expect

from benchmarks.site.browser import started

PAGE = "content/strategies/lateral-reading.md"
ADDRESS = "strategies/lateral-reading/index.html"
MOST_STEPS = 400
WORDS = "Learners walk from one sheet to the next and say what they see, and then what they think of it. "


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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Running]:
    root = tmp_path / "library"
    shutil.copytree(LIBRARY, root)
    command = [sys.executable, "-m", "pipeline", "preview", "--no-browser", "--root", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = re.search(r"(http://\S+?/)-/(#key=\S+)", process.stderr.readline())
        assert found
        yield Running(root, *found.groups())
        process.terminate()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_open_pages_follow_the_disk_and_the_button_mends(preview: Running, page: Page) -> None:
    before = (preview.root / PAGE).read_bytes()
    page.goto(preview.address(ADDRESS))
    assert "key" not in page.url
    other = page.context.new_page()
    other.goto(preview.base + ADDRESS)
    page.evaluate("scrollTo({ top: 300, behavior: 'instant' })")
    notes = page.locator(".preview-note")
    expect(notes).to_have_count(0)
    preview.change("attention", "attentoin")
    expect(notes).to_contain_text(["attentoin"])
    expect(other.locator(".preview-note")).to_contain_text(["attentoin"])
    assert page.evaluate("scrollY") == 300
    preview.change("attentoin", "attention")
    expect(notes).to_have_count(0)
    preview.change("attention", "attentoin")
    notes.first.get_by_role("button").click()
    expect(notes).to_have_count(0)
    expect(other.locator(".preview-note")).to_have_count(0)
    assert (preview.root / PAGE).read_bytes() == before


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
    assert "status: published" in (preview.root / "content/strategies/gallery-walks.md").read_text()


def test_pages_of_the_preview_have_no_barriers(preview: Running, chromium: Browser) -> None:
    preview.change("attention", "attentoin")
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    for path in ("-/", ADDRESS, f"-/edit?path={PAGE}", f"-/source?path={PAGE}"):
        page.goto(preview.address(path))
        assert Axe().run(page).response["violations"] == [], path
    context.close()
