from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._content import own_blocks
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span
from pipeline.model.sentences import count_words
from pipeline.source.text import counted


@rule(Entry, severity=Severity.WARNING)
def long_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section holds more words than the house rules allow.

    Readers look for one section of a page; in a long one they do not find what they came for.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: overview, heading: Overview, required: true, max_words: 60}
        +++
        Learners look back on their week. They name what went well and what was hard, and they choose one thing to try.

    Good:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: overview, heading: Overview, required: true, max_words: 60}
        +++
        ## Overview

        Learners look back on their week, and name an [emotion](factor:emotion).
    """
    if all(section.max_words is None for section in context.policy.sections):
        return
    for placed, blocks in own_blocks(entry, context):
        most = placed.policy.max_words if placed.policy else None
        words = sum(count_words(block.text) for block in blocks if block.kind != "heading") if most is not None else 0
        if most is not None and words > most:
            message = f"`{placed.title}` has {counted(words, 'word')}, more than {most}"
            yield Finding(heading_span(placed.heading), message, "keep what readers need here, and leave out the rest")
