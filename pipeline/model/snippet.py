"""Markdown that fixes insert into a page or remove from it."""

import re

from pipeline.model.author_texts import ENGLISH, PLACEHOLDERS
from pipeline.model.outline import BLANKS
from pipeline.model.plain_markdown import CLOSING, escaped, plain
from pipeline.model.policy import Disclaimer, SectionPolicy
from pipeline.source.parse import Block
from pipeline.source.text import LINE_ENDING, Edit, Source

# The start of a fenced code block.
FENCE = re.compile(r"(`{3,}|~{3,})")
LISTS = ("bullet_list", "ordered_list")


def quote(disclaimer: Disclaimer, newline: str = "\n") -> str:
    """A disclaimer as a block quote, each paragraph on one line."""
    if disclaimer.markdown is None:
        return f"> {plain(' '.join(disclaimer.text.split()))}"
    return f"{newline}>{newline}".join(f"> {paragraph}" for paragraph in disclaimer.markdown.split("\n\n"))


def heading_text(section: SectionPolicy) -> str:
    """The words of a section's heading."""
    return CLOSING.sub(r"\\#", escaped(section.heading))


def heading(section: SectionPolicy) -> str:
    """The line of a section's heading."""
    return f"## {heading_text(section)}"


def draft(
    section: SectionPolicy, disclaimer: Disclaimer | None, newline: str, placeholder: str = PLACEHOLDERS[ENGLISH]
) -> str:
    """A section for an author to write: heading, disclaimer (if any), placeholder."""
    parts = [heading(section), *([quote(disclaimer, newline)] if disclaimer else []), placeholder]
    return (newline * 2).join(parts)


def after(source: Source, offset: int, text: str) -> Edit:
    """Insert text at an offset, with an empty line before it and after it."""
    remaining = source.text[offset:]
    following = remaining.lstrip(BLANKS)
    tight = following and _lines(remaining[: len(remaining) - len(following)]) < 2
    return Edit(source.span(offset, offset), source.newline * 2 + text + (source.newline if tight else ""))


def below(source: Source, block: Block, text: str) -> Edit:
    """Insert text below a block."""
    return after(source, source.line_span(source.line_index(block.span.end)).end, text)


def runs_on(source: Source, block: Block) -> bool:
    """True for an unclosed code block: text after it would be code too."""
    if block.kind != "fence":
        return False
    first, *others = LINE_ENDING.split(source.slice(block.span))
    opener, last = FENCE.match(first), others[-1].strip(BLANKS) if others else ""
    return not (opener and opener[1] in last and set(last) == {opener[1][0]})


def removal(source: Source, blocks: tuple[Block, ...], block: Block) -> Edit | None:
    """Remove a block and keep its neighbours separate; None if this is not possible."""
    at = next((index for index, other in enumerate(blocks) if other is block), None)
    if at is None or _would_join(source, blocks, at):
        return None
    first = source.line_starts[source.line_index(block.span.start)]
    last = source.line_span(source.line_index(block.span.end)).end
    before, following = source.text[:first].rstrip(BLANKS), source.text[last:].lstrip(BLANKS)
    next_start = len(source.text) - len(following)
    if not following or _lines(source.text[last:next_start]) > 1:
        return Edit(source.span(len(before), last), "")
    if _lines(source.text[len(before) : first]) > 1:
        # The next block keeps its indentation.
        return Edit(source.span(first, source.line_starts[source.line_index(next_start)]), "")
    return Edit(source.span(first, last), "")


def _would_join(source: Source, blocks: tuple[Block, ...], at: int) -> bool:
    """True when the next block would become part of the list or indented code before."""
    if at == 0 or at + 1 == len(blocks) or blocks[at - 1].kind not in (*LISTS, "code_block"):
        return False
    start = blocks[at + 1].span.start
    indented = start > source.line_starts[source.line_index(start)]
    return indented or blocks[at + 1].kind in LISTS


def _lines(blank: str) -> int:
    return sum(1 for _ in LINE_ENDING.finditer(blank))
