"""The sections of a strategy's page in pieces that a template can dress: notes, videos, headings, tables, text."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

from markupsafe import Markup

from pipeline.exporters.html_site.safety import rendered
from pipeline.model.catalog import Page
from pipeline.model.policy import SectionPolicy
from pipeline.model.records import Records, sections_of
from pipeline.model.site_options import IMAGES_FOLDER
from pipeline.model.video import Video, video_of
from pipeline.parse import Block, Section

FOLDERS = {"factor": "factors", "strategy": "strategies"}


@dataclass(frozen=True)
class Piece:
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
    pieces: list[Piece]


def section_views(page: Page, records: Records, root: str) -> list[SectionView]:
    """The sections of a page, in order; `root` leads from the page to the top of the site."""
    resolve = _resolver(page, root)
    return [
        SectionView(rules.id, rules.heading, rules.items or "", list(_pieces(page, rules, section, resolve)))
        for rules, section in sections_of(page, records.catalog)
    ]


def _resolver(page: Page, root: str) -> Callable[[str], str]:
    """How addresses in the text become addresses on the page."""
    folder = posixpath.dirname(page.entry.path)

    def resolve(address: str) -> str:
        scheme, colon, rest = address.partition(":")
        if colon:
            return f"{root}{FOLDERS[scheme]}/{rest}/index.html" if scheme in FOLDERS else address
        image = posixpath.normpath(posixpath.join(folder, unquote(address)))
        return f"{root}images/{quote(posixpath.relpath(image, IMAGES_FOLDER))}"

    return resolve


def _pieces(page: Page, rules: SectionPolicy, section: Section, resolve: Callable[[str], str]) -> Iterator[Piece]:
    document = page.entry.document
    headings = 0
    for position, block in enumerate(section.blocks):
        first, last = block.tokens
        if position == 0 and rules.disclaimer and block.kind == "blockquote":
            yield Piece("note", rendered(document.html(first + 1, last - 1, resolve)))
        elif block.kind == "heading":
            headings += 1
            html = rendered(document.html(first + 1, last - 1, resolve))
            yield Piece("heading", html, id=f"section-{rules.id}-{headings}", level=block.level)
        elif video := _video(block, rules):
            yield Piece("video", Markup.escape(block.text), video=video)
        else:
            yield Piece("table" if block.kind == "table" else "text", rendered(document.html(first, last, resolve)))


def _video(block: Block, rules: SectionPolicy) -> Video | None:
    """The video that a paragraph is, where the house rules allow one."""
    if not rules.video or block.kind != "paragraph" or block.inline is None:
        return None
    link = block.inline.sole_link
    return video_of(link.href) if link else None
