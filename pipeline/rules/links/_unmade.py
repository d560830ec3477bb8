"""Text that was meant to be a link and is none: readers would see its brackets and its address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
# The words in brackets that end a text.
LABEL = re.compile(r"\[([^\[\]\n]*)$")
LABEL_ROOM = 200
ADDRESS_HELP = "write `[words](address)` with nothing between the brackets and no blank in the address"


@dataclass(frozen=True, slots=True)
class Unmade:
    """Such a text: where it stands in the prose, where to look, and why it is no link."""

    start: int
    end: int
    at: tuple[int, int]
    message: str
    help: str


def unmade_links(prose: str) -> Iterator[Unmade]:
    """Find what was meant to be a link, in prose whose links are masked."""
    if "](" not in prose and "[" not in prose and "]" not in prose:
        return
    for match in FORWARD.finditer(prose):
        found = _forward(prose, match)
        if found:
            yield found
    for match in BACKWARD.finditer(prose):
        message = "the brackets of this link stand the wrong way round"
        yield Unmade(match.start(), match.end(), match.span(), message, "write `[words](address)`")


def _forward(prose: str, match: re.Match[str]) -> Unmade | None:
    written = match["address"]
    start, end = match.start("address"), match.end("address")
    at = (end - len(written.lstrip()), start + len(written.rstrip()))
    if match["gap"]:
        label = LABEL.search(prose, max(0, match.start() - LABEL_ROOM), match.start())
        if label is None or label[1].strip().isdigit():
            return None  # `[1] (https://example.org)` may be meant as it stands
        at = (match.start(), start)
        message = "a space parts the words of this link from its address"
    elif not match["end"]:
        at = (at[0], at[0] + len(written.split(maxsplit=1)[0]))
        message = "the address of this link is not closed"
    elif any(character.isspace() for character in written.strip()):
        message = "there is a space in the address of this link"
    else:
        message = "this was meant to be a link and is none"
    remedy = ADDRESS_HELP
    if written.lstrip().lower().startswith(("factor:", "strategy:")):
        remedy = "write the id, with hyphens in place of spaces"
    return Unmade(match.start(), match.end(), at, message, remedy)
