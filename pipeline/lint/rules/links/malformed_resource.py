from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._bare import as_resource
from pipeline.lint.rules.links._intended_links import intended_links
from pipeline.lint.rules.links._resources import resource_items
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.source.parse import Inline
from pipeline.source.text import Edit

INTERNAL = ("factor:", "strategy:", "mailto:")
PATTERN = "write it as `[Title](https://…): what the reader finds there`"


@rule(Entry, required=True, fixes=(Safety.UNSAFE,), draft_severity=Severity.WARNING)
def malformed_resource(entry: Entry, context: Context) -> Iterator[Finding]:
    """An item in the list of resources does not start with a link.

    Readers scan this list for titles to open; the title and its address must come first, then the description.

    Bad:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - A short guide to class talk, which you can read at [this site](https://example.org/talk).

    Good:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [Class Talk](https://example.org/talk): a short guide to planning a discussion.
    """  # noqa: E501 - the disclaimer is on one line
    for item, inline, link in resource_items(entry, context):
        if inline is None:
            yield Finding(item.span, "this resource does not start with a link", PATTERN)
        elif link is None and not any(intended_links(inline.prose)):
            yield _unlinked(inline)
        elif link and link.href.startswith(INTERNAL):
            remedy = "link to a page on the web; other strategies are named in `related`"
            yield Finding(link.target, "a resource must lead to a website", remedy)


def _unlinked(inline: Inline) -> Finding:
    """Report an item without a link at its start, with a fix for a title and a bare address."""
    first_line = inline.content.partition("\n")[0]
    written = None if inline.links else as_resource(first_line)
    span = inline.exact(0, len(first_line))
    fix = Fix(f"write {quoted(written)}", (Edit(span, written),), Safety.UNSAFE) if written and span else None
    return Finding(inline.locate(0, len(first_line)), "this resource does not start with a link", PATTERN, fix=fix)
