from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import addresses
from pipeline.lint.rules.links._redirects import SHORTENERS, host_of, redirect_target
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document

HELP = "open it, and copy the address of the page that it leads to"


@rule(Document, severity=Severity.WARNING, fixes=(Safety.SAFE,), rewrites=True)
def redirected_address(document: Document, context: Context) -> Iterator[Finding]:
    """A link leads to its page through another website.

    Readers cannot see where they are led, the website in between learns of it, and the link ends when that does.

    Bad:
        The class reads [the guide](https://www.google.com/url?q=https://example.org/guide&sa=D).

    Good:
        The class reads [the guide](https://example.org/guide).

    Bad:
        The class reads [the guide](https://bit.ly/3xYzAbC).

    Good:
        The class reads [the guide](https://example.org/guide).
    """
    for address in addresses(document):
        if address.is_image or not address.href.startswith(("https://", "http://")):
            continue
        if (host := host_of(address.href)) in SHORTENERS:
            message = f"{quoted(host)} hides which page this link leads to"
            yield Finding(address.span, message, HELP)
        elif (target := redirect_target(address.href)) is not None:
            message = f"this link leads through {quoted(host)} to another page"
            remedy = f"write {quoted(target)}" if target else HELP
            fix = address.replacement(document, target, Safety.SAFE) if target else None
            yield Finding(address.span, message, remedy, fix=fix)
