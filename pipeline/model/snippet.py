"""The Markdown that fixes write, and how it is put into a page or taken out of it."""

import re

from pipeline.model.outline import BLANKS
from pipeline.model.policy import Disclaimer, SectionPolicy
from pipeline.parse import Block
from pipeline.text import LINE_ENDING, Edit, Source

# Stands where an author is to write; `placeholder-text` keeps it from being published.
PLACEHOLDER = "TODO: write this section"
# Characters that Markdown would take for markup inside a line.
MARKUP = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w{1,40};)")
# A number that would begin a list.
NUMBERED = re.compile(r"\d{1,9}[.)]")
LISTS = ("bullet_list", "ordered_list")


def quote(disclaimer: Disclaimer) -> str:
    """A disclaimer as a block quote on one line."""
    text = MARKUP.sub(r"\\\g<0>", " ".join(disclaimer.text.split()))
    if text[:1] in "#>+=-":
        text = "\\" + text
    elif number := NUMBERED.match(text):
        text = f"{text[: number.end() - 1]}\\{text[number.end() - 1 :]}"
    return f"> {text}"


def heading(section: SectionPolicy) -> str:
    """The heading of a section."""
    return "## " + MARKUP.sub(r"\\\g<0>", section.heading)


def draft(section: SectionPolicy, disclaimer: Disclaimer | None, newline: str) -> str:
    """A section for an author to fill: heading, disclaimer if it has one, placeholder."""
    parts = [heading(section), *([quote(disclaimer)] if disclaimer else []), PLACEHOLDER]
    return (newline * 2).join(parts)


def below(source: Source, block: Block, text: str) -> Edit:
    """Put text below a block, with an empty line before it and one before what follows."""
    line = source.line_index(block.span.end)
    end = source.line_span(line).end
    following = line + 1 < len(source.line_starts) and source.slice(source.line_span(line + 1)).strip(BLANKS)
    after = source.newline if following else ""
    return Edit(source.span(end, end), source.newline * 2 + text + after)


def removal(source: Source, blocks: tuple[Block, ...], block: Block) -> Edit | None:
    """Take a block out from between its neighbours so that they stay apart; None where it cannot be done cleanly."""
    at = next((index for index, other in enumerate(blocks) if other is block), None)
    if at is None or _would_join(source, blocks, at):
        return None
    first = source.line_starts[source.line_index(block.span.start)]
    last = source.line_span(source.line_index(block.span.end)).end
    before, after = source.text[:first].rstrip(BLANKS), source.text[last:].lstrip(BLANKS)
    next_start = len(source.text) - len(after)
    if not after or _lines(source.text[last:next_start]) > 1:
        return Edit(source.span(len(before), last), "")
    if _lines(source.text[len(before) : first]) > 1:
        # The blanks that indent what follows are its own.
        return Edit(source.span(first, source.line_starts[source.line_index(next_start)]), "")
    return Edit(source.span(first, last), "")


def _would_join(source: Source, blocks: tuple[Block, ...], at: int) -> bool:
    """True when what follows a block would become part of the list or indented code before it."""
    if at == 0 or at + 1 == len(blocks) or blocks[at - 1].kind not in (*LISTS, "code_block"):
        return False
    start = blocks[at + 1].span.start
    indented = start > source.line_starts[source.line_index(start)]
    return indented or blocks[at + 1].kind in LISTS


def _lines(blank: str) -> int:
    return sum(1 for _ in LINE_ENDING.finditer(blank))
