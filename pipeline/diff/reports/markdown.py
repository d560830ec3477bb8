"""A difference as Markdown: for a comment on a pull request, the summary of a job, the notes of a release."""

import re
import sys
from collections.abc import Callable, Iterator

from pipeline.diff.reports.words import (
    Wording,
    consequences,
    faults,
    headline,
    named,
    remark,
    sentence,
    users,
    words_of,
)
from pipeline.model.wording import shortened
from pipeline.publish.schema.difference import ChangeV1, ClassV1, DifferenceV1
from pipeline.source.escapes import linked, log, markdown, printable

# By this line whoever comments finds an earlier comment again.
MARKER = "<!-- strategies diff -->"
TITLES: dict[ClassV1, str] = {
    "breaking": "Breaking: ids that are gone or mean something else",
    "additive": "Additive: more, less or elsewhere",
    "wording": "Wording",
}
# With a limit, no more characters of one section are shown.
ROOM = 2_000
# A row of backticks, which would end a block of code.
FENCE = re.compile(r"`+")
# Gives the address at which the thing of a change is shown, or nothing.
Address = Callable[[ChangeV1], str]


def render(difference: DifferenceV1, address: Address = lambda change: "", limit: int | None = None) -> str:
    """The whole difference, or whole entries of it up to so many characters; the new strategies first.

    Authors' words are in blocks of code or escaped: nothing of them is markup, a link or a mention.
    """
    blocks = list(_blocks(difference, address, sys.maxsize if limit is None else ROOM))
    text = "\n".join([MARKER, f"**{markdown(headline(difference))}**"])
    for n, block in enumerate(blocks):
        if limit is not None and len(text) + len(block) > limit - 200:  # what follows has its place, too
            left = sum(not other.startswith("\n### ") for other in blocks[n:])
            text += f"\n\n…and {left} more; `strategies diff` lists all of them."
            break
        text += f"\n{block}"
    return log(text) + "\n"


def _blocks(difference: DifferenceV1, address: Address, room: int) -> Iterator[str]:
    """Headings and entries."""
    told = Wording.of(difference)
    if difference.faulty:
        yield "\n### Errors\n"
        yield from (f"- {markdown(line)}" for line in faults(difference))
    if told.new:
        yield "\n### New strategies\n"
        yield from ("\n".join(_new(change, told, address)) for change in told.new)
    shown = None
    for change in told.others:
        if change.class_ != shown:
            shown = change.class_
            yield f"\n### {TITLES[shown]}\n"
        yield "\n".join(_change(change, told, address, room))


def _new(change: ChangeV1, told: Wording, address: Address) -> Iterator[str]:
    restored = ", which was retired before" if change.kind == "restored" else ""
    yield f"- **{linked(named(change.title, change.id), address(change))}**{restored}"
    yield f"  {markdown(change.summary or '')}"
    if change.strategies:
        yield f"  {markdown(users(change, told))}."


def _change(change: ChangeV1, told: Wording, address: Address, room: int) -> Iterator[str]:
    yield f"- **{linked(sentence(change, told), address(change))}**"
    if change.stale_updated:
        yield f"  {remark(change)}."  # our own words, and a date
    if change.class_ != "wording":
        yield f"  For {change.consumers}."
    if change.strategies:
        yield f"  {markdown(users(change, told))}."
    if following := consequences(change, told):
        yield f"  Changed with it, and in nothing else: {markdown(following)}."
    if change.details:
        text = [printable(shortened(f"{detail.place}: {words_of(detail)}", room)) for detail in change.details]
        fence = "`" * max(3, *(len(run) + 1 for line in text for run in FENCE.findall(line)), 3)
        yield from ("", f"  {fence}text", *(f"  {line}" for line in text), f"  {fence}")
