from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import addresses
from pipeline.lint.rules.links._redirects import redirect_target, without_tracking
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document


@rule(Document, severity=Severity.INFO, fixes=(Safety.SAFE,), rewrites=True)
def tracked_address(document: Document, context: Context) -> Iterator[Finding]:
    """An address says where the person who copied it came from.

    Newsletters, chat programs and social media add this; the website then counts your readers as theirs.

    Bad:
        The class reads [the guide](https://example.org/guide?utm_source=newsletter).

    Good:
        The class reads [the guide](https://example.org/guide).
    """
    for address in addresses(document):
        if "?" not in address.href or address.is_image or redirect_target(address.href) is not None:
            continue
        plain = without_tracking(address.href)
        if plain != address.href:
            exact = address.written == address.href
            fix = address.replacement(document, plain, Safety.SAFE) if exact else None
            message = "this address says where the person who copied it came from"
            yield Finding(address.span, message, f"write {quoted(plain)}", fix=fix)
