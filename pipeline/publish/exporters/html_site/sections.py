"""The sections of a strategy's page in pieces that a template can dress: notes, videos, headings, tables, text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from pipeline.model.images import FOLDER, SITE
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.rendition import VIDEO, RenderedSection, Rendition
from pipeline.model.video import Video, video_of
from pipeline.publish.exporters.html_site.safety import rendered

FOLDERS = {"factor": "factors", "strategy": "strategies"}
# The address of a link or an image in rendered HTML. Text there holds no `<`, so this can only be a tag.
IMAGE = '<img src="'
ADDRESS = re.compile(rf'(<a href="|{IMAGE})([^"]*)')
# The tags around the content of a quote and of a heading.
QUOTE = re.compile(r"^<blockquote>\n|</blockquote>\n$")
HEADING = re.compile(r"^<h[1-6]>|</h[1-6]>\n$")


@dataclass(frozen=True)
class SectionPart:
    """A block of a section. A heading has an id and a level; a video its title as `html`."""

    kind: Literal["text", "note", "video", "heading", "table"]
    html: Markup
    id: str = ""
    level: int = 0
    video: Video | None = None


@dataclass(frozen=True)
class SectionView:
    """A section, its heading, and what its list items are (or nothing)."""

    id: str
    heading: str
    items: str
    pieces: list[SectionPart]


def section_views(rendition: Rendition, policy: PagePolicy, root: str) -> list[SectionView]:
    """The sections of a page, in order; `root` leads to the top of the site."""
    resolve = _resolver(root)
    return [_view(policy.by_id[section.id], section, resolve) for section in rendition.sections]


def _view(rules: SectionPolicy, section: RenderedSection, resolve: Callable[[str], str]) -> SectionView:
    return SectionView(rules.id, rules.heading, rules.items or "", list(_pieces(rules, section, resolve)))


def _resolver(root: str) -> Callable[[str], str]:
    """How rendered text becomes that of the page: its addresses lead from there."""

    def resolve(match: re.Match[str]) -> str:
        if match[1] == IMAGE:
            return (
                f"{IMAGE}{root}{match[2].removeprefix(f'{SITE}/')}" if match[2].startswith(f"{FOLDER}/") else match[0]
            )
        scheme, colon, rest = match[2].partition(":")
        if colon and scheme in FOLDERS:
            return f"{match[1]}{root}{FOLDERS[scheme]}/{rest}/index.html"
        return match[0]

    # Most blocks have no address. A quotation mark of their text is escaped.
    return lambda html: ADDRESS.sub(resolve, html) if '="' in html else html


def _pieces(rules: SectionPolicy, section: RenderedSection, resolve: Callable[[str], str]) -> Iterator[SectionPart]:
    headings = 0
    for position, block in enumerate(section.blocks):
        html = rendered(resolve(block.html))
        if position == 0 and rules.disclaimer and block.kind == "blockquote":
            yield SectionPart("note", _without(QUOTE, html))
        elif block.kind == "heading":
            headings += 1
            yield SectionPart(
                "heading", _without(HEADING, html), id=f"section-{rules.id}-{headings}", level=block.level
            )
        elif block.kind == VIDEO:
            yield SectionPart("video", Markup.escape(block.title), video=video_of(block.address))
        else:
            yield SectionPart("table" if block.kind == "table" else "text", html)


def _without(tags: re.Pattern[str], html: Markup) -> Markup:
    return Markup(tags.sub("", html))  # noqa: S704 - it was safe before
