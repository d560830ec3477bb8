from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import checked_addresses, finding
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.source.parse import Document


@rule(Document, required=True, fixes=(Safety.UNSAFE,))
def unsafe_link(document: Document, context: Context) -> Iterator[Finding]:
    """A link leads somewhere that a page may not lead to.

    Some addresses run programs or hide where they go, and others work on one computer only; readers, many
    of them in schools, must be able to trust every link.

    Bad:
        The tool opens [in a new window](javascript:open).

    Good:
        The tool opens [in a new window](https://example.org/tool).

    Bad:
        Compare [the other page](../strategies/lateral-reading.md).

    Good:
        Compare [the other page](strategy:lateral-reading).
    """
    for address, fault, _ in checked_addresses(document):
        if fault:
            yield finding(address, fault, document)
