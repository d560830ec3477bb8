from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._content import subheadings_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import exact_heading_span, heading_span, outline_of
from pipeline.model.plain_markdown import escaped
from pipeline.model.policy import same_words
from pipeline.model.wording import quoted
from pipeline.source.names import Names
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source


@rule(Entry, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True, draft_severity=Severity.WARNING)
def unknown_subheading(entry: Entry, context: Context) -> Iterator[Finding]:
    """A heading inside a section is none of those that the house rules allow there.

    The same few kinds on each page let readers find theirs at a glance, and programs sort by them.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: references, heading: References, subheadings: [Books, Articles]}
        +++
        ## References

        ### Articels

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.

    Good:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: references, heading: References, subheadings: [Books, Articles]}
        +++
        ## References

        ### Articles

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.
    """
    if not any(section.subheadings for section in context.policy.sections):
        return
    for placed in outline_of(entry, context.policy).sections.values():
        known = placed.policy.known_subheadings if placed.policy else ()
        words = {same_words(heading) for heading in known}
        for heading in subheadings_of(placed) if known else ():
            if same_words(heading.text) not in words:
                yield _finding(entry.document.source, heading, placed.title, known)


def _finding(source: Source, heading: Block, section: str, known: tuple[str, ...]) -> Finding:
    meant = Names.of(known).suggest(heading.text) if heading.text else None
    span = exact_heading_span(source, heading)
    fix = None
    if meant and span:
        safety = Safety.SAFE if meant.certain else Safety.UNSAFE
        fix = Fix(f"replace with `{meant.id}`", (Edit(span, escaped(meant.id)),), safety)
    hint = f"; did you mean `{meant.id}`?" if meant else ""
    listed = ", ".join(f"`{name}`" for name in known)
    message = f"`{section}` has no heading {quoted(heading.text)}{hint}"
    return Finding(heading_span(heading), message, f"the headings inside this section are {listed}", fix=fix)
