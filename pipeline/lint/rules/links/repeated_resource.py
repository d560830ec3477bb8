from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._places import place_of
from pipeline.lint.rules.links._resources import items, opening, opening_link, resource_sections
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note, Severity
from pipeline.model.entry import Entry
from pipeline.source.parse import Link, Section


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
    first: dict[tuple[str, ...], Link] = {}
    links = [link for section in resource_sections(entry, context) for link in _links(section)]
    for link in links:
        if link.href.startswith(("https://", "http://")):
            earlier = first.setdefault(place_of(link.href), link)
            if earlier is not link:
                yield Finding(
                    link.target,
                    "this resource is listed twice",
                    "keep one of them, with the better description",
                    notes=(Note(earlier.target, "it stands here first"),),
                )


def _links(section: Section) -> Iterator[Link]:
    """The links that the items of a section start with."""
    inlines = (inline for item in items(section) if (inline := opening(item)))
    return (link for inline in inlines if (link := opening_link(inline)))
