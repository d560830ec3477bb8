from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import IMAGE_HELP, WEB, checked_addresses
from pipeline.model.context import Context
from pipeline.model.entry import Entry


@rule(Entry)
def remote_image(entry: Entry, context: Context) -> Iterator[Finding]:
    """An image is loaded from another website.

    That website would learn who reads the page, and the image goes missing when it is moved there.

    Switched off, records and feeds hold the foreign address, and whoever shows them loads from it. The library's own
    pages still load images only from servers that `csp` in `content/library.yaml` names under `img-src`.

    Bad:
        ![Eight chairs in a circle](https://example.org/circle.png)

    Good:
        ![Eight chairs in a circle](../images/circle.png)
    """
    for address, fault, _ in checked_addresses(entry.document):
        if address.is_image and address.scheme.lower() in WEB and not fault:
            yield Finding(address.span, "this image stands on another website", IMAGE_HELP)
