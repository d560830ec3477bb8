from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.outline import SECTION_LEVEL, Outline, heading_span
from pipeline.model.wording import shortened
from pipeline.rule import Finding, rule
from pipeline.rules.structure._level import signs


@rule(Entry)
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
    outline = Outline(entry, context.policy)
    told = {id(heading) for heading, _ in outline.strayed.values()}
    before: int | None = None  # before the first section `text-outside-sections` tells
    for heading, _ in outline.headings:
        if before is not None and heading.level > before + 1 and id(heading) not in told:
            title = shortened(heading.text)
            yield Finding(
                heading_span(heading),
                f"the heading `{title}` has {signs(heading.level)}, the one before it {signs(before)}",
                f"write {signs(before + 1)}",
            )
        if before is not None or heading.level == SECTION_LEVEL:
            before = max(heading.level, SECTION_LEVEL)
