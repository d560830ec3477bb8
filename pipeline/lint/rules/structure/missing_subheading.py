from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._content import subheadings_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span, outline_of
from pipeline.model.plain_markdown import escaped
from pipeline.model.policy import same_words


@rule(Entry, draft_severity=Severity.WARNING)
def missing_subheading(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section lacks a heading that the house rules want inside it.

    Readers who know one page look for the same part on the next, and do not find it.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: references, heading: References, required_subheadings: [Books]}
        +++
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.

    Good:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: references, heading: References, required_subheadings: [Books]}
        +++
        ## References

        ### Books

        - Ruiz, A. (2024). *Looking Back*. Test Press.
    """
    if not any(section.required_subheadings for section in context.policy.sections):
        return
    for placed in outline_of(entry, context.policy).sections.values():
        wanted = placed.policy.required_subheadings if placed.policy else ()
        written = {same_words(heading.text) for heading in subheadings_of(placed)} if wanted else set()
        for heading in wanted:
            if same_words(heading) not in written:
                message = f"`{placed.title}` lacks the heading `{heading}`"
                yield Finding(
                    heading_span(placed.heading), message, f"write `### {escaped(heading)}` and what belongs below"
                )
