import re
from collections.abc import Iterator

from pipeline.diagnostics import Note, Severity
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.parse import Link
from pipeline.rule import Finding, rule
from pipeline.rules.links._resources import items, opening, opening_link, resource_sections

# What does not tell web addresses apart: how they start, and an anchor or slash at the end.
START = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
END = re.compile(r"/?(?:#.*)?$")


@rule(Entry, severity=Severity.WARNING)
def repeated_resource(entry: Entry, context: Context) -> Iterator[Finding]:
    """The list of resources leads to the same address twice.

    A reader opens the second one and finds what they have read already.

    Bad:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [Class Talk](https://example.org/talk): a short guide to planning a discussion.
        - [Planning a Discussion](https://example.org/talk/): questions that open a talk.

    Good:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [Class Talk](https://example.org/talk): a short guide to planning a discussion.
        - [Planning a Discussion](https://example.org/plan): questions that open a talk.
    """  # noqa: E501 - the disclaimer stands word for word
    first: dict[str, Link] = {}
    for section in resource_sections(entry, context):
        for item in items(section):
            inline = opening(item)
            link = opening_link(inline) if inline else None
            if link is None or not START.match(link.href):
                continue
            earlier = first.setdefault(_same(link.href), link)
            if earlier is not link:
                yield Finding(
                    link.target,
                    "this resource is listed twice",
                    "keep one of them, with the better description",
                    notes=(Note(earlier.target, "it stands here first"),),
                )


def _same(href: str) -> str:
    """An address without what does not tell it from another; the host's case means nothing."""
    host, slash, path = END.sub("", START.sub("", href, count=1)).partition("/")
    return host.lower() + slash + path
