"""The position of each disclaimer on a page, and whether its words are exact."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from pipeline.model.context import Context
from pipeline.model.disclaimer_text import marked_words, without_layout
from pipeline.model.entry import Entry
from pipeline.model.outline import Outline, PlacedSection, heading_span, outline_of
from pipeline.model.policy import Disclaimer, SectionPolicy, same_words
from pipeline.source.memoise import memoised
from pipeline.source.parse import Block, Document, Section
from pipeline.source.text import Span

# Inline tokens without markup.
PLAIN = frozenset({"text", "softbreak", "hardbreak"})


class DisclaimerState(Enum):
    """The state of a disclaimer on a page."""

    RIGHT = "right"  # word for word, as the quote at the start of its section
    ALTERED = "altered"  # in its section, but with other words or other markup
    MISPLACED = "misplaced"  # word for word, but somewhere else
    MISSING = "missing"


class DisclaimerPlacement(NamedTuple):
    """A section that must start with a disclaimer, and the text that is or resembles that disclaimer."""

    placed: PlacedSection
    policy: SectionPolicy
    disclaimer: Disclaimer
    state: DisclaimerState
    block: Block | None = None
    home: Section | None = None  # the section that holds the block
    home_title: str = ""  # its heading; empty before the first section

    @property
    def span(self) -> Span:
        """The span of the text found, or else of the heading."""
        inlines = [block.inline for block in self.block.walk() if block.inline] if self.block else []
        if len(inlines) == 1:
            return inlines[0].locate(0, len(inlines[0].content))
        return self.block.span if self.block else heading_span(self.placed.heading)

    @property
    def stands_alone(self) -> bool:
        """False when the text found has other words besides the complete disclaimer."""
        if self.state is DisclaimerState.RIGHT:
            return True
        words, exact = words_of(self.block) if self.block else "", same_words(self.disclaimer.words)
        return words == exact or exact not in words

    @property
    def opens(self) -> bool:
        """True when the text found is the first block of its section."""
        blocks = self.placed.section.blocks
        return bool(blocks) and blocks[0] is self.block


@memoised
def disclaimer_placements(entry: Entry, context: Context) -> tuple[DisclaimerPlacement, ...]:
    """Every section of a page that must start with a disclaimer, with the state of that disclaimer."""
    policy, outline, placements = context.policy, outline_of(entry, context.policy), []
    for section in policy.sections:
        disclaimer, placed = policy.disclaimer_of(section), outline.sections.get(section.id)
        if disclaimer and placed:
            similarity = context.settings.thresholds.altered_disclaimer_similarity
            state, block, home = _found(outline, placed, disclaimer, similarity)
            title = next((other.title for other in outline.placed if other.section is home), "")
            placements.append(DisclaimerPlacement(placed, section, disclaimer, state, block, home, title))
    return tuple(placements)


@memoised
def words_of(block: Block) -> str:
    """The words of a paragraph, or of a quote of paragraphs; empty for other blocks."""
    plain = block.kind in ("paragraph", "blockquote") and all(
        part.kind in ("paragraph", "blockquote") for part in block.walk()
    )
    return same_words(block.text) if plain else ""


def marks_of(block: Block) -> frozenset[str]:
    """The markup in a paragraph or quote, by markdown-it's names: em, strong, link, image …

    Emphasis, links and images change the published text even if its words are the same.
    """
    tokens = (token for part in block.walk() if part.inline for token in part.inline.tokens)
    kinds = {token.type for token in tokens if token.type not in PLAIN}
    return frozenset(kind.removesuffix("_open").removesuffix("_close") for kind in kinds)


def _is_marked_otherwise(document: Document, block: Block, disclaimer: Disclaimer) -> bool:
    """True when a text with the words of a disclaimer has other links or other emphasis."""
    if disclaimer.markdown is None:
        return bool(marks_of(block))
    html = document.html(*block.tokens, lambda address: address)
    return same_words(without_layout(html)) != same_words(marked_words(disclaimer.text))


def _found(
    outline: Outline, placed: PlacedSection, disclaimer: Disclaimer, similarity: int
) -> tuple[DisclaimerState, Block | None, Section | None]:
    section, expected, document = placed.section, same_words(disclaimer.words), outline.entry.document
    first = section.blocks[0] if section.blocks else None
    if first and first.kind == "blockquote":
        if words_of(first) == expected:
            other = _is_marked_otherwise(document, first, disclaimer)
            return DisclaimerState.ALTERED if other else DisclaimerState.RIGHT, first, section
        if _resembles(words_of(first), expected, similarity):
            return DisclaimerState.ALTERED, first, section
    if block := next((block for block in section.walk() if words_of(block) == expected), None):
        other = _is_marked_otherwise(document, block, disclaimer)
        return DisclaimerState.ALTERED if other else DisclaimerState.MISPLACED, block, section
    if block := next((block for block in section.blocks if _resembles(words_of(block), expected, similarity)), None):
        return DisclaimerState.ALTERED, block, section
    for home, block in _elsewhere(outline, placed, disclaimer):
        if words_of(block) == expected:
            return DisclaimerState.MISPLACED, block, home
    return DisclaimerState.MISSING, None, None


def _resembles(words: str, expected: str, similarity: int) -> bool:
    if not words or expected in words:
        return bool(words)
    from rapidfuzz import fuzz  # loaded only when something is wrong

    return fuzz.ratio(words, expected, score_cutoff=similarity) > 0


def _elsewhere(outline: Outline, placed: PlacedSection, disclaimer: Disclaimer) -> Iterator[tuple[Section, Block]]:
    """Blocks of all other sections, without the first block of a section that has the same disclaimer."""
    yield from ((outline.entry.body.preamble, block) for block in outline.entry.body.preamble.walk())
    for other in outline.placed:
        if other.section is placed.section:
            continue
        owned = other.policy is not None and other.policy.disclaimer == disclaimer.id
        for block in other.section.blocks[1 if owned else 0 :]:
            yield from ((other.section, part) for part in block.walk())
