from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import BLANK, OURS, SPACED, checked_addresses, finding
from pipeline.lint.rules.links._intended_links import IntendedLink, intended_links
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.link_edits import definitions
from pipeline.model.wording import quoted
from pipeline.source.parse import Document, Inline
from pipeline.source.text import Edit


@rule(Document, required=True, fixes=(Safety.UNSAFE,))
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

    Bad:
        The class reads [a short guide][guide].

        [guide]: <https://example.org/a guide>

    Good:
        The class reads [a short guide][guide].

        [guide]: https://example.org/a%20guide
    """
    for address, _, fault in checked_addresses(document):
        if fault:
            yield finding(address, fault, document)
    yield from _definition_findings(document)
    for inline in document.body.inlines if document.body else ():
        for found in intended_links(inline.prose):
            yield Finding(inline.locate(*found.at), found.message, found.help, fix=_fix(inline, found))


def _definition_findings(document: Document) -> Iterator[Finding]:
    """Report spaces in the addresses of definitions: readers never see the text after such a space."""
    body = document.body
    if body is None or not body.definitions:
        return
    followed = (address for address, *faults in checked_addresses(document) if not any(faults))
    targets = {address.href for address in followed if not (address.is_image or address.scheme in OURS)}
    for span, href in definitions(document):
        written = document.source.slice(span).strip()  # a space at an end is harmless
        if href in targets and BLANK.search(written):
            encoded = BLANK.sub("%20", written)
            fix = Fix(f"write {quoted(encoded)}", (Edit(span, encoded),), Safety.UNSAFE)
            yield Finding(span, *SPACED, fix=fix)


def _fix(inline: Inline, found: IntendedLink) -> Fix | None:
    """Make a link of a text if its changes are known and have exact positions."""
    edits = []
    for start, end, text in found.changes:
        span = inline.exact(start, end)
        if span is None or inline.source.slice(span) != inline.content[start:end]:
            return None
        edits.append(Edit(span, text))
    return Fix("make it a link", tuple(edits), Safety.UNSAFE) if edits else None
