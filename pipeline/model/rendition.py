"""The rendition of a page: its content for bundles, which depends on the page and the page policy only."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.claims import Claim, claims_in
from pipeline.model.clean_text import clean_text
from pipeline.model.doi import DOI, doi_of, dois_in
from pipeline.model.entry import Entry
from pipeline.model.images import with_bundle_addresses
from pipeline.model.listed_items import listed_items
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.section_markdown import section_markdown
from pipeline.model.video import video_of
from pipeline.model.work import SCHEME
from pipeline.source.parse import Block, Body, Document, Section
from pipeline.source.parse.plain_text import item_text, plain_text
from pipeline.source.text import normalised

# The separator of a resource's link and its description.
SEPARATOR = re.compile(r"^\s*[:：﹕–—-]?\s*")
FACTOR, STRATEGY = "factor:", "strategy:"
VIDEO = "video"
Sections = Sequence[tuple[SectionPolicy, Section]]


class RenderedBlock(NamedTuple):
    """A block of a section as HTML. A `video` has the title and the address of its one link."""

    kind: str  # markdown-it's name, or `video`
    html: str  # addresses `factor:<id>` and `strategy:<id>` are as written; those of images are relative to the bundle
    level: int = 0  # of a heading
    title: str = ""
    address: str = ""


class RenderedSection(NamedTuple):
    """A section without its heading, as Markdown, as plain text, and block by block as HTML."""

    id: str
    markdown: str
    text: str
    blocks: tuple[RenderedBlock, ...]

    @property
    def html(self) -> str:
        """The complete section as HTML."""
        return _html(self.blocks)


class Resource(NamedTuple):
    """An item of a section of resources, and the level-3 heading above it.

    The `url` is as written: `reference:<id>` for a work.
    """

    title: str
    url: str
    description: str
    kind: str


class Reference(NamedTuple):
    """An item of a section of citations."""

    text: str
    url: str | None
    doi: str | None


@dataclass(frozen=True, slots=True)
class Rendition:
    """The rendition of a page. `body` are the parts of its self-contained Markdown (see `clean_text`).

    `references` are those written on the page, `cited` the ids of the works that it names.
    """

    sections: tuple[RenderedSection, ...]
    resources: tuple[Resource, ...]
    references: tuple[Reference, ...]
    claims: tuple[Claim, ...]
    cited: tuple[str, ...]
    factors: tuple[str, ...]  # that the text links to
    strategies: tuple[str, ...]  # likewise
    sha256: str
    body: tuple[str, ...]


def rendition_of(entry: Entry, policy: PagePolicy) -> Rendition:
    """Render a page without errors."""
    document = entry.document
    sections = list(_sections(entry, policy))
    hrefs = [link.href for link in entry.body.links]
    return Rendition(
        tuple(_rendered(document, section_policy, section) for section_policy, section in sections),
        tuple(_resources(entry.body, sections)),
        tuple(_references(entry.body, sections)),
        tuple(_claims(sections)),
        _named(hrefs, SCHEME),
        _named(hrefs, FACTOR),
        _named(hrefs, STRATEGY),
        hashlib.sha256(normalised(document.source.text).encode()).hexdigest(),
        clean_text(document),
    )


def _sections(entry: Entry, policy: PagePolicy) -> Iterator[tuple[SectionPolicy, Section]]:
    """The sections of a page, each with its policy. A page without errors has no other sections."""
    for section in entry.body.sections:
        section_policy = policy.section_of(section.title)
        assert section_policy is not None
        yield section_policy, section


def _rendered(document: Document, section_policy: SectionPolicy, section: Section) -> RenderedSection:
    assert document.body is not None  # it holds the section
    blocks = tuple(_block(document, section_policy, block) for block in section.blocks)
    markdown = section_markdown(document, section.blocks, _html(blocks))
    return RenderedSection(section_policy.id, markdown, plain_text(document.body, section.blocks), blocks)


def _html(blocks: tuple[RenderedBlock, ...]) -> str:
    return "".join(block.html for block in blocks).strip()


def _block(document: Document, section_policy: SectionPolicy, block: Block) -> RenderedBlock:
    html = with_bundle_addresses(document.path, document.html(*block.tokens, lambda address: address))
    link = block.inline.sole_link if section_policy.video and block.kind == "paragraph" and block.inline else None
    if link and video_of(link.href):
        return RenderedBlock(VIDEO, html, title=link.text, address=link.href)
    return RenderedBlock(block.kind, html, block.level)


class _Item(NamedTuple):
    """An item of a list, its plain text, and the level-3 heading above it."""

    block: Block
    text: str
    heading: str


def _items(body: Body, sections: Sections, kind: str) -> Iterator[_Item]:
    """List items in sections with items of a kind."""
    for section_policy, section in sections:
        if section_policy.items != kind:
            continue
        for item in listed_items(section):
            yield _Item(item.block, item_text(body, item.list, item.block), item.heading)


def _resources(body: Body, sections: Sections) -> Iterator[Resource]:
    for item in _items(body, sections, "resource"):
        inline = item.block.children[0].inline
        assert inline is not None  # `malformed-resource` ensures that an item starts with a link
        link = inline.links[0]
        description = SEPARATOR.sub("", item.text[len(link.text) :], count=1)
        yield Resource(link.text, link.href, description, item.heading)


def _references(body: Body, sections: Sections) -> Iterator[Reference]:
    for item in _items(body, sections, "citation"):
        links = [link.href for block in item.block.walk() if block.inline for link in block.inline.links]
        url = next((link for link in links if link.startswith("http")), None)
        yield Reference(item.text, url, _doi(links, item.text))


def _claims(sections: Sections) -> Iterator[Claim]:
    """The claims of all sections but lists of resources and citations."""
    for section_policy, section in sections:
        if section_policy.items is None:
            yield from claims_in(section_policy.id, section.blocks)


def _doi(links: list[str], text: str) -> str | None:
    """The first DOI that a citation links to, or else the first in its text."""
    linked = (doi for link in links if (doi := doi_of(link)) and DOI.fullmatch(doi))
    return next(linked, None) or next(dois_in(text), None)


def _named(hrefs: list[str], scheme: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(href.removeprefix(scheme) for href in hrefs if href.startswith(scheme)))
