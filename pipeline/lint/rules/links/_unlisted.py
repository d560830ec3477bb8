"""Blocks in a section of resources or citations that become no entry of its list."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.lint.rules.links._resources import LISTS, exact_sections, opening, opening_link
from pipeline.model.context import Context
from pipeline.model.disclaimer_placement import disclaimer_placements
from pipeline.model.doi import PREFIX
from pipeline.model.entry import Entry
from pipeline.model.outline import says_something
from pipeline.model.policy import SectionPolicy
from pipeline.source.memoise import memoised
from pipeline.source.parse import Block, Section

# Marks that authors put before an entry instead of a hyphen and a space.
MARKER = re.compile(
    r"[-+](?=[^\s*+-])|\*(?=\[[^*\n]*$)|[•·◦▪‣●○■□–—−→\uf0b7\uf0a7]\s*|\[[0-9]{1,3}\]:?\s*|\(?[0-9]{1,3}[.)]\)?\s*(?=\D)",
    re.MULTILINE,
)
# A part of an address or a DOI.
ADDRESS = re.compile(rf"https?://|www\.|\bdoi:|\b{PREFIX}", re.IGNORECASE)
# A line of bold words only, short enough for a heading and without the end of a sentence.
BOLD = re.compile(r"(?P<marks>\*\*|__)(?P<words>[^\s*_](?:[^*_\n]{0,40}[^\s*_.!?。！？])?)(?P=marks):?")
WORDS = 5
COLONS = (":", "：")


class Unlisted(NamedTuple):
    """A block that becomes no entry, and its kind."""

    kind: str  # empty, nested, bold, or the block's own kind
    block: Block


def unlisted(section: Section, items: str) -> Iterator[Unlisted]:
    """Find such blocks in a section whose list items are of a kind: `resource` or `citation`."""
    for index, block in enumerate(section.blocks):
        if block.kind in LISTS:
            for item in block.children:
                yield from _in_item(item, items)
        elif block.kind == "paragraph":
            following = section.blocks[index + 1].kind if index + 1 < len(section.blocks) else ""
            if items == "resource" and _is_bold_heading(block):
                yield Unlisted("bold", block)
            elif _is_intended_entry(block, items) and not _introduces(block, following, items):
                yield Unlisted(block.kind, block)
        elif block.kind in ("table", "blockquote", "fence", "code_block") and _holds_entries(block, items):
            yield Unlisted(block.kind, block)


def without_disclaimers(
    entry: Entry, context: Context, sections: Iterable[tuple[SectionPolicy, Section]]
) -> Iterator[tuple[SectionPolicy, Section]]:
    """The same sections without the blocks that are disclaimers, which may have links."""
    placements = (placement for placement in disclaimer_placements(entry, context) if placement.stands_alone)
    disclaimers = {id(placement.block) for placement in placements}
    for policy, section in sections:
        yield policy, section._replace(blocks=tuple(each for each in section.blocks if id(each) not in disclaimers))


@memoised
def unlisted_lines(entry: Entry, context: Context) -> frozenset[int]:
    """Indices of the lines of such blocks, which `unlisted-entry` reports."""
    lines: set[int] = set()
    for policy, section in without_disclaimers(entry, context, exact_sections(entry, context.policy)):
        for found in unlisted(section, policy.items) if policy.items else ():
            lines.update(range(*found.block.lines))
    return frozenset(lines)


def _is_bold_heading(block: Block) -> bool:
    """True for a paragraph of a few bold words."""
    match = BOLD.fullmatch(block.inline.content) if block.inline else None
    return match is not None and len(match["words"].split()) <= WORDS


def _in_item(item: Block, items: str) -> Iterator[Unlisted]:
    """Find an empty citation, and items inside an item. An empty resource is a `malformed-resource`."""
    if items == "citation" and not (opening(item) or says_something(item)):
        yield Unlisted("empty", item)
    for part in item.children:
        for inner in part.children if part.kind in LISTS else ():
            inline = opening(inner)
            if items == "citation" or (inline and opening_link(inline)):
                yield Unlisted("nested", inner)


def _is_intended_entry(block: Block, items: str) -> bool:
    """True for a paragraph that resembles an entry; in a section of citations, for any text."""
    if block.inline is None or not says_something(block):
        return False
    return items == "citation" or _resembles_entry(block)


def _resembles_entry(block: Block) -> bool:
    """True for text with a link or an address, or with a mark or number at its start."""
    inlines = [part.inline for part in block.walk() if part.inline]
    linked = any(link.kind != "image" for inline in inlines for link in inline.links)
    return linked or any(ADDRESS.search(inline.prose) or MARKER.match(inline.prose) for inline in inlines)


def _introduces(block: Block, following: str, items: str) -> bool:
    """True for a paragraph that introduces the list below it."""
    if following not in LISTS:
        return False
    return block.text.endswith(COLONS) or not (_resembles_entry(block) or (items == "citation" and _dated(block)))


def _dated(block: Block) -> bool:
    return re.search(r"\b(?:1[5-9]|20)[0-9]{2}", block.text) is not None


def _holds_entries(block: Block, items: str) -> bool:
    """True for a table, and for a quote or code that seems to hold an entry."""
    if block.kind == "table":
        return True
    if block.code:
        return items == "citation" or bool(ADDRESS.search(block.code))
    return _resembles_entry(block) or (items == "citation" and _dated(block))
