from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.heading_slips import HeadingSlip, SlippedHeading
from pipeline.model.outline import BLANKS, outline_of
from pipeline.model.policy import SectionPolicy
from pipeline.source.text import Edit, Source

# Mistakes in a line that can only be meant as a heading.
SAFE = frozenset({HeadingSlip.SPACE, HeadingSlip.BACKSLASH, HeadingSlip.INDENT})


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True, draft_severity=Severity.WARNING)
def malformed_heading(entry: Entry, context: Context) -> Iterator[Finding]:
    """A line was meant to be the heading of a section and is none.

    Its section is not found, and readers meet the line as a piece of the section above.

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

        **Overview**

        On Fridays learners name what went well, and what they felt on the way.

        ##Example: Use This Strategy in the Classroom

        Each learner writes one line in a notebook.

        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.

        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [UDL Guidelines](https://udlguidelines.cast.org/): how choice and reflection support learners.

    Good:
        ## Overview

        On Fridays learners name what went well, and what they felt on the way.
    """  # noqa: E501 - the disclaimers are on one line
    outline = outline_of(entry, context.policy)
    for section, slipped in outline.slipped.values():
        yield _finding(entry.document.source, section, slipped)


def _finding(source: Source, section: SectionPolicy, slipped: SlippedHeading) -> Finding:
    heading = snippet.heading(section)
    line = source.slice(slipped.line)
    start = slipped.line.start + len(line) - len(line.lstrip(BLANKS))
    span = source.span(start, start + len(line.strip(BLANKS)))
    is_above_code = slipped.block.kind == "code_block" and slipped.block.lines[1] - slipped.block.lines[0] > 1
    edit = Edit(slipped.line, heading + source.newline if is_above_code else heading)
    safety = Safety.SAFE if slipped.slip in SAFE else Safety.UNSAFE
    message = f"this line is not yet the heading `{section.heading}`: {slipped.slip.value}"
    remedy = f"write `{heading}`"
    return Finding(span, message, remedy, fix=Fix(remedy, (edit,), safety))
