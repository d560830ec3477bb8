from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry


@rule(Entry, draft_severity=Severity.WARNING)
def missing_alt_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """An image has no words that stand in for it.

    People who cannot see the image hear these words, and everybody reads them when it does not load.

    Bad:
        ![](../images/circle.png)

    Good:
        ![Eight chairs in a circle, one of them free](../images/circle.png)
    """
    for link in entry.body.links:
        if link.kind == "image" and not link.text:
            remedy = "say between the square brackets what it shows: `![Eight chairs in a circle](…)`"
            yield Finding(link.span, "this image has no description", remedy)
