"""Items of the lists in a section, each with the heading above it."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.source.parse import Block, Section

LISTS = ("bullet_list", "ordered_list")


class ListedItem(NamedTuple):
    """An item of a list, its list, and the words of the last heading above it; empty if there is none."""

    block: Block
    list: Block
    heading: str


def listed_items(section: Section) -> Iterator[ListedItem]:
    """The items of a section's lists, in order; lists inside other blocks are no lists of the section."""
    heading = ""
    for block in section.blocks:
        if block.kind == "heading":
            heading = block.text
        for item in block.children if block.kind in LISTS else ():
            yield ListedItem(item, block, heading)
