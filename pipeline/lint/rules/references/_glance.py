"""What a page names, as bare words: enough to see that a rule on references has nothing to find."""

from pipeline.model.entry import Entry
from pipeline.source.memoise import memoised

FACTOR = "factor:"


@memoised
def linked_factors(entry: Entry) -> frozenset[str]:
    """What the links of a page name as factors."""
    hrefs = [link.href for link in entry.body.links if link.kind != "image"]
    return frozenset(href[len(FACTOR) :] for href in hrefs if href.startswith(FACTOR) and href != FACTOR)
