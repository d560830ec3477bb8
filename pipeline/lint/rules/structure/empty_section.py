from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span, outline_of, says_something


@rule(Entry, draft_severity=Severity.WARNING)
def empty_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section has a heading and nothing below it.

    A heading promises readers something; below this one they find nothing.

    Bad:
        ## References

    Good:
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.
    """
    for placed in outline_of(entry, context.policy).placed:
        if placed.policy is None or any(says_something(block) for block in placed.section.blocks):
            continue
        remedy = "write the section" if placed.policy.required else "write the section, or remove its heading"
        yield Finding(heading_span(placed.heading), f"nothing stands below the heading `{placed.title}`", remedy)
