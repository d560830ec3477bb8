from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.parse import Document
from pipeline.rule import Finding, rule
from pipeline.rules._glance import may_hold_bare_brackets
from pipeline.rules.links._doubts import doubts
from pipeline.rules.links._unmade import unmade_links


@rule(Document, required=True)
def malformed_link(document: Document, context: Context) -> Iterator[Finding]:
    """A link is written in a way that leads nowhere.

    A reader who follows it meets an error, or sees brackets and an address in the middle of a sentence.

    Bad:
        The class reads [a short guide](https:/example.org/guide).

    Good:
        The class reads [a short guide](https://example.org/guide).

    Bad:
        The class reads [a short guide] (https://example.org/guide).

    Good:
        The class reads a short guide [on the web](https://example.org/a%20guide).
    """
    for _, _, fault in doubts(document):
        if fault:
            yield Finding(fault.span, fault.message, fault.help)
    for inline in document.body.inlines if document.body and may_hold_bare_brackets(document) else ():
        for unmade in unmade_links(inline.prose):
            yield Finding(inline.locate(*unmade.at), unmade.message, unmade.help)
