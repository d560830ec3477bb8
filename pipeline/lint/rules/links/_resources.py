"""The items of a page's resource sections, each with the link it starts with."""

from collections.abc import Iterator
from itertools import takewhile

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.outline import Match, outline_of
from pipeline.model.policy import SectionPolicy
from pipeline.source.parse import Block, Inline, Link, Section

LISTS = ("bullet_list", "ordered_list")
# Marks that may stand before a link that is printed bold or slanted.
EMPHASIS = "*_~"


def resource_sections(entry: Entry, context: Context) -> Iterator[Section]:
    """The sections whose list items are resources."""
    return (section for policy, section in entry_sections(entry, context) if policy.items == "resource")


def entry_sections(entry: Entry, context: Context) -> Iterator[tuple[SectionPolicy, Section]]:
    """The sections whose list items are resources or citations, each with its house rules."""
    outline = outline_of(entry, context.policy)
    # What stands below a line that was meant as a heading belongs to another section.
    ends = {id(slipped.block) for _, slipped in outline.slipped.values()}
    for placed in outline.placed:
        if placed.match is Match.EXACT and placed.policy and placed.policy.items:
            blocks = takewhile(lambda block: id(block) not in ends, placed.section.blocks)
            yield placed.policy, placed.section._replace(blocks=tuple(blocks))


def items(section: Section) -> Iterator[Block]:
    """The items of a section's lists; lists inside an item belong to it."""
    for block in section.blocks:
        if block.kind in LISTS:
            yield from block.children


def opening(item: Block) -> Inline | None:
    """The text that an item starts with, or None when it starts with a quote, a list or nothing."""
    return item.children[0].inline if item.children and item.children[0].kind == "paragraph" else None


def opening_link(inline: Inline) -> Link | None:
    """The link that a text starts with, or None."""
    link = next(iter(inline.links), None)
    if link is None or link.kind == "image" or inline.content[: link.at[0]].strip(EMPHASIS):
        return None
    return link
