"""The text of an old page, cut at its headings into passages of blocks."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.authoring.intake.old_page import IsHeading
from pipeline.model.disclaimer_placement import words_of
from pipeline.model.heading_slips import bare_title
from pipeline.source.parse import Block, Limits, parse_page
from pipeline.source.text import Source

# The level of a heading that is none in Markdown.
MEANT_LEVEL = 2
# Front matter that makes a text a page to our parser.
FRONT = "---\nid: page\n---\n"
LIMITS = Limits()


class OldBlock(NamedTuple):
    """A block as it is written, with all lines up to the next, and its visible text.

    `words` is the text of a paragraph or quote of paragraphs, to compare it with a disclaimer; else empty. `items` are
    the visible texts of the items of a list or the cells of a table, or of a paragraph; `addresses` those of its links.
    """

    raw: str
    text: str
    words: str
    items: tuple[str, ...]
    addresses: tuple[str, ...]
    kind: str


class OldPassage(NamedTuple):
    """A heading of the text and the blocks up to the next heading; the level is 0 before the first."""

    level: int
    heading: str
    raw_heading: str
    pieces: tuple[OldBlock, ...]

    @property
    def raw(self) -> str:
        """The blocks as they are written."""
        return joined(piece.raw for piece in self.pieces)


def passages_of(text: str) -> list[OldPassage] | None:
    """The passages of a text; None if it cannot be parsed, so that it has to be kept as it is."""
    source = Source("page.md", FRONT + text)
    document = parse_page(source, LIMITS)
    if not document.readable or document.problems or document.body is None:
        return None
    body = document.body
    unclosed = {id(fence.block): fence.mark for fence in body.fences if not fence.closed}
    blocks = [*body.preamble.blocks]
    for section in body.sections:
        blocks += [section.heading] if section.heading else []
        blocks += section.blocks
    starts = [block.lines[0] for block in blocks]
    first, lines = FRONT.count("\n"), source.text.split("\n")
    stops = [*starts[1:], len(lines)]
    found: list[tuple[Block | None, list[OldBlock]]] = [(None, [])]
    if lead := _lines(lines, first, starts[0] if starts else len(lines)):  # link definitions
        found[-1][1].append(OldBlock(lead, lead, "", (), (), "definitions"))
    for block, start, stop in zip(blocks, starts, stops, strict=False):
        if block.kind != "heading":
            # An open fence would swallow whatever stands below it on the new page.
            end = f"\n{unclosed[id(block)]}" if id(block) in unclosed else ""
            found[-1][1].append(_piece(block, _lines(lines, start, stop) + end))
            continue
        found.append((block, []))
        if rest := _lines(lines, block.lines[1], stop):
            found[-1][1].append(OldBlock(rest, rest, "", (), (), "definitions"))
    return [_passage(heading, pieces) for heading, pieces in found if heading or pieces]


def split_at(passages: list[OldPassage], is_heading: IsHeading) -> list[OldPassage]:
    """The passages, split at paragraphs that are known headings, such as those in bold letters."""
    found = []
    for passage in passages:
        level, heading, raw, pieces = passage.level, passage.heading, passage.raw_heading, list[OldBlock]()
        for piece in passage.pieces:
            title = bare_title(" ".join(piece.text.split()))
            if piece.kind != "paragraph" or "\n" in piece.raw or not is_heading(title):
                pieces.append(piece)
                continue
            found += [OldPassage(level, heading, raw, tuple(pieces))] if heading or pieces else []
            level, heading, raw, pieces = MEANT_LEVEL, title, piece.raw, []
        found.append(OldPassage(level, heading, raw, tuple(pieces)))
    return found


def joined(parts: Iterable[str]) -> str:
    """Parts of Markdown with empty lines between them."""
    return "\n\n".join(part for part in parts if part.strip())


def fenced(text: str) -> str:
    """A text as a code block whose fence it does not hold."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = (f" {line}" if line.startswith(("<<<<<<<", ">>>>>>>", "|||||||")) else line for line in text.split("\n"))
    body = "\n".join(lines).strip("\n")
    return f"{fence}\n{body}\n{fence}"


def _passage(heading: Block | None, pieces: list[OldBlock]) -> OldPassage:
    if heading is None:
        return OldPassage(0, "", "", tuple(pieces))
    written = heading.inline.content if heading.inline else ""
    return OldPassage(heading.level, " ".join(heading.text.split()), " ".join(written.split()), tuple(pieces))


def _piece(block: Block, raw: str) -> OldBlock:
    addresses = tuple(link.href for part in block.walk() if part.inline for link in part.inline.links)
    return OldBlock(raw, block.text, words_of(block), tuple(_items(block)), addresses, block.kind)


def _items(block: Block) -> Iterator[str]:
    """The texts of the items or cells in a block, or of the lines of a paragraph."""
    if block.kind in ("bullet_list", "ordered_list"):
        for item in block.children:
            nested = [part for part in item.children if part.kind.endswith("_list")]
            if text := " ".join(part.text for part in item.children if part not in nested):
                yield " ".join(text.split())
            for part in nested:
                yield from _items(part)
    elif block.kind in ("paragraph", "td", "th"):
        if text := " ".join(block.text.split()):
            yield text
    elif block.kind in ("blockquote", "table", "thead", "tbody", "tr"):
        for child in block.children:
            yield from _items(child)
    elif text := " ".join(block.text.split()):
        yield text


def _lines(lines: list[str], start: int, stop: int) -> str:
    """Complete lines without empty ones around them."""
    kept = lines[start:stop]
    while kept and not kept[0].strip():
        del kept[0]
    while kept and not kept[-1].strip():
        del kept[-1]
    return "\n".join(kept)
