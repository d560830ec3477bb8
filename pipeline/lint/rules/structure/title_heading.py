from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.structure._level import is_underlined
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.outline import heading_span, outline_of
from pipeline.model.wording import quoted, shortened
from pipeline.source.names import folded


@rule(Entry, required=True, draft_severity=Severity.WARNING)
def title_heading(entry: Entry, context: Context) -> Iterator[Finding]:
    """A heading in the text has the level of the page's title.

    The title stands above the page already; a second one confuses readers who listen to a page by its headings.

    Bad:
        # Weekly Reflection

    Good:
        ### Weekly Reflection
    """
    outline = outline_of(entry, context.policy)
    for heading in [heading for heading, _ in outline.headings if heading.level == 1]:
        if any(heading is strayed for strayed, around in outline.strayed.values() if around is None):
            continue  # meant to begin a section: reported by `missing-section` or `text-outside-sections`
        if folded(heading.text) == folded(entry.title):
            remedy = "remove this line: the title comes from `title` in the front matter"
        else:
            remedy = "a section's heading has two `#`, one inside a section three"
        message = f"`{shortened(heading.text)}` is a heading of the first level"
        if is_underlined(entry.body, heading):
            remedy = "put an empty line above the `=` or remove them; a heading inside a section begins with `###`"
            message = f"the line of `=` below makes {quoted(heading.text)} a heading of the first level"
        yield Finding(heading_span(heading), message, remedy)
