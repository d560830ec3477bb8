"""The sections of a strategy's page in parts for a template: notes, videos, headings, tables, text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Literal

from markupsafe import Markup

from pipeline.model.images import FOLDER, SITE
from pipeline.model.policy import Disclaimer, SectionPolicy
from pipeline.model.rendition import VIDEO, RenderedSection
from pipeline.model.video import Video, video_of
from pipeline.model.work import PLACE, SCHEME
from pipeline.publish.exporters.html_site.safety import rendered
from pipeline.publish.inputs import StrategyInputs

NOWHERE: Mapping[str, str] = {}
FOLDERS = {"factor": "factors", "strategy": "strategies"}
# The address of a link or an image in rendered HTML. Text there holds no `<`, so this can only be a tag.
IMAGE = '<img src="'
ADDRESS = re.compile(rf'(<a href="|{IMAGE})([^"]*)')
# The tags around the content of a quote and of a heading.
QUOTE = re.compile(r"^<blockquote>\n|</blockquote>\n$")
HEADING = re.compile(r"^<h[1-6]>|</h[1-6]>\n$")


@dataclass(frozen=True)
class SectionPart:
    """A block of a section. Headings and videos have ids; a heading has a level, a video its title as `html`."""

    kind: Literal["text", "note", "video", "heading", "table"]
    html: Markup
    id: str = ""
    level: int = 0
    video: Video | None = None


@dataclass(frozen=True)
class SectionView:
    """A section, its heading and the library's note on it; `items` names the kind of its list items, if it has one."""

    id: str
    heading: str
    items: str
    note: str
    pieces: list[SectionPart]


def section_views(strategy: StrategyInputs, root: str) -> list[SectionView]:
    """The sections of a page, in order; `root` leads to the top of the site."""
    rendition, shared = strategy.loaded_rendition, strategy.shared
    works = {source.id: source.url for source in strategy.sources if source.id and source.url}
    views, numbers = [], count(1)
    for section in rendition.sections:
        rules = shared.policy.by_id[section.id]
        parts = list(_parts(rules, section, (root, works if rules.items == "resource" else {}), numbers))
        views.append(SectionView(rules.id, rules.heading, rules.items or "", shared.notes.get(rules.id, ""), parts))
    return views


def _parts(
    rules: SectionPolicy, section: RenderedSection, places: tuple[str, Mapping[str, str]], videos: Iterator[int]
) -> Iterator[SectionPart]:
    headings = 0
    for position, block in enumerate(section.blocks):
        html = rendered(with_addresses(block.html, *places))
        if position == 0 and rules.disclaimer and block.kind == "blockquote":
            yield SectionPart("note", _without(QUOTE, html))
        elif block.kind == "heading":
            headings += 1
            yield SectionPart(
                "heading", _without(HEADING, html), id=f"section-{rules.id}-{headings}", level=block.level
            )
        elif block.kind == VIDEO:
            title, id_ = Markup.escape(block.title), f"video-{next(videos)}"
            yield SectionPart("video", title, id=id_, video=video_of(block.address))
        else:
            yield SectionPart("table" if block.kind == "table" else "text", html)


def note_of(disclaimer: Disclaimer) -> Markup:
    """A disclaimer as paragraphs."""
    if disclaimer.html is None:
        return Markup("<p>{}</p>").format(disclaimer.text)
    return rendered(disclaimer.html.rstrip("\n"))


def with_addresses(html: str, root: str, works: Mapping[str, str] = NOWHERE) -> str:
    """Rendered HTML with the addresses of images, factors, strategies and works as seen from a page.

    Works that have an address in `works` are there, all others among the sources of the page.
    """

    def address(match: re.Match[str]) -> str:
        tag, target = match.groups()
        if tag == IMAGE:
            return f"{tag}{root}{target.removeprefix(f'{SITE}/')}" if target.startswith(f"{FOLDER}/") else match[0]
        if target.startswith(SCHEME):
            id_ = target.removeprefix(SCHEME)
            there = f'{escape(works[id_])}" data-reference="{id_}' if id_ in works else ""
            return tag + (there or f'#{PLACE}{id_}" role="doc-biblioref')
        scheme, colon, id_ = target.partition(":")
        return f"{tag}{root}{FOLDERS[scheme]}/{id_}/index.html" if colon and scheme in FOLDERS else match[0]

    return ADDRESS.sub(address, html)


def _without(tags: re.Pattern[str], html: Markup) -> Markup:
    return Markup(tags.sub("", html))  # noqa: S704 - it was safe before
