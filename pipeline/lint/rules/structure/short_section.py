from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._content import own_blocks
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import PlacedSection, heading_span, says_something
from pipeline.model.sentences import count_words
from pipeline.source.parse import Block
from pipeline.source.text import counted


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
    """  # noqa: E501 - the disclaimer is on one line
    for placed, blocks in own_blocks(entry, context):
        if words := _too_little(placed, blocks):
            yield Finding(heading_span(placed.heading), words, "write what a reader can act upon")


def _too_little(placed: PlacedSection, blocks: list[Block]) -> str | None:
    """Say what is short about a section; None if nothing is, or if it is empty, which `empty-section` reports."""
    texts = [block for block in blocks if block.kind != "heading"]
    least = placed.policy.min_words if placed.policy else 0
    count = 0
    for block in texts:
        count += count_words(block.text)
        if count >= max(least, 1):
            return None
    title = placed.title
    if any(map(says_something, texts)):
        return f"`{title}` has {counted(count, 'word')} of at least {least}" if least else None
    if any(map(says_something, blocks)):
        return f"`{title}` holds nothing but headings"
    return f"`{title}` holds nothing but its disclaimer" if len(blocks) < len(placed.section.blocks) else None
