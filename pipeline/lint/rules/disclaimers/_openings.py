"""What opens a section in place of its disclaimer: the same in other words, in parts, or something else."""

import re
from enum import Enum
from itertools import takewhile

from pipeline.model.context import Context
from pipeline.model.disclaimer_placement import DisclaimerPlacement, words_of
from pipeline.model.policy import same_words
from pipeline.source.parse import Block

# Likeness by words, in any order, of 100. A quote is rarely anything else; a paragraph often is.
LIKE_QUOTE, LIKE_PARAGRAPH = 60, 85
WORD = re.compile(r"\w+")
# A quote that begins so is what somebody said.
SPEECH = re.compile(r"[\"“„«‘'—–]")


class Opening(Enum):
    """What a section begins with."""

    TEXT = "text"  # what the section is about
    NOTICE = "notice"  # its disclaimer in other words or in parts, or the disclaimer of another section
    QUOTE = "quote"  # a quote that may be the disclaimer in another language


def opening_of(standing: DisclaimerPlacement, context: Context) -> tuple[Opening, tuple[Block, ...]]:
    """What a section without its disclaimer begins with, and the blocks that are it."""
    blocks = standing.placed.section.blocks
    quotes = tuple(takewhile(lambda block: block.kind == "blockquote" and bool(words_of(block)), blocks))
    wanted = standing.disclaimer.text
    others = {same_words(other.text) for other in context.policy.disclaimers} - {same_words(wanted)}
    for number in range(len(quotes), 0, -1):
        words = " ".join(words_of(block) for block in quotes[:number])
        if same_words(words) in others or (same_words(wanted) == same_words(words)):
            return Opening.NOTICE, quotes[:number]
    if quotes:
        words = words_of(quotes[0])
        if words in others or _likeness(words, wanted) >= LIKE_QUOTE:
            return Opening.NOTICE, quotes[:1]
        return (Opening.TEXT if SPEECH.match(words) else Opening.QUOTE), quotes[:1]
    words = words_of(blocks[0]) if blocks else ""
    if len(words) <= len(wanted) and _likeness(words, wanted) >= LIKE_PARAGRAPH:
        return Opening.NOTICE, blocks[:1]
    return Opening.TEXT, ()


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # loaded only when something is wrong

    texts = (" ".join(WORD.findall(text.casefold())) for text in (one, other))
    return fuzz.token_set_ratio(*texts)
