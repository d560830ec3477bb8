import re
from collections.abc import Iterator
from enum import Enum
from itertools import takewhile

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.disclaimers._edits import insert
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety, Severity
from pipeline.model.disclaimer_placement import DisclaimerPlacement, DisclaimerState, disclaimer_placements, words_of
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span
from pipeline.model.policy import Disclaimer, same_words
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source

# Least similarity of words in any order, of 100. A quote is rarely anything else; a paragraph often is.
SIMILAR_QUOTE, SIMILAR_PARAGRAPH = 60, 85
WORD = re.compile(r"\w+")
# The start of a quotation of somebody's speech.
SPEECH = re.compile(r"[\"“„«‘'—–]")


class Opening(Enum):
    """The start of a section that lacks its disclaimer."""

    TEXT = "text"  # the text of the section
    NOTICE = "notice"  # its disclaimer in other words or in parts, or the disclaimer of another section
    QUOTE = "quote"  # a quote that may be the disclaimer in another language


NOTES = {
    Opening.NOTICE: "this stands in its place, in other words",
    Opening.QUOTE: "if this is the disclaimer in other words or another language, put the exact words in its place",
}


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True, draft_severity=Severity.WARNING)
def missing_disclaimer(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section does not open with the disclaimer that belongs to it.

    Without it, readers may take an example for a recommendation, or a product for a proven one.

    Bad:
        ## Design It into Your Product

        Let a learner choose the name that the product greets them by.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Let a learner choose the name that the product greets them by.
    """  # noqa: E501 - the disclaimer is on one line
    for placement in disclaimer_placements(entry, context):
        if placement.state is not DisclaimerState.MISSING or _in_open_code(entry, placement):
            continue
        opening, blocks = _opening(placement, context)
        yield Finding(
            heading_span(placement.placed.heading),
            f"`{placement.policy.heading}` does not open with its disclaimer",
            _remedy(placement.disclaimer),
            tuple(Note(block.span, NOTES[opening]) for block in blocks[:1] if opening in NOTES),
            _fix(entry.document.source, placement, opening, blocks),
        )


def _remedy(disclaimer: Disclaimer) -> str:
    lines = snippet.quote(disclaimer).split("\n")
    if len(lines) == 1:
        return f"write this right below the heading: `{lines[0]}`"
    return "\n".join(["write this right below the heading:", *lines])


def _in_open_code(entry: Entry, placement: DisclaimerPlacement) -> bool:
    """True if the section and its disclaimer are inside an `unclosed-code-fence`."""
    words = same_words(placement.disclaimer.words)
    open_code = (fence.block for fence in entry.body.fences if not fence.closed)
    return any(block in placement.placed.section.blocks and words in same_words(block.code) for block in open_code)


def _opening(placement: DisclaimerPlacement, context: Context) -> tuple[Opening, tuple[Block, ...]]:
    """The kind of a section's opening, and its blocks."""
    blocks, exact = placement.placed.section.blocks, placement.disclaimer.words
    quotes = tuple(takewhile(lambda block: block.kind == "blockquote" and bool(words_of(block)), blocks))
    disclaimers = {same_words(disclaimer.words) for disclaimer in context.policy.disclaimers}
    for number in range(len(quotes), 0, -1):
        if same_words(" ".join(words_of(block) for block in quotes[:number])) in disclaimers:
            return Opening.NOTICE, quotes[:number]
    words = words_of(blocks[0]) if blocks else ""
    if quotes:
        if _similarity(words, exact) >= SIMILAR_QUOTE:
            return Opening.NOTICE, quotes[:1]
        return (Opening.TEXT if SPEECH.match(words) else Opening.QUOTE), quotes[:1]
    if len(words) <= len(exact) and _similarity(words, exact) >= SIMILAR_PARAGRAPH:
        return Opening.NOTICE, blocks[:1]
    return Opening.TEXT, ()


def _similarity(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # imported only for a page with a fault

    return fuzz.token_set_ratio(*(" ".join(WORD.findall(text.casefold())) for text in (one, other)))


def _fix(source: Source, placement: DisclaimerPlacement, opening: Opening, blocks: tuple[Block, ...]) -> Fix | None:
    if opening is Opening.NOTICE:
        span = source.span(blocks[0].span.start, blocks[-1].span.end)
        edit = Edit(span, snippet.quote(placement.disclaimer, source.newline))
        return Fix("replace what stands in its place", (edit,), Safety.UNSAFE)
    if opening is Opening.QUOTE:
        return None  # the section might get two disclaimers
    # An empty section gets a placeholder too, so that nobody takes it for finished.
    empty = not placement.placed.section.blocks
    title = "insert the disclaimer and a placeholder" if empty else "insert the disclaimer"
    return Fix(title, insert(source, placement), Safety.UNSAFE if empty else Safety.SAFE)
