from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.rule import Finding, rule
from pipeline.rules.links._resources import items, opening, opening_link, resource_sections
from pipeline.rules.links._unmade import unmade_links

INTERNAL = ("factor:", "strategy:", "mailto:")
PATTERN = "write it as `[Title](https://…): what the reader finds there`"


@rule(Entry, required=True)
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
    """  # noqa: E501 - the disclaimer stands word for word
    for section in resource_sections(entry, context):
        for item in items(section):
            inline = opening(item)
            link = opening_link(inline) if inline else None
            if inline is None:
                yield Finding(item.span, "this resource does not start with a link", PATTERN)
            elif link is None and not any(unmade_links(inline.prose)):
                first_line = inline.content.partition("\n")[0]
                yield Finding(inline.locate(0, len(first_line)), "this resource does not start with a link", PATTERN)
            elif link and link.href.startswith(INTERNAL):
                remedy = "link to a page on the web; other strategies are named in `related`"
                yield Finding(link.target, "a resource must lead to a website", remedy)
