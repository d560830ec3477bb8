"""Sections of a page, its lists of resources and citations, and the items of resource lists."""

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.heading_names import Match
from pipeline.model.outline import outline_of
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.source.parse import Block, Inline, Link, Section

LISTS = ("bullet_list", "ordered_list")
# Marks that may surround the link of an item.
EMPHASIS = "*_~"


class ResourceItem(NamedTuple):
    """An item of a resource list, its first paragraph, and the link at the start of that paragraph."""

    block: Block
    inline: Inline | None
    link: Link | None


def resource_items(entry: Entry, context: Context) -> Iterator[ResourceItem]:
    """Items of a page's resource lists; lists inside an item belong to it."""
    sections = (section for policy, section in entry_sections(entry, context) if policy.items == "resource")
    lists = (block for section in sections for block in section.blocks if block.kind in LISTS)
    for item in (item for block in lists for item in block.children):
        inline = opening(item)
        yield ResourceItem(item, inline, opening_link(inline) if inline else None)


def entry_sections(entry: Entry, context: Context) -> Iterator[tuple[SectionPolicy, Section]]:
    """Sections whose list items are resources or citations, each with its page policy."""
    # Blocks after a line that was intended as a heading belong to another section.
    ends = {id(slipped.block) for _, slipped in outline_of(entry, context.policy).slipped.values()}
    for policy, section in exact_sections(entry, context.policy):
        if policy.items:
            blocks = takewhile(lambda block: id(block) not in ends, section.blocks)
            yield policy, section._replace(blocks=tuple(blocks))


def exact_sections(entry: Entry, page_policy: PagePolicy) -> Iterator[tuple[SectionPolicy, Section]]:
    """Sections whose heading is exactly that of the page policy."""
    for placed in outline_of(entry, page_policy).placed:
        if placed.match is Match.EXACT and placed.policy:
            yield placed.policy, placed.section


def opening(item: Block) -> Inline | None:
    """First paragraph of an item; None if it starts with a quote or a list, or is empty."""
    return item.children[0].inline if item.children and item.children[0].kind == "paragraph" else None


def opening_link(inline: Inline) -> Link | None:
    """Link at the start of a text, or None."""
    link = next(iter(inline.links), None)
    if link is None or link.kind == "image" or inline.content[: link.at[0]].strip(EMPHASIS):
        return None
    return link
