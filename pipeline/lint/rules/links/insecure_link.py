from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import checked_addresses
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.source.parse import Document


@rule(Document, severity=Severity.WARNING)
def insecure_link(document: Document, context: Context) -> Iterator[Finding]:
    """A link starts with http:// and not with https://.

    Others on the same network can read and change what a reader sees there, and some schools block such pages.

    Bad:
        The class visits [the museum's collection](http://example.org/collection).

    Good:
        The class visits [the museum's collection](https://example.org/collection).
    """
    for address, *faults in checked_addresses(document):
        if address.scheme == "http" and not address.is_image and not any(faults):
            yield Finding(address.span, "this address is not secure", "try it with https:// in place of http://")
