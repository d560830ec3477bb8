"""Edits that bring a disclaimer to its place."""

import re
from collections.abc import Iterator

from pipeline.model import snippet
from pipeline.model.policy import same_words
from pipeline.model.standing import Standing
from pipeline.parse import Block, Inline
from pipeline.text import Edit, Source

# A word as white space parts it.
WORD = re.compile(r"\S+")


def put_in(source: Source, standing: Standing) -> tuple[Edit, ...]:
    """Write the disclaimer below its heading; an empty section gets a placeholder too."""
    text = snippet.quote(standing.disclaimer)
    if not standing.placed.section.blocks:
        text += source.newline * 2 + snippet.PLACEHOLDER
    return (snippet.below(source, standing.placed.heading, text),)


def replace(source: Source, standing: Standing) -> tuple[Edit, ...] | None:
    """Write the exact words in place of what stands there, or below the heading and take that out."""
    assert standing.block is not None
    if standing.opens:
        return (Edit(standing.block.span, snippet.quote(standing.disclaimer)),)
    return move(source, standing)


def move(source: Source, standing: Standing) -> tuple[Edit, ...] | None:
    """Write the disclaimer below its heading and take out the text found; None where that leaves traces."""
    assert standing.block is not None
    assert standing.home is not None
    cut = snippet.removal(source, standing.home.blocks, standing.block)
    return (*put_in(source, standing), cut) if cut else None


def make_quote(source: Source, block: Block) -> tuple[Edit, ...]:
    """Start every line of a paragraph with a quote's mark."""
    first, last = source.line_index(block.span.start), source.line_index(block.span.end)
    return tuple(_marks(source, first, last))


def part(source: Source, standing: Standing) -> tuple[Edit, ...] | None:
    """Let the quote end where the disclaimer ends; what follows stays as it is, below it."""
    block = standing.block
    inline = next((part.inline for part in block.walk() if part.inline), None) if block else None
    wanted = same_words(standing.disclaimer.text)
    if block is None or inline is None or not standing.opens:
        return None
    words = list(WORD.finditer(inline.content))
    count = len(wanted.split())
    if len(words) < count or same_words(inline.content[: words[count - 1].end()]) != wanted:
        return None
    mark = () if block.kind == "blockquote" else (Edit(source.span(block.span.start, block.span.start), "> "),)
    end = words[count - 1].end()
    if len(words) == count:
        return (*mark, _empty_line(source, inline.locate(0, end).end))
    return _split(source, inline, end, words[count].start(), mark)


def _split(
    source: Source, inline: Inline, end: int, start: int, mark: tuple[Edit, ...]
) -> tuple[Edit, ...] | None:
    """Part a paragraph between two words."""
    gap = inline.locate(end, start)
    if source.slice(inline.locate(0, end)) == "" or gap.start >= gap.end:
        return None
    if "\n" in inline.content[end:start]:
        return (*mark, _empty_line(source, inline.locate(max(0, end - 1), end).end))
    if source.slice(gap) != inline.content[end:start]:
        return None
    opener = "" if mark else "> "
    return (*mark, Edit(gap, source.newline * 2 + opener))


def _empty_line(source: Source, offset: int) -> Edit:
    """An empty line below the line of an offset."""
    end = source.line_span(source.line_index(offset)).end
    return Edit(source.span(end, end), source.newline)


def _marks(source: Source, first: int, last: int) -> Iterator[Edit]:
    for line in range(first, last + 1):
        span = source.line_span(line)
        text = source.slice(span)
        start = span.start + len(text) - len(text.lstrip(" \t"))
        yield Edit(source.span(start, start), "> ")
