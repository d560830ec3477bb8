"""Changes as entries in Markdown: for reports of a difference, and for the changelog of a bundle."""

import re
from collections.abc import Callable, Iterator

from pipeline.model.wording import shortened
from pipeline.publish.changes.wording import Wording, consequences, named, remark, sentence, users, words_of
from pipeline.publish.schema.difference import ChangeV1
from pipeline.source.escapes import linked, markdown, printable

TITLES = {
    "new": "New strategies",
    "breaking": "Breaking: ids that are gone or mean something else",
    "additive": "Additive: more, less or elsewhere",
    "wording": "Wording",
}
# A run of backticks, which could end a fenced block.
FENCE = re.compile(r"`+")
# Returns the address of the page that shows the thing of a change, or "".
Address = Callable[[ChangeV1], str]


def entries(wording: Wording, address: Address, room: int) -> Iterator[str]:
    """Headings and entries; `room` is the most characters to show of one field or section.

    Authors' words are in fenced blocks or escaped: nothing in them becomes markup, a link or a mention.
    """
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
        yield f"  {markdown(users(change, wording))}."


def _change(change: ChangeV1, wording: Wording, address: Address, room: int) -> Iterator[str]:
    yield f"- **{linked(sentence(change, wording), address(change))}**"
    if change.stale_updated:
        yield f"  {remark(change)}."  # our own words, and a date
    if change.class_ != "wording":
        yield f"  For {change.consumers}."
    if change.strategies:
        yield f"  {markdown(users(change, wording))}."
    if following := consequences(change, wording):
        yield f"  Changed with it, and in nothing else: {markdown(following)}."
    if change.details:
        text = [printable(shortened(f"{detail.place}: {words_of(detail)}", room)) for detail in change.details]
        fence = "`" * max(3, *(len(run) + 1 for line in text for run in FENCE.findall(line)), 3)
        yield from ("", f"  {fence}text", *(f"  {line}" for line in text), f"  {fence}")
