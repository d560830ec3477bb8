"""Report of a difference as Markdown: for a pull request's comment, a job's summary, or release notes."""

import re
import sys
from collections.abc import Callable, Iterator

from pipeline.diff.reports import words
from pipeline.diff.reports.words import Wording, named, words_of
from pipeline.model.wording import shortened
from pipeline.publish.schema.difference import ChangeV1, DifferenceV1
from pipeline.source.escapes import linked, log, markdown, printable

# A workflow finds its previous comment by this line.
MARKER = "<!-- strategies diff -->"
TITLES = {
    "new": "New strategies",
    "breaking": "Breaking: ids that are gone or mean something else",
    "additive": "Additive: more, less or elsewhere",
    "wording": "Wording",
}
# With a limit, the most characters of one section to show.
ROOM = 2_000
# A run of backticks, which could end a fenced block.
FENCE = re.compile(r"`+")
# Returns the address of the page that shows the thing of a change, or "".
Address = Callable[[ChangeV1], str]


def render(difference: DifferenceV1, address: Address = lambda change: "", limit: int | None = None) -> str:
    """The difference, new strategies first; `limit` is the most characters, cut between entries.

    Authors' words are in fenced blocks or escaped: nothing in them becomes markup, a link or a mention.
    """
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
    wording = Wording.of(difference)
    if difference.faulty:
        yield "\n### Errors\n"
        yield from (f"- {markdown(line)}" for line in words.faults(difference))
    for group, changes in wording.groups.items():
        yield f"\n### {TITLES[group]}\n"
        for change in changes:
            yield "\n".join(
                _new(change, wording, address) if group == "new" else _change(change, wording, address, room)
            )


def _new(change: ChangeV1, wording: Wording, address: Address) -> Iterator[str]:
    restored = ", which was retired before" if change.kind == "restored" else ""
    yield f"- **{linked(named(change.title, change.id), address(change))}**{restored}"
    yield f"  {markdown(change.summary or '')}"
    if change.strategies:
        yield f"  {markdown(words.users(change, wording))}."


def _change(change: ChangeV1, wording: Wording, address: Address, room: int) -> Iterator[str]:
    yield f"- **{linked(words.sentence(change, wording), address(change))}**"
    if change.stale_updated:
        yield f"  {words.remark(change)}."  # our own words, and a date
    if change.class_ != "wording":
        yield f"  For {change.consumers}."
    if change.strategies:
        yield f"  {markdown(words.users(change, wording))}."
    if following := words.consequences(change, wording):
        yield f"  Changed with it, and in nothing else: {markdown(following)}."
    if change.details:
        text = [printable(shortened(f"{detail.place}: {words_of(detail)}", room)) for detail in change.details]
        fence = "`" * max(3, *(len(run) + 1 for line in text for run in FENCE.findall(line)), 3)
        yield from ("", f"  {fence}text", *(f"  {line}" for line in text), f"  {fence}")
