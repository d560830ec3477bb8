"""What a reader meets on every kind of page: axe-core in all colours and widths, nothing that moves or runs off the
screen, no fault of a script under the strictest policy, and a way to every page without scripts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag

from axe_playwright_python.sync_playwright import Axe
from jinja2 import meta
from playwright.sync_api import Page
from sites import EVERYTHING, crowd, edition_of, library_file, served, write

from pipeline.publish.exporters import html_site
from pipeline.publish.exporters.html_site.theme import Theme

from .conftest import MANY, TERMS, MadeSite, Visit, Visitor

TEMPLATES = Path(html_site.__file__).parent / "templates"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEIGHT = 800
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
DARK = {"color_scheme": "dark", "forced_colors": "none"}
FORCED = {"color_scheme": "dark", "forced_colors": "active"}
# Rules of axe. Those about colours take half of the time, and the direction of text is nothing to them.
ALL = {"runOnly": [*LEVELS, "best-practice"]}
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
BUT_COLOURS = {**ALL, "rules": {"color-contrast": {"enabled": False}}}
Options = Mapping[str, object]


@dataclass(frozen=True)
class Screen:
    """A window, its colours, and the rules that say more of it than of the screens before."""

    width: int
    look: Mapping[str, str]
    rules: Options = field(default_factory=lambda: ALL)


SCREENS = (Screen(320, DARK), Screen(1280, FORCED, OF_COLOURS), Screen(1280, LIGHT))
# Of a site written from right to left.
MIRRORED = (Screen(320, LIGHT, BUT_COLOURS), Screen(1280, LIGHT, BUT_COLOURS))
MOST_SHIFT = 0.02
# Seconds that a script is late, so that the page is painted before it starts, as on a slow network.
LATE = 0.04
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shift))))"
# Links in drawings, too, whose `href` is no text.
ADDRESSES = "all => all.map((link) => new URL(link.getAttribute('href'), document.baseURI).href)"
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


def faults_of(visit: Visit, path: str, screens: Sequence[Screen]) -> Iterator[str]:
    """Everything that is wrong with a page, in words. It is loaded in the widest window, then in the narrowest."""
    page = visit.page
    widths = [screen.width for screen in screens]
    for width in (max(widths), min(widths)):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        visit.go(path)
        if (shift := page.evaluate(SETTLED)) > MOST_SHIFT:
            yield f"{path}, {width} px: parts move by {shift:.3f} while it loads"
    page.evaluate(Axe().axe_script)
    for screen in screens:
        page.set_viewport_size({"width": screen.width, "height": HEIGHT})
        page.emulate_media(**screen.look)  # type: ignore[arg-type]
        named = f"{path}, {screen.width} px, {' '.join(screen.look.values())}"
        yield from (f"{named}: {fault}" for fault in barriers(page, screen.rules))
    yield from (f"{path}: {fault}" for fault in visit.faults)


def barriers(page: Page, rules: Options) -> Iterator[str]:
    """What stands in somebody's way on a page as it is shown now."""
    # Loading stylesheets once more, for a rule about the orientation of screens, would take as long as all the rest.
    options = json.dumps({**rules, "resultTypes": ["violations"], "preload": False})
    for found in page.evaluate(f"axe.run({options}).then((found) => found.violations)"):
        yield f"{found['id']}: {[node['target'] for node in found['nodes']]}"
    if (beyond := page.evaluate(SIDEWAYS)) > 0:
        yield f"the page scrolls sideways by {beyond} px"


def looked_at(visit: Visit, paths: Iterable[str], screens: Sequence[Screen]) -> list[str]:
    """All faults of some pages."""
    found = [fault for path in paths for fault in faults_of(visit, path, screens)]
    return [*found, *(f"asks for {url}" for url in visit.outside)]


def test_nothing_stands_in_the_way(visitor: Visitor, made: MadeSite, folder: Path, headers: dict[str, str]) -> None:
    with served(folder, headers, LATE) as origin:
        found = looked_at(visitor(origin), made.looked_at(), SCREENS)
    assert not found, "\n".join(found)


def test_nothing_stands_in_the_way_from_right_to_left(visitor: Visitor, tmp_path: Path) -> None:
    made = MadeSite.of(edition_of([EVERYTHING, *crowd(2), library_file(language="ar")]))
    assert b'dir="rtl"' in made.files["index.html"]
    with served(write(made.files, tmp_path), late=LATE) as origin:
        found = looked_at(visitor(origin), made.looked_at(), MIRRORED)
    assert not found, "\n".join(found)


def test_the_examiner_sees(visitor: Visitor, tmp_path: Path) -> None:
    """The control: a page with faults that must be found."""
    page = '<!DOCTYPE html><html lang="en"><title>x</title><p style="color:#bbb">pale</p><img src="x"><button></button>'
    page += '<p style="width: 2000px">wide</p><script src="late.js" defer></script>'
    script = "document.body.prepend(Object.assign(document.createElement('div'), { style: 'height: 400px' }));"
    write({"index.html": page.encode(), "late.js": script.encode()}, tmp_path)
    with served(tmp_path, late=LATE) as origin:
        found = "\n".join(looked_at(visitor(origin), ["index.html"], SCREENS))
    wanted = ("color-contrast", "image-alt", "button-name", "landmark-one-main", "scrolls sideways", "parts move")
    assert [word for word in wanted if word not in found] == []


def test_every_template_is_looked_at(made: MadeSite) -> None:
    """Templates that no other one includes are those of pages."""
    environment = Theme({}).environment
    texts = {
        file.relative_to(TEMPLATES).as_posix(): file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("*.html")
    }
    parts = {part for text in texts.values() for part in meta.find_referenced_templates(environment.parse(text))}
    assert texts.keys() - parts == set(made.templates.values())


def test_every_page_is_found_without_scripts(visitor: Visitor, made: MadeSite) -> None:
    """By links that can be seen, or that a closed part of a page holds."""
    visit = visitor(java_script_enabled=False)
    seen: set[str] = set()
    fresh = {"index.html"}
    while fresh:
        page = visit.go(path := fresh.pop())
        seen.add(path)
        page.locator("details").evaluate_all("all => all.forEach((each) => (each.open = true))")
        links = page.locator("a:visible").evaluate_all(ADDRESSES)
        own = {urldefrag(link).url.removeprefix(visit.origin) for link in links if link.startswith(visit.origin)}
        fresh |= {link for link in own if link.endswith(".html")} - seen
    unlisted = {path for path, data in made.files.items() if b'<meta name="robots" content="noindex">' in data}
    pages = {path for path in made.files if path.endswith(".html") and not path.startswith((f"{MANY}/", f"{TERMS}/"))}
    assert pages - unlisted - seen == {"data/index.html"}
    assert visit.problems == []
