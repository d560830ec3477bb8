import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._resources import resource_items
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted

# A letter or digit.
WORD = re.compile(r"[^\W_]")


@rule(Entry, severity=Severity.WARNING)
def undescribed_resource(entry: Entry, context: Context) -> Iterator[Finding]:
    """A resource has a title and an address, but no description.

    Readers choose what to open by what it says there; a title alone seldom tells.

    Bad:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [Class Talk](https://example.org/talk)

    Good:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [Class Talk](https://example.org/talk): a short guide to planning a discussion.
    """  # noqa: E501 - the disclaimer is on one line
    for item, inline, link in resource_items(entry, context):
        if inline and link and len(item.children) == 1 and not WORD.search(inline.content, link.at[1]):
            message = f"{quoted(link.text)} has no description"
            yield Finding(link.span, message, "write behind the link what the reader finds there")
