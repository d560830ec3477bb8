from collections.abc import Iterable, Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._level import signs
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import SECTION_LEVEL, heading_span, outline_of
from pipeline.model.wording import shortened
from pipeline.source.parse import Block


@rule(Entry, draft_severity=Severity.WARNING)
def heading_level_skipped(entry: Entry, context: Context) -> Iterator[Finding]:
    """A heading stands more than one level below the heading before it.

    Readers who listen to a page find their way by the levels of its headings; a gap sounds like a missing part.

    Bad:
        #### In short

        Look back, name one thing, plan one thing.

    Good:
        ### In short

        Look back, name one thing, plan one thing.
    """
    outline = outline_of(entry, context.policy)
    for heading, before in _skipping(heading for heading, _ in outline.headings):
        if any(heading is strayed for strayed, _ in outline.strayed.values()):
            continue  # reported by `missing-section` or `text-outside-sections`
        title = shortened(heading.text)
        yield Finding(
            heading_span(heading),
            f"the heading `{title}` has {signs(heading.level)}, the one before it {signs(before)}",
            f"write {signs(before + 1)}",
        )


def _skipping(headings: Iterable[Block]) -> Iterator[tuple[Block, int]]:
    """Headings more than one level below the previous one, each with the level of that one."""
    before: int | None = None  # `text-outside-sections` reports what is above the first section
    for heading in headings:
        if before is not None and heading.level > before + 1:
            yield heading, before
        if before is not None or heading.level == SECTION_LEVEL:
            before = max(heading.level, SECTION_LEVEL)
