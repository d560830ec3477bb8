from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._level import level_fix, level_problem
from pipeline.model import snippet
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import BLANKS, Outline, heading_span, outline_of, section_span, section_start
from pipeline.model.policy import SectionPolicy
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source


@rule(Entry, required=True, fixes=(Safety.UNSAFE,), draft_severity=Severity.WARNING)
def missing_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section that every page must have is missing.

    Readers who know one page know where to look on all others; a page without the section leaves them searching.

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

        ## Overview

        On Fridays learners name what went well, and what they felt on the way.

        ## Example: Use This Strategy in the Classroom

        Each learner writes one line in a notebook.

        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [UDL Guidelines](https://udlguidelines.cast.org/): how choice and reflection support learners.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.
    """  # noqa: E501 - the disclaimers are on one line
    outline = outline_of(entry, context.policy)
    for section in context.policy.required:
        if section.id in outline.sections or _is_reported_elsewhere(outline, section):
            continue
        heading, _ = outline.strayed.get(section.id, (None, None))
        yield _wrong_level(entry.document.source, section, heading) if heading else _missing(outline, section)


def _is_reported_elsewhere(outline: Outline, section: SectionPolicy) -> bool:
    """True if another rule reports the same cause."""
    if not outline.entry.body.tokens and any(outline.entry.document.noted("nested-too-deep")):
        return True  # nothing of the page could be read
    if section.id in outline.fenced:
        return True  # `unclosed-code-fence`: its heading is inside a code block
    if section.id in outline.slipped:
        return True  # `malformed-heading`
    _, around = outline.strayed.get(section.id, (None, None))
    if around is not None:
        return True  # `unknown-section`: its heading is inside a quote or list
    return outline.loose_section is section  # `text-outside-sections`: its text lacks the heading


def _wrong_level(source: Source, section: SectionPolicy, heading: Block) -> Finding:
    message = f"the section `{section.heading}` is missing: its heading {level_problem(source, heading)}"
    remedy = f"write `{snippet.heading(section)}`"
    return Finding(heading_span(heading), message, remedy, fix=level_fix(source, heading))


def _missing(outline: Outline, section: SectionPolicy) -> Finding:
    before = outline.before(section)
    if before or outline.placed:
        span = heading_span(before.heading if before else outline.placed[0].heading)
    else:
        source = outline.entry.document.source
        end = len(source.text.rstrip(BLANKS))
        span = source.span(end, end)
    rank = outline.rank(section)
    where = f"after `{outline.policy.sections[rank - 1].heading}`" if rank else "before all others"
    edit = _insertion(outline, section)
    return Finding(
        span,
        f"the section `{section.heading}` is missing",
        f"it comes {where} and begins with `{snippet.heading(section)}`",
        fix=Fix("insert the section, for you to write", (edit,), Safety.UNSAFE) if edit else None,
    )


def _insertion(outline: Outline, section: SectionPolicy) -> Edit | None:
    entry = outline.entry
    source = entry.document.source
    text = snippet.draft(section, outline.policy.disclaimer_of(section), source.newline)
    before = outline.before(section)
    if before is None and outline.placed:
        start = section_start(entry, outline.placed[0].heading)
        return Edit(source.span(start, start), text + source.newline * 2)
    offset = section_span(entry, before).end if before else len(source.text.rstrip(BLANKS))
    sections = (entry.body.preamble, *entry.body.sections)
    above = (before.section if before else sections[-1]).blocks
    return None if above and snippet.runs_on(source, above[-1]) else snippet.after(source, offset, text)
