from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.lint.rule import Finding, rule
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import PlacedSection, heading_span, outline_of, section_span
from pipeline.source.text import Edit


@rule(Entry, fixes=(Safety.SAFE,), rewrites=True, draft_severity=Severity.WARNING)
def section_order(entry: Entry, context: Context) -> Iterator[Finding]:
    """The sections of a page do not stand in the order that all pages share.

    Readers learn once where to look; a page in another order makes them search.

    Bad:
        ---
        title: Weekly Reflection
        summary: Learners look back on their week and choose one thing to try next.
        category: teacher-modeling-support
        learner_models: [middle-grades]
        factors: [emotion]
        related: []
        status: draft
        updated: 2026-11-01
        ---

        ## Example: Use This Strategy in the Classroom

        Each learner writes one line in a notebook.

        ## Overview

        On Fridays learners name what went well, and what they felt on the way.

        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.

        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [UDL Guidelines](https://udlguidelines.cast.org/): how choice and reflection support learners.

    Good:
        ## Overview

        On Fridays learners name what went well, and what they felt on the way.

        ## Example: Use This Strategy in the Classroom

        Each learner writes one line in a notebook.
    """  # noqa: E501 - the disclaimers are on one line
    outline = outline_of(entry, context.policy)
    placed = outline.placed
    if not all(section.is_known for section in placed) or len(outline.sections) < len(placed):
        return
    ranks = {section.index: outline.rank(section.policy) for section in placed if section.policy}
    late = next((after for before, after in pairwise(placed) if ranks[after.index] < ranks[before.index]), None)
    if late is None:
        return
    blocking = next(section for section in placed if ranks[section.index] > ranks[late.index])
    order = ", ".join(f"`{section.heading}`" for section in context.policy.sections)
    edits = _moves(entry, placed, sorted(placed, key=lambda section: ranks[section.index]))
    yield Finding(
        heading_span(late.heading),
        f"the section `{late.title}` belongs before `{blocking.title}`",
        f"the order is {order}",
        (Note(heading_span(blocking.heading), "it belongs before this section"),),
        Fix("put the sections in order", edits, Safety.SAFE) if edits else None,
    )


def _moves(entry: Entry, placed: Sequence[PlacedSection], ordered: Sequence[PlacedSection]) -> tuple[Edit, ...] | None:
    """Exchange the texts of sections, not what separates them; None if one could run into another."""
    source = entry.document.source
    last = placed[-1].section.blocks
    if last and snippet.runs_on(source, last[-1]):
        return None
    lines = [source.line_index(section.heading.span.start) for section in placed]
    if not all(source.text.startswith("#", source.line_starts[line]) for line in lines):
        return None  # an indented heading would become part of a list above it, an underlined one of a paragraph
    spans = {section.index: section_span(entry, section) for section in placed}
    return tuple(
        Edit(spans[here.index], source.slice(spans[there.index]))
        for here, there in zip(placed, ordered, strict=True)
        if here is not there
    )
