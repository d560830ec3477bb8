"""A real browser judges what rules of a library's styles hide, and the rule `hidden-disclaimer` must have found it.

Seen is what changes the picture: the page is taken with the words of a disclaimer and without them. So colours, covers,
masks, clips and distances count, whatever they are called.
"""

from __future__ import annotations

import io
from functools import cache

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, FloatRect, Route
from sites import edition_of, site_of
from test_visible import HARMLESS, HIDING, OF_STATES

from pipeline.model.theme_styles import style_problems
from pipeline.source.text import Source

ORIGIN = "http://library.test"
PAGE = "strategies/student-voice/index.html"
# Differences of grey that an eye takes for a letter, and the part of the letters' dots that must be left to read them.
PLAIN, LEGIBLE = 64, 0.3
WIDTH, HEIGHT = 800, 600
# Puts another stylesheet in the place of the page's one, and the page as it was; gives where the words of its first
# disclaimer stand, once it is scrolled to them. Boxes keep their heights when words go.
PLACE = """async (name) => {
  const [note, link] = [document.querySelector(".note"), document.querySelector("link[rel=stylesheet]")];
  const boxes = [note, note.parentElement];
  for (const each of boxes) each.removeAttribute("style");
  window.words ??= note.innerHTML;
  note.innerHTML = window.words;
  const next = link.cloneNode();
  next.href = link.href.replace(/[?].*|$/, `?${name}`);
  await new Promise((done) => { next.onload = next.onerror = done; link.replaceWith(next); });
  for (const each of document.getAnimations()) try { each.finish(); } catch { each.currentTime = 1e9; }
  note.scrollIntoView({ block: "center", behavior: "instant" });
  const range = document.createRange();
  range.selectNodeContents(note);
  const box = range.getBoundingClientRect();
  boxes.push(...note.children);
  const heights = boxes.map((each) => each.getBoundingClientRect().height);
  boxes.forEach((each, place) => each.style.setProperty("min-height", `${heights[place]}px`, "important"));
  return [box.x, box.y, box.right, box.bottom];
}"""
BLANK = """() => {
  const walker = document.createTreeWalker(document.querySelector(".note"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/\\S/g, "\\u00a0");
}"""


class Judge:
    """Sees how many dots of a screen show the words of a disclaimer."""

    def __init__(self, browser: Browser) -> None:
        self.site, self.css = site_of(edition_of()), [""]
        self.page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        self.page.route("**/*", self._answer)
        self.page.goto(f"{ORIGIN}/{PAGE}")
        self.usual = self._dots("")

    def _answer(self, route: Route) -> None:
        path, _, number = route.request.url.removeprefix(f"{ORIGIN}/").partition("?")
        body, ending = self.site.get(path, b""), path.rpartition(".")[2]
        if path.endswith("more.css"):
            body = b".note{display:none}"
        elif ending == "css":
            own = self.css[int(number or 0)].encode()
            body = own + body if own.startswith(b"@import") else body + own  # an import counts only where it is first
        kinds = {"css": "text/css", "html": "text/html", "js": "text/javascript"}
        route.fulfill(body=body, content_type=kinds.get(ending, ""))

    @cache  # noqa: B019 - there is one
    def hides(self, css: str) -> bool:
        """True if nobody can read a disclaimer with these rules after ours."""
        return self._dots(css) < LEGIBLE * self.usual

    def _dots(self, css: str) -> int:
        self.css.append(css)
        left, top, right, bottom = self.page.evaluate(PLACE, str(len(self.css) - 1))
        x, y = max(left, 0), max(top, 0)
        width, height = min(right, WIDTH) - x, min(bottom, HEIGHT) - y
        if width < 1 or height < 1:
            return 0
        clip: FloatRect = {"x": x, "y": y, "width": width, "height": height}
        with_words = self._taken(clip)
        self.page.evaluate(BLANK)
        return sum(ImageChops.difference(with_words, self._taken(clip)).histogram()[PLAIN:])

    def _taken(self, clip: FloatRect) -> Image.Image:
        return Image.open(io.BytesIO(self.page.screenshot(clip=clip))).convert("L")


@pytest.fixture(scope="module")
def judge(browser: Browser) -> Judge:
    made = Judge(browser)
    assert made.usual > 500, "it sees the words"
    return made


def found(css: str) -> bool:
    return bool(list(style_problems(Source("static/theme.css", css))))


def test_what_the_browser_hides_is_found(judge: Judge) -> None:
    """Of every way to hide, and of every harmless rule."""
    tried = (*HIDING, *OF_STATES, *HARMLESS)
    assert [css for css in tried if judge.hides(css) and not found(css)] == []


def test_every_way_to_hide_does(judge: Judge) -> None:
    """So the cases of the rule are no straw men, and the harmless ones are harmless."""
    assert [css for css in HIDING if not judge.hides(css)] == []
    assert [css for css in HARMLESS if judge.hides(css)] == []
