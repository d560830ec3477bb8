"""Report of a difference as Markdown: for a pull request's comment, a job's summary, or release notes."""

import sys
from collections.abc import Iterator

from pipeline.diff.reports import words
from pipeline.publish.changes.markdown import Address, entries
from pipeline.publish.changes.wording import Wording
from pipeline.publish.schema.difference import DifferenceV1
from pipeline.source.escapes import log, markdown

# A workflow finds its previous comment by this line.
MARKER = "<!-- strategies diff -->"
# With a limit, the most characters of one section to show.
ROOM = 2_000


def render(difference: DifferenceV1, address: Address = lambda change: "", limit: int | None = None) -> str:
    """The difference, new strategies first; `limit` is the most characters, cut between entries."""
    blocks = list(_blocks(difference, address, sys.maxsize if limit is None else ROOM))
    text = "\n".join([MARKER, f"**{markdown(words.headline(difference))}**"])
    for n, block in enumerate(blocks):
        if limit is not None and len(text) + len(block) > limit - 200:  # room for the line below
            left = sum(not other.startswith("\n### ") for other in blocks[n:])
            text += f"\n\n…and {left} more; `strategies diff` lists all of them."
            break
        text += f"\n{block}"
    return log(text) + "\n"


def _blocks(difference: DifferenceV1, address: Address, room: int) -> Iterator[str]:
    """Headings and entries of the report."""
    if difference.faulty:
        yield "\n### Errors\n"
        yield from (f"- {markdown(line)}" for line in words.faults(difference))
    yield from entries(Wording.of(difference), address, room)
