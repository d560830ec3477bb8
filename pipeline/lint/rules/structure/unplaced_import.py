from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.author_texts import is_not_placed
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import PlacedSection, heading_span, outline_of
from pipeline.model.sentences import count_words
from pipeline.source.text import counted

UNPLACED_HELP = "move what the page needs into its sections, then remove this heading and what is left below it"


@rule(Entry, severity=Severity.WARNING)
def unplaced_import(entry: Entry, context: Context) -> Iterator[Finding]:
    """What an import found no place for still stands at the end of a draft.

    `strategies import` loses no word of an old page. What fits no section waits under this heading until somebody has
    decided where it belongs. On a page that is no draft, it is an `unknown-section`.

    Bad:
        status: draft
        +++
        ## Not placed by the import

        ### Tips for Families

        Ask at dinner what went well this week.

    Good:
        ## References

        ### For families

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9.
    """
    for placed in outline_of(entry, context.policy).placed:
        if is_unplaced(entry, placed):
            words = counted(sum(count_words(block.text) for block in placed.section.blocks), "word")
            message = f"the old page has {words} more that no section holds yet"
            yield Finding(heading_span(placed.heading), message, UNPLACED_HELP)


def is_unplaced(entry: Entry, placed: PlacedSection) -> bool:
    """True for the section of an unfinished page that holds what an import found no place for."""
    return is_not_placed(placed.section.title) and placed.policy is None and entry.is_unfinished
