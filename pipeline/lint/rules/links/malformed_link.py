from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import BLANK, OURS, SPACED, Address, checked_addresses, finding
from pipeline.lint.rules.links._unmade import Unmade, unmade_links
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
    yield from _defined(document)
    for inline in document.body.inlines if document.body else ():
        for unmade in unmade_links(inline.prose):
            yield Finding(inline.locate(*unmade.at), unmade.message, unmade.help, fix=_fix(inline, unmade))


def _defined(document: Document) -> Iterator[Finding]:
    """Spaces in the addresses of definitions: what stands behind one is likely to be text that no reader would see."""
    body = document.body
    if body is None or not body.definitions:
        return
    checked = checked_addresses(document)
    leading = {address.href for address, *faults in checked if not (any(faults) or _is_looked_up(address))}
    lines = {line for definition in body.definitions for line in range(*definition.lines)}
    for span, href in definitions(document):
        written = document.source.slice(span).strip()  # at an end it is harmless
        if href in leading and BLANK.search(written) and document.source.line_index(span.start) in lines:
            encoded = BLANK.sub("%20", written)
            fix = Fix(f"write {quoted(encoded)}", (Edit(span, encoded),), Safety.UNSAFE)
            yield Finding(span, *SPACED, fix=fix)


def _is_looked_up(address: Address) -> bool:
    """True for an address that is looked up, which tells whether it leads anywhere."""
    return address.is_image or address.scheme in OURS


def _fix(inline: Inline, unmade: Unmade) -> Fix | None:
    """The edits that make a link of a text, where it is plain which."""
    edits = []
    for start, end, text in unmade.edits:
        place = inline.exact(start, end)
        if place is None or inline.source.slice(place) != inline.content[start:end]:
            return None
        edits.append(Edit(place, text))
    return Fix("make it a link", tuple(edits), Safety.UNSAFE) if edits else None
