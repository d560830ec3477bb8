"""Text that was intended as a link but is none: readers would see its brackets and its address."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.source.parse.addresses import PREFIXES

START = r"(?:https?:|mailto:|factor:|strategy:|reference:|www\.)"
IMAGE = r"[^()\n]{1,300}\.(?:png|jpe?g|webp|avif|gif|svg)"
# `](address`, with or without blanks between; the address may hold blanks and pairs of brackets.
FORWARD = re.compile(
    rf"""(?<!\\)\]
    (?P<gap>[ \t]*(?:\n[ \t]*)?)
    \((?P<address>\s*(?:{START}[^()\n]*(?:\([^()\n]*\)[^()\n]*)*|{IMAGE}))
    (?P<end>\)?)""",
    re.IGNORECASE | re.VERBOSE,
)
# `(words)[address]`: the brackets are swapped.
BACKWARD = re.compile(rf"\([^()\[\]\n]+\)\[(?P<address>\s*{START}[^\[\]\n]*)\]", re.IGNORECASE)
# `(factor:id)` outside a link, perhaps with `[words` before it.
UNBOUND = re.compile(
    r"(?P<label>\[[^\[\]()\n]+)?(?<!\])(?<!\] )\((?P<address>(?:factor|strategy|reference):[^()\s]+)\)"
)
# Words in brackets at the end of a text; escaped brackets are intended as text.
LABEL = re.compile(r"(\\?)\[([^\[\]\n]*)$")
LABEL_ROOM = 1000
# Punctuation after an address whose bracket is not closed.
ENDS_SENTENCE = ".,;:!?"
ID_HELP = "write the id, with hyphens in place of spaces"

Range = tuple[int, int]
# Start, end and new text of a change.
Change = tuple[int, int, str]


class IntendedLink(NamedTuple):
    """Offsets of such a text, offsets of its fault, the fault in words, and the changes that make it a link."""

    start: int
    end: int
    at: Range
    message: str
    help: str
    changes: tuple[Change, ...] = ()


def intended_links(prose: str) -> Iterator[IntendedLink]:
    """Find intended links in prose whose links are masked."""
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
        changes = ((start, start + 1, "["), (turn - 1, turn + 1, "]("), (end - 1, end, ")"))
        yield IntendedLink(start, end, (start, end), message, "write `[words](address)`", changes)


def _unbound(match: re.Match[str]) -> IntendedLink:
    """Describe an address in round brackets without words in square brackets, or with an unclosed one."""
    start, end = match.span()
    if match["label"] is None:
        message = "this address belongs to no words"
        return IntendedLink(start, end, match.span("address"), message, "write `[words](address)`")
    message, after = "this link lacks the bracket behind its words", match.end("label")
    changes = ((after, after, "]"),)
    return IntendedLink(start, end, match.span("address"), message, "write it as `[words](address)`", changes)


def _forward(prose: str, match: re.Match[str]) -> IntendedLink | None:
    label = LABEL.search(prose, max(0, match.start() - LABEL_ROOM), match.start())
    if label and label[1]:
        return None
    written = match["address"]
    start, end = match.start("address"), match.end("address")
    at = (end - len(written.lstrip()), start + len(written.rstrip()))
    changes: tuple[Change, ...] = ()
    if match["gap"]:
        if label is None or label[2].strip().isdigit():
            return None  # `[1] (https://example.org)` may be intended as text
        at = (match.start(), start)
        changes = ((match.start("gap"), match.end("gap"), ""),) if match["end"] and not _blank_in(written) else ()
        words = "a space parts the words of this link from its address", "write `[words](address)` without it"
    elif not match["end"]:
        at = (at[0], at[0] + len(written.split(maxsplit=1)[0].rstrip(ENDS_SENTENCE)))
        changes = ((at[1], at[1], ")"),)
        words = "the address of this link is not closed", "put a `)` behind it"
    elif _blank_in(written):
        internal = written.lstrip().lower().startswith(PREFIXES)
        words = "there is a space in this address", ID_HELP if internal else "write %20 in place of it"
        changes = ((*at, _without_blanks(written, internal=internal)),)
    elif label is None:
        words = "this link lacks the bracket before its words", "write it as `[words](address)`"
    else:
        words = "these brackets make no link", "a link cannot stand inside another; write one `[words](address)`"
    return IntendedLink(match.start(), match.end(), at, *words, changes)


def _without_blanks(address: str, *, internal: bool) -> str:
    """Replace the blanks in an address; those around `factor:` are removed."""
    if not internal:
        return "%20".join(address.split())
    scheme, _, id_ = address.partition(":")
    return f"{scheme.strip()}:{'-'.join(id_.split())}"


def _blank_in(address: str) -> bool:
    return len(address.split()) > 1
