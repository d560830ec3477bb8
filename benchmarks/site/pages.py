"""Measures every kind of page: how heavy and how tall it is, and how far it is from the home page."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser

from benchmarks.site.kinds import INDEX, PageFile
from benchmarks.site.libraries import ExportedSite

WIDTHS = (1280, 360)
# So many of the heaviest pages of each kind are laid out.
LAID_OUT = 3
# Browsers guess the height of what they have not laid out yet.
LAY_OUT = "* { content-visibility: visible !important; }"


@dataclass(frozen=True)
class KindSize:
    """The largest of the pages of one kind. `heights` are in pixels, by width of the window."""

    kind: str
    pages: int
    bytes: int
    gzip: int
    heights: Mapping[int, int]


def sizes(site: ExportedSite, origin: str, browser: Browser) -> list[KindSize]:
    """The sizes of all kinds."""
    kinds = site.kinds()
    tallest = {kind: pages[:LAID_OUT] for kind, pages in kinds.items() if not kind.endswith("(moved)")}
    heights = {width: _heights(tallest, origin, browser, width) for width in WIDTHS}
    return [
        KindSize(
            kind,
            len(pages),
            pages[0].bytes,
            len(gzip.compress((site.folder / pages[0].path).read_bytes(), 6)),
            {width: found[kind] for width, found in heights.items() if kind in found},
        )
        for kind, pages in kinds.items()
    ]


def _heights(kinds: Mapping[str, Sequence[PageFile]], origin: str, browser: Browser, width: int) -> dict[str, int]:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    found: dict[str, int] = {}
    for kind, pages in kinds.items():
        for each in pages:
            page.goto(origin + each.path)
            page.add_style_tag(content=LAY_OUT)
            height = page.evaluate("document.documentElement.scrollHeight")
            found[kind] = max(found.get(kind, 0), height)
    context.close()
    return found


class Links(HTMLParser):
    """Targets of the links of a page, without those in templates that only scripts show."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self._inside = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        self._inside += tag == "template"
        target = dict(attrs).get("href")
        if tag == "a" and target and not self._inside:
            self.targets.append(target)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a template."""
        self._inside -= tag == "template"


def clicks(site: ExportedSite) -> dict[str, int]:
    """Links to follow from the home page to each page that can be reached, without scripts."""
    found, fresh = {INDEX: 0}, [INDEX]
    while fresh:
        reached = {target for path in fresh for target in _targets(site, path)} - found.keys()
        steps = found[fresh[0]] + 1
        found |= dict.fromkeys(reached, steps)
        fresh = sorted(reached)
    return found


def _targets(site: ExportedSite, path: str) -> set[str]:
    folder = PurePosixPath(path).parent
    text = (site.folder / path).read_text("utf-8")
    parts = [urlsplit(target) for target in Links(text).targets]
    own = {unquote(part.path) for part in parts if not part.scheme and not part.netloc and part.path}
    targets = {_joined(folder, target) for target in own}
    return {target for target in targets if target.endswith(".html") and (site.folder / target).is_file()}


def _joined(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = []
    for part in (folder / (f"{target}{INDEX}" if target.endswith("/") else target)).parts:
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    return "/".join(parts)
