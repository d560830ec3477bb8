from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._content import items_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span, outline_of
from pipeline.source.text import counted


@rule(Entry, severity=Severity.WARNING)
def unexpected_item_count(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section has fewer or more list items than the house rules say.

    Readers choose from these lists: from one item they cannot, and nobody reads thirty.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: references, heading: References, items: citation, min_items: 2, max_items: 5}
        +++
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.

    Good:
        # path: schemas/strategy-page.yaml
        # …
        sections:
          - {id: references, heading: References, items: citation, min_items: 2, max_items: 5}
        +++
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.
        - Okafor, B. (2025). A week in five minutes. *Classroom Notes*, 4(2), 1–3.
    """
    if not any(section.min_items or section.max_items for section in context.policy.sections):
        return
    for placed in outline_of(entry, context.policy).sections.values():
        policy, count = placed.policy, len(items_of(placed))
        if policy is None:
            continue
        if count < policy.min_items:
            message = f"`{placed.title}` lists {counted(count, 'item')} of at least {policy.min_items}"
            yield Finding(heading_span(placed.heading), message, "add what readers could choose as well")
        elif policy.max_items is not None and count > policy.max_items:
            message = f"`{placed.title}` lists {counted(count, 'item')}, more than {policy.max_items}"
            yield Finding(heading_span(placed.heading), message, "keep the best of them")
