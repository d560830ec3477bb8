"""Edits that bring a disclaimer to its place."""

import re
from collections.abc import Iterator

from pipeline.model import snippet
from pipeline.model.disclaimer_placement import DisclaimerPlacement
from pipeline.model.outline import BLANKS, says_something
from pipeline.model.policy import same_words
from pipeline.source.parse import Block, Inline
from pipeline.source.text import Edit, Source, Span

# A word as white space parts it.
WORD = re.compile(r"\S+")


def put_in(source: Source, standing: DisclaimerPlacement) -> tuple[Edit, ...]:
    """Write the disclaimer below its heading; an empty section gets a placeholder too."""
    text = snippet.quote(standing.disclaimer)
    if not standing.placed.section.blocks:
        text += source.newline * 2 + snippet.PLACEHOLDER
    return (snippet.below(source, standing.placed.heading, text),)


def replace(source: Source, standing: DisclaimerPlacement) -> tuple[Edit, ...] | None:
    """Write the exact words in place of what stands there, or below the heading and take that out."""
    assert standing.block is not None
    if standing.opens:
        return (Edit(_whole(source, standing.block), snippet.quote(standing.disclaimer)),)
    return move(source, standing)


def move(source: Source, standing: DisclaimerPlacement) -> tuple[Edit, ...] | None:
    """Write the disclaimer below its heading and take out the text found; None where that leaves traces."""
    assert standing.block is not None
    assert standing.home is not None
    others = [block for block in standing.home.blocks if block is not standing.block]
    if standing.home.heading and not any(says_something(block) for block in others):
        return None  # nothing would be left of that section
    cut = snippet.removal(source, standing.home.blocks, standing.block)
    return (*put_in(source, standing), cut) if cut else None


def make_quote(source: Source, block: Block) -> tuple[Edit, ...]:
    """Start every line of a paragraph with a quote's mark, and part it from what follows."""
    first, last = source.line_index(block.span.start), source.line_index(block.span.end)
    follows = last + 1 < len(source.line_starts) and source.slice(source.line_span(last + 1)).strip(BLANKS)
    return (*_marks(source, first, last), *([_empty_line(source, block.span.end)] if follows else []))


def part(source: Source, standing: DisclaimerPlacement) -> tuple[Span, tuple[Edit, ...] | None] | None:
    """Find the words that follow the disclaimer in its quote or paragraph, and the edits that put them below it.

    None when the text does not begin with the disclaimer. No edits when it cannot be parted exactly.
    """
    paragraphs = [block for block in standing.block.walk() if block.inline] if standing.block else []
    inline = paragraphs[0].inline if paragraphs else None
    wanted = same_words(standing.disclaimer.text)
    words = list(WORD.finditer(inline.content)) if inline else []
    count = len(wanted.split())
    if inline is None or len(words) < count or same_words(inline.content[: words[count - 1].end()]) != wanted:
        return None
    end = words[count - 1].end()
    if len(words) > count:
        start = words[count].start()
        span, edits = inline.locate(start, len(inline.content)), _split(source, standing, inline, (end, start))
    elif len(paragraphs) > 1:
        span, edits = paragraphs[1].span, (_empty_line(source, inline.locate(end - 1, end).end),)
    else:
        return None
    return span, edits if standing.opens else None


def _split(
    source: Source, standing: DisclaimerPlacement, inline: Inline, gap: tuple[int, int]
) -> tuple[Edit, ...] | None:
    """Part a paragraph between two words; make the first part a quote if it is none."""
    assert standing.block is not None
    start, end = gap
    quoted = standing.block.kind == "blockquote"
    opened = _whole(source, standing.block).start
    mark = () if quoted else (Edit(source.span(opened, opened), "> "),)
    if "\n" in inline.content[start:end]:
        return (*mark, _empty_line(source, inline.locate(start - 1, start).end))
    place = inline.locate(start, end)
    if source.slice(place) != inline.content[start:end]:
        return None
    return (*mark, Edit(place, source.newline * 2 + ("> " if quoted else "")))


def _empty_line(source: Source, offset: int) -> Edit:
    """An empty line below the line of an offset."""
    end = source.line_span(source.line_index(offset)).end
    return Edit(source.span(end, end), source.newline)


def _whole(source: Source, block: Block) -> Span:
    """A block from the first character that Markdown counts: to it a form feed is text."""
    line = source.line_starts[source.line_index(block.span.start)]
    text = source.text[line : block.span.end]
    return source.span(line + len(text) - len(text.lstrip(BLANKS)), block.span.end)


def _marks(source: Source, first: int, last: int) -> Iterator[Edit]:
    for line in range(first, last + 1):
        span = source.line_span(line)
        text = source.slice(span)
        start = span.start + len(text) - len(text.lstrip(" \t"))
        yield Edit(source.span(start, start), "> ")
