"""Text that was meant to be a link and is none: readers would see its brackets and its address."""

import re
from collections.abc import Iterator
from typing import NamedTuple

START = r"(?:https?:|mailto:|factor:|strategy:|www\.)"
IMAGE = r"[^()\n]{1,300}\.(?:png|jpe?g|webp|avif|gif|svg)"
# `](address`, with or without blanks between; the address may hold blanks and pairs of brackets.
FORWARD = re.compile(
    rf"""(?<!\\)\]
    (?P<gap>[ \t]*(?:\n[ \t]*)?)
    \((?P<address>\s*(?:{START}[^()\n]*(?:\([^()\n]*\)[^()\n]*)*|{IMAGE}))
    (?P<end>\)?)""",
    re.IGNORECASE | re.VERBOSE,
)
# `(words)[address]`: the brackets the wrong way round.
BACKWARD = re.compile(rf"\([^()\[\]\n]+\)\[(?P<address>\s*{START}[^\[\]\n]*)\]", re.IGNORECASE)
# `(factor:id)` that is part of no link, perhaps with `[words` before it.
UNBOUND = re.compile(r"(?P<label>\[[^\[\]()\n]+)?(?<!\])(?<!\] )\((?P<address>(?:factor|strategy):[^()\s]+)\)")
# The words in brackets that end a text; escaped brackets are meant as they stand.
LABEL = re.compile(r"(\\?)\[([^\[\]\n]*)$")
LABEL_ROOM = 1000
# Marks of the sentence around an address that is not closed.
ENDS_SENTENCE = ".,;:!?"
ID_HELP = "write the id, with hyphens in place of spaces"


class Unmade(NamedTuple):
    """Such a text: where it stands in the prose, where to look, and why it is no link."""

    start: int
    end: int
    at: tuple[int, int]
    message: str
    help: str
    edits: tuple[tuple[int, int, str], ...] = ()  # what makes a link of it: from where to where, what instead


def unmade_links(prose: str) -> Iterator[Unmade]:
    """Find what was meant to be a link, in prose whose links are masked."""
    for match in UNBOUND.finditer(prose) if "(" in prose else ():
        yield _unbound(match)
    if "]" not in prose:
        return
    for match in FORWARD.finditer(prose):
        found = _forward(prose, match)
        if found:
            yield found
    for match in BACKWARD.finditer(prose):
        message = "the brackets of this link stand the wrong way round"
        turn = match.start("address") - 1
        start, end = match.span()
        edits = ((start, start + 1, "["), (turn - 1, turn + 1, "]("), (end - 1, end, ")"))
        yield Unmade(match.start(), match.end(), match.span(), message, "write `[words](address)`", edits)


def _unbound(match: re.Match[str]) -> Unmade:
    """An address of ours in round brackets that no square ones stand before, or one that lacks its partner."""
    if match["label"] is None:
        message = "this address belongs to no words"
        return Unmade(match.start(), match.end(), match.span("address"), message, "write `[words](address)`")
    message = "this link lacks the bracket behind its words"
    at, end = match.span("address"), match.end("label")
    return Unmade(match.start(), match.end(), at, message, "write it as `[words](address)`", ((end, end, "]"),))


def _forward(prose: str, match: re.Match[str]) -> Unmade | None:
    label = LABEL.search(prose, max(0, match.start() - LABEL_ROOM), match.start())
    if label and label[1]:
        return None
    written = match["address"]
    start, end = match.start("address"), match.end("address")
    at = (end - len(written.lstrip()), start + len(written.rstrip()))
    edits: tuple[tuple[int, int, str], ...] = ()
    if match["gap"]:
        if label is None or label[2].strip().isdigit():
            return None  # `[1] (https://example.org)` may be meant as it stands
        at = (match.start(), start)
        edits = ((match.start("gap"), match.end("gap"), ""),) if match["end"] and not _blank_in(written) else ()
        words = "a space parts the words of this link from its address", "write `[words](address)` without it"
    elif not match["end"]:
        at = (at[0], at[0] + len(written.split(maxsplit=1)[0].rstrip(ENDS_SENTENCE)))
        edits = ((at[1], at[1], ")"),)
        words = "the address of this link is not closed", "put a `)` behind it"
    elif _blank_in(written):
        internal = written.lstrip().lower().startswith(("factor:", "strategy:"))
        words = "there is a space in this address", ID_HELP if internal else "write %20 in place of it"
        edits = ((*at, _without_blanks(written, internal=internal)),)
    elif label is None:
        words = "this link lacks the bracket before its words", "write it as `[words](address)`"
    else:
        words = "these brackets make no link", "a link cannot stand inside another; write one `[words](address)`"
    return Unmade(match.start(), match.end(), at, *words, edits)


def _without_blanks(address: str, *, internal: bool) -> str:
    """An address with what belongs in place of its blanks; right behind `factor:` nothing does."""
    if not internal:
        return "%20".join(address.split())
    scheme, _, id_ = address.partition(":")
    return f"{scheme.strip()}:{'-'.join(id_.split())}"


def _blank_in(address: str) -> bool:
    return len(address.split()) > 1
