"""Takes pictures of every kind of page, and lays them out on sheets: `python -m benchmarks.site.screenshots FOLDER`.

FOLDER gets a sheet for each kind and look, and below `pages/` each picture in full size. With `--docs`, the pictures
in `docs/images` are made anew instead.
"""

import argparse
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks.preview import running
from benchmarks.site.browser import started
from benchmarks.site.libraries import REAL, ExportedSite, exported, make_library, site_in
from benchmarks.site.server import serving

ROOT = Path(__file__).parent.parent.parent
WIDTHS = {360: 780, 768: 1024, 1280: 800, 1920: 1080}
LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
# A sheet shows so many screens of each page, and the pages beside each other, so many pixels high.
SCREENS = 3
SHEET_HEIGHT = 1400
SHEET_WIDTH = 2400
GAP = 16
GROUND = "#888"
PRINTED = 6  # pages of paper
ALL_LAID_OUT = "* { content-visibility: visible !important; }"


@dataclass(frozen=True)
class Picture:
    """A picture in docs/images: of a page, in a window of this size."""

    name: str
    path: str
    width: int = 1200
    height: int = 800
    look: str = "light"
    act: str = ""  # a script that runs first


COMPARED = "building-trusting-relationships,check-ins,building-empathy"
# Pages in a state of their own, in the real content.
STATES = {
    "index, searched": "index.html?q=memory&grade=3",
    "index, nothing found": "index.html?q=autism",
    "my-list, compared": f"my-list/index.html?ids={COMPARED}&compare={COMPARED}",
}
STRATEGY = "strategies/building-trusting-relationships/index.html"
DOCS = (
    Picture("home-page", "index.html"),
    Picture("home-page-dark", "index.html", look="dark"),
    Picture("home-page-phone", "index.html", 390, 780),
    Picture("search", STATES["index, searched"]),
    Picture("strategy-page", STRATEGY),
    Picture("strategy-page-phone", STRATEGY, 390, 780),
    Picture("factor-page", "factors/motivation/index.html"),
    Picture("coverage-map", "coverage/portrait-of-a-learner-4-8/index.html"),
    Picture("relations", "relations/index.html", 1280),
    Picture("my-list", STATES["my-list, compared"], act="document.querySelector('#comparison').scrollIntoView()"),
)


def sheets(site: ExportedSite, browser: Browser, origin: str, folder: Path, only: str) -> Iterator[Path]:
    """Picture every kind of page, and write a sheet for each kind in each look and one for print."""
    kinds = {kind: pages[0].path for kind, pages in site.kinds().items() if not kind.endswith("(moved)")}
    for kind, address in (kinds | STATES).items():
        name = (
            kind.removesuffix(".html")
            .replace("*", "one")
            .replace("/", "-")
            .replace(" (", "-")
            .replace(", ", "-")
            .replace(" ", "-")
            .rstrip(")")
        )
        if only in name:
            for look in LOOKS:
                yield _sheet(_screens(browser, origin + address, look, folder / "pages" / name), folder / name, look)
            yield _sheet(_paper(browser, origin + address), folder / name, "print")


def _screens(browser: Browser, address: str, look: str, folder: Path) -> Iterator[Image.Image]:
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in WIDTHS.items():
        with opened(browser, width, height, look) as page:
            page.goto(address)
            page.add_style_tag(content=ALL_LAID_OUT)
            page.wait_for_load_state("networkidle")
            picture = _image(page.screenshot(full_page=True))
        picture.save(folder / f"{width}-{look}.png")
        yield picture.crop((0, 0, width, min(picture.height, height * SCREENS)))


def _paper(browser: Browser, address: str) -> Iterator[Image.Image]:
    with opened(browser, 1280, 800, "light") as page:
        page.goto(address)
        with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, format="A4")) as document:
            for number in range(min(len(document), PRINTED)):
                yield document[number].render(scale=0.9).to_pil()


def _sheet(pictures: Iterable[Image.Image], path: Path, look: str) -> Path:
    scaled = [picture.resize(_fitting(picture)) for picture in pictures]
    places, left, top, line = [], GAP, GAP, 0
    for picture in scaled:
        if left > GAP and left + picture.width > SHEET_WIDTH:
            left, top, line = GAP, top + line + GAP, 0
        places.append((left, top))
        left, line = left + picture.width + GAP, max(line, picture.height)
    size = max(x + picture.width for (x, _), picture in zip(places, scaled, strict=True)) + GAP
    sheet = Image.new("RGB", (size, top + line + GAP), GROUND)
    for place, picture in zip(places, scaled, strict=True):
        sheet.paste(picture, place)
    target = path.with_name(f"{path.name}.{look}.png")
    sheet.save(target)
    return target


def _fitting(picture: Image.Image) -> tuple[int, int]:
    scale = min(1, SHEET_HEIGHT / picture.height)
    return round(picture.width * scale), round(picture.height * scale)


def docs_pictures(browser: Browser, origin: str, folder: Path) -> Iterator[Path]:
    """Take the pictures of the documentation, in few colours so that they stay small."""
    for each in DOCS:
        with opened(browser, each.width, each.height, each.look) as page:
            page.goto(origin + each.path)
            page.wait_for_load_state("networkidle")
            if each.act:
                page.evaluate(each.act)
            target = folder / f"{each.name}.png"
            _image(page.screenshot()).quantize(256).save(target, optimize=True)
            yield target


def preview_picture(browser: Browser, library: Path, folder: Path) -> Path:
    """Take a picture of the form of a page with the mistake that the README tells of."""
    path, target = "content/strategies/lateral-reading.md", folder / "preview.png"
    page_file = library / path
    text = page_file.read_text(encoding="utf-8")
    page_file.write_text(text.replace("critical-thinking, ", "critical-thinkin, ", 1), encoding="utf-8")
    with running(library) as preview, opened(browser, 1200, 800, "light") as page:
        page.goto(f"{preview.base}-/edit?path={path}{preview.key}")
        page.frame_locator("iframe").locator(".preview-note").wait_for()
        page.frames[1].evaluate("document.querySelector('.preview-note').scrollIntoView({ block: 'center' })")
        page.get_by_label("Search in factors").evaluate("each => each.scrollIntoView({ block: 'center' })")
        _image(page.screenshot()).quantize(256).save(target, optimize=True)
    return target


@contextmanager
def opened(browser: Browser, width: int, height: int, look: str) -> Iterator[Page]:
    """A page in a window of this size."""
    viewport = {"width": width, "height": height}
    context = browser.new_context(viewport=viewport, bypass_csp=True, reduced_motion="reduce", **LOOKS[look])  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def _image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site.screenshots", description=__doc__)
    add = parser.add_argument
    add("folder", type=Path, nargs="?", default=ROOT / "build" / "screenshots", help="default: build/screenshots")
    add("--only", default="", help="kinds whose name has this in it, such as factors-one")
    add("--site", type=Path, help="a folder that `strategies web` wrote; else the real content is exported")
    add("--docs", action="store_true", help="make the pictures in docs/images instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "library").mkdir()
        site = site_in(arguments.site) if arguments.site else exported(make_library(folder / "library", REAL), folder)
        with serving(site.folder) as origin, started() as browser:
            pictures = docs_pictures(browser, origin, ROOT / "docs" / "images")
            if not arguments.docs:
                arguments.folder.mkdir(parents=True, exist_ok=True)
                pictures = sheets(site, browser, origin, arguments.folder, arguments.only)
            else:
                print(preview_picture(browser, folder / "library", ROOT / "docs" / "images"))  # noqa: T201 - progress
            for picture in pictures:
                print(picture)  # noqa: T201 - progress


if __name__ == "__main__":
    main()
