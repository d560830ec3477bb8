from collections.abc import Iterator
from itertools import accumulate

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.disclaimer_placement import disclaimer_placements
from pipeline.model.entry import Entry
from pipeline.model.outline import PlacedSection, heading_span, outline_of, says_something
from pipeline.model.sentences import count_words
from pipeline.source.parse import Block


@rule(Entry, severity=Severity.WARNING, draft_severity=Severity.WARNING)
def short_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section holds too little to be of use.

    Readers come for enough to act upon; a line or two, or a disclaimer by itself, sends them away again.

    Bad:
        ## Overview

        Learners look back on their week.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.
    """  # noqa: E501 - the disclaimer stands on one line
    found = (standing for standing in disclaimer_placements(entry, context) if standing.stands_alone)
    # One that stands in another section does not fill this one.
    disclaimers = {item.placed.index: item.block for item in found if item.home is item.placed.section}
    for placed in outline_of(entry, context.policy).sections.values():
        disclaimer = disclaimers.get(placed.index)
        if not may_be_short(placed, disclaimer):
            continue
        blocks = [block for block in placed.section.blocks if block is not disclaimer and says_something(block)]
        if words := _too_little(placed, blocks, disclaimer):
            yield Finding(heading_span(placed.heading), words, "write what a reader can act upon")


def may_be_short(placed: PlacedSection, disclaimer: Block | None) -> bool:
    """False when some text besides the disclaimer is as long as the section needs it."""
    texts = (block for block in placed.section.blocks if block.kind != "heading" and block is not disclaimer)
    least = placed.policy.min_words if placed.policy else 0
    if least == 0:
        return not any(says_something(block) for block in texts)
    # A text with a word in it says something.
    counts = accumulate(count_words(block.text) for block in texts)
    return not any(count >= least for count in counts)


def _too_little(placed: PlacedSection, blocks: list[Block], disclaimer: Block | None) -> str | None:
    """Say what is short about a section; None when nothing is, or when it is empty and `empty-section` tells."""
    texts = [block for block in blocks if block.kind != "heading"]
    count = sum(count_words(block.text) for block in texts)
    least = placed.policy.min_words if placed.policy else 0
    title = placed.title
    if not texts and blocks:
        return f"`{title}` holds nothing but headings"
    if not texts and disclaimer is not None:
        return f"`{title}` holds nothing but its disclaimer"
    if texts and count < least:
        return f"`{title}` has {count} {'word' if count == 1 else 'words'} of at least {least}"
    return None
