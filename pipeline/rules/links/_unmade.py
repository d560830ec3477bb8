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
# The words in brackets that end a text; escaped brackets are meant as they stand.
LABEL = re.compile(r"(\\?)\[([^\[\]\n]*)$")
LABEL_ROOM = 1000
ID_HELP = "write the id, with hyphens in place of spaces"


class Unmade(NamedTuple):
    """Such a text: where it stands in the prose, where to look, and why it is no link."""

    start: int
    end: int
    at: tuple[int, int]
    message: str
    help: str


def unmade_links(prose: str) -> Iterator[Unmade]:
    """Find what was meant to be a link, in prose whose links are masked."""
    if "]" not in prose:
        return
    for match in FORWARD.finditer(prose):
        found = _forward(prose, match)
        if found:
            yield found
    for match in BACKWARD.finditer(prose):
        message = "the brackets of this link stand the wrong way round"
        yield Unmade(match.start(), match.end(), match.span(), message, "write `[words](address)`")


def _forward(prose: str, match: re.Match[str]) -> Unmade | None:
    label = LABEL.search(prose, max(0, match.start() - LABEL_ROOM), match.start())
    if label and label[1]:
        return None
    written = match["address"]
    start, end = match.start("address"), match.end("address")
    at = (end - len(written.lstrip()), start + len(written.rstrip()))
    if match["gap"]:
        if label is None or label[2].strip().isdigit():
            return None  # `[1] (https://example.org)` may be meant as it stands
        at = (match.start(), start)
        words = "a space parts the words of this link from its address", "write `[words](address)` without it"
    elif not match["end"]:
        at = (at[0], at[0] + len(written.split(maxsplit=1)[0]))
        words = "the address of this link is not closed", "put a `)` behind it"
    elif any(character.isspace() for character in written.strip()):
        internal = written.lstrip().lower().startswith(("factor:", "strategy:"))
        words = "there is a space in this address", ID_HELP if internal else "write %20 in place of it"
    elif label is None:
        words = "this link lacks the bracket before its words", "write it as `[words](address)`"
    else:
        words = "these brackets make no link", "a link cannot stand inside another; write one `[words](address)`"
    return Unmade(match.start(), match.end(), at, *words)
