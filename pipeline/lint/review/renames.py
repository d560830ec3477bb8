"""Pages that were given another id and do not say so: known by their title or their text."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from pipeline.model.entry import Entry

# From this likeness of their texts, out of 100, two pages are taken for one.
SAME = 70
# With more pairs of pages than this, only titles are compared.
MOST_PAIRS = 2_000


def renamed(gone: Sequence[Entry], new: Sequence[Entry]) -> dict[str, Entry]:
    """For each path of a new page the page that is gone and seems to be the same."""
    left = {entry.path: entry for entry in gone}
    found: dict[str, Entry] = {}
    by_title = {entry.title: entry for entry in gone}
    for page in new:
        before = by_title.get(page.title)
        if before and left.pop(before.path, None):
            found[page.path] = before
    for page in new if len(new) * len(left) <= MOST_PAIRS else ():
        if page.path in found or not left:
            continue
        likeness = {path: fuzz.ratio(page.source.text, old.source.text) for path, old in left.items()}
        best = max(likeness, key=lambda path: likeness[path])
        if likeness[best] >= SAME:
            found[page.path] = left.pop(best)
    return found
