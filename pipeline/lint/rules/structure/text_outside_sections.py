from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._level import level_fix, level_problem
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.disclaimer_placement import DisclaimerState, disclaimer_placements
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span, outline_of
from pipeline.model.policy import SectionPolicy
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source


@rule(Entry, required=True, fixes=(Safety.UNSAFE,), draft_severity=Severity.WARNING)
def text_outside_sections(entry: Entry, context: Context) -> Iterator[Finding]:
    """Text stands between the front matter and the first section.

    Only sections are published; readers would never see this text.

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

        On Fridays learners name what went well, and what they felt on the way.

        ## Example: Use This Strategy in the Classroom

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
    # `misplaced-disclaimer` reports a disclaimer that belongs into a section.
    placements = disclaimer_placements(entry, context)
    misplaced = {id(placement.block) for placement in placements if placement.state is DisclaimerState.MISPLACED}
    text = next((block for block in outline.loose_text if id(block) not in misplaced), None)
    if text is None:
        return
    section = outline.loose_section
    heading, around = outline.strayed.get(section.id, (None, None)) if section else (None, None)
    if section and heading and around is None:
        yield _wrong_level(entry.document.source, section, heading)
    else:
        yield _without_heading(entry.document.source, section, text)


def _wrong_level(source: Source, section: SectionPolicy, heading: Block) -> Finding:
    message = f"this heading {level_problem(source, heading)}, so the text below it is in no section"
    remedy = f"write `{snippet.heading(section)}`"
    return Finding(heading_span(heading), message, remedy, fix=level_fix(source, heading))


def _without_heading(source: Source, section: SectionPolicy | None, text: Block) -> Finding:
    message = "this text stands before the first section and would not be published"
    if section is None:
        return Finding(text.span, message, "move it into a section")
    heading = snippet.heading(section)
    start = source.line_starts[source.line_index(text.span.start)]
    edit = Edit(source.span(start, start), heading + source.newline * 2)
    fix = Fix(f"put the heading `{section.heading}` above it", (edit,), Safety.UNSAFE)
    return Finding(text.span, message, f"write `{heading}` above it, or move it into a section", fix=fix)
