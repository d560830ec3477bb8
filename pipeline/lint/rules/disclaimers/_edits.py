"""Edits that write a disclaimer where it belongs, and remove it where it does not."""

import re
from collections.abc import Iterator

from pipeline.model import snippet
from pipeline.model.author_texts import ENGLISH, PLACEHOLDERS
from pipeline.model.disclaimer_placement import DisclaimerPlacement
from pipeline.model.outline import BLANKS, says_something
from pipeline.model.policy import same_words
from pipeline.source.parse import Block, Inline
from pipeline.source.text import Edit, Source, Span

# A word, with the punctuation at its ends.
WORD = re.compile(r"\S+")


def insert(source: Source, placement: DisclaimerPlacement) -> tuple[Edit, ...]:
    """Write the disclaimer below its heading; an empty section gets a placeholder too."""
    text = snippet.quote(placement.disclaimer, source.newline)
    if not placement.placed.section.blocks:
        text += source.newline * 2 + PLACEHOLDERS[ENGLISH]
    return (snippet.below(source, placement.placed.heading, text),)


def replace(source: Source, placement: DisclaimerPlacement) -> tuple[Edit, ...] | None:
    """Write the exact words in place of the text found. Move them if it does not open the section."""
    assert placement.block is not None
    if placement.opens:
        return (Edit(_span(source, placement.block), snippet.quote(placement.disclaimer, source.newline)),)
    return move(source, placement)


def move(source: Source, placement: DisclaimerPlacement) -> tuple[Edit, ...] | None:
    """Write the disclaimer below its heading and remove the text found; None if that cannot be done cleanly."""
    assert placement.block is not None
    assert placement.home is not None
    others = [block for block in placement.home.blocks if block is not placement.block]
    if placement.home.heading and not any(says_something(block) for block in others):
        return None  # the section would be empty
    cut = snippet.removal(source, placement.home.blocks, placement.block)
    return (*insert(source, placement), cut) if cut else None


def make_quote(source: Source, block: Block) -> Iterator[Edit]:
    """Make a quote of a paragraph, with an empty line before any text that follows."""
    first, last = source.line_index(block.span.start), source.line_index(block.span.end)
    for line in range(first, last + 1):
        span = source.line_span(line)
        start = span.end - len(source.slice(span).lstrip(" \t"))
        yield Edit(source.span(start, start), "> ")
    if last + 1 < len(source.line_starts) and source.slice(source.line_span(last + 1)).strip(BLANKS):
        yield _empty_line(source, block.span.end)


def following_words(source: Source, placement: DisclaimerPlacement) -> tuple[Span, tuple[Edit, ...] | None] | None:
    """Words after the disclaimer in its quote or paragraph, and the edits that separate them.

    None if the text does not begin with the disclaimer. The edits are None if they cannot be exact.
    """
    paragraphs = [block for block in placement.block.walk() if block.inline] if placement.block else []
    inline = paragraphs[0].inline if paragraphs else None
    exact = same_words(placement.disclaimer.words)
    words = list(WORD.finditer(inline.content)) if inline else []
    count = len(exact.split())
    if inline is None or len(words) < count or same_words(inline.content[: words[count - 1].end()]) != exact:
        return None
    end = words[count - 1].end()
    edits: tuple[Edit, ...] | None
    if len(words) > count:
        start = words[count].start()
        span, edits = inline.locate(start, len(inline.content)), _split(source, placement, inline, (end, start))
    elif len(paragraphs) > 1:
        span, edits = paragraphs[1].span, (_empty_line(source, inline.locate(end - 1, end).end),)
    else:
        return None
    return span, edits if placement.opens else None


def _split(
    source: Source, placement: DisclaimerPlacement, inline: Inline, gap: tuple[int, int]
) -> tuple[Edit, ...] | None:
    """Split a paragraph between two words; make the first part a quote if it is none."""
    assert placement.block is not None
    quoted = placement.block.kind == "blockquote"
    opening = _span(source, placement.block).start
    mark = () if quoted else (Edit(source.span(opening, opening), "> "),)
    if "\n" in inline.content[slice(*gap)]:
        return (*mark, _empty_line(source, inline.locate(gap[0] - 1, gap[0]).end))
    span = inline.locate(*gap)
    if source.slice(span) != inline.content[slice(*gap)]:
        return None
    return (*mark, Edit(span, source.newline * 2 + ("> " if quoted else "")))


def _empty_line(source: Source, offset: int) -> Edit:
    """Insert an empty line below the line of an offset."""
    end = source.line_span(source.line_index(offset)).end
    return Edit(source.span(end, end), source.newline)


def _span(source: Source, block: Block) -> Span:
    """Span of a block without its indent; a form feed is text to Markdown."""
    line = source.line_starts[source.line_index(block.span.start)]
    return source.span(block.span.end - len(source.text[line : block.span.end].lstrip(BLANKS)), block.span.end)
