"""The content of a page's sections: their blocks without disclaimers, their list items, their subheadings."""

from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.disclaimer_placement import disclaimer_placements
from pipeline.model.entry import Entry
from pipeline.model.outline import PlacedSection, outline_of
from pipeline.source.parse import Block

SUBHEADING_LEVEL = 3
LISTS = ("bullet_list", "ordered_list")


def own_blocks(entry: Entry, context: Context) -> Iterator[tuple[PlacedSection, list[Block]]]:
    """Each known section of a page with its blocks, without its disclaimer."""
    alone = (placement for placement in disclaimer_placements(entry, context) if placement.stands_alone)
    # A disclaimer in another section than its own does not fill that section.
    disclaimers = {item.placed.index: item.block for item in alone if item.home is item.placed.section}
    for placed in outline_of(entry, context.policy).sections.values():
        disclaimer = disclaimers.get(placed.index)
        yield placed, [block for block in placed.section.blocks if block is not disclaimer]


def items_of(placed: PlacedSection) -> list[Block]:
    """The items of a section's lists, without those of lists inside them."""
    return [item for block in placed.section.blocks if block.kind in LISTS for item in block.children]


def subheadings_of(placed: PlacedSection) -> list[Block]:
    """The level-3 headings of a section."""
    return [block for block in placed.section.blocks if block.kind == "heading" and block.level == SUBHEADING_LEVEL]
