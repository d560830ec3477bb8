from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note, Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import Match, heading_span, outline_of


@rule(Entry, required=True, draft_severity=Severity.WARNING)
def duplicate_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section stands on a page twice.

    Readers who found the first will not look for a second, and miss what stands there.

    Bad:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.

        ## Design It into Your Product

        Show last week's plan beside the empty line.

    Good:
        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.

        Show last week's plan beside the empty line.
    """  # noqa: E501 - the disclaimer is on one line
    outline = outline_of(entry, context.policy)
    for placed in outline.placed:
        if placed.policy is None or placed.match is not Match.EXACT:
            continue
        first = outline.sections[placed.policy.id]
        if first is not placed:
            yield Finding(
                heading_span(placed.heading),
                f"the section `{placed.policy.heading}` stands here a second time",
                "put the two together",
                (Note(heading_span(first.heading), "it stands here first"),),
            )
