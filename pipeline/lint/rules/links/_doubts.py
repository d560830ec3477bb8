"""The addresses of a file that a glance does not show to be good, each with what is wrong with it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.lint.rules.links._addresses import Address, fields
from pipeline.lint.rules.links._faults import AddressFault, malformed, unsafe
from pipeline.source.memoise import memoised
from pipeline.source.parse import Document, Link

# A reference, or an ordinary web address: a host of two to four names in small letters, no port, nothing
# percent-encoded, no `@`, no backslash, no blank.
PLAIN = re.compile(
    r"""(?:factor|strategy):[a-z0-9-]+
    | https://[a-z0-9]{1,30}(?:-[a-z0-9]{1,30})?(?:\.[a-z0-9]{1,30}(?:-[a-z0-9]{1,30})?){1,3}
      (?:[/?\#][A-Za-z0-9._~:/?\#!$&'()*+,;=-]*)?""",
    re.VERBOSE,
)


# In each address at a host of videos, where an id must be whole; all but those in full are looked at.
VIDEOS = ("youtu", "vimeo")
VIDEO = re.compile(r"https://www\.youtube\.com/watch\?v=[A-Za-z0-9_-]{11}")


class Doubt(NamedTuple):
    """An address to look at, why it may not stand on a page, and why, if it may, it leads nowhere."""

    address: Address
    unsafe: AddressFault | None
    malformed: AddressFault | None


@memoised
def doubts(document: Document) -> tuple[Doubt, ...]:
    """Every address that may be faulty, images among them, looked at once for four rules."""
    return tuple(_doubts(document))


def _doubts(document: Document) -> Iterator[Doubt]:
    links = document.body.links if document.body else ()
    doubtful = (Address(link.href, link.written, link) for link in links if may_be_faulty(link))
    for address in (*fields(document), *doubtful):
        fault = unsafe(address)
        yield Doubt(address, fault, None if fault else malformed(address))


def may_be_faulty(link: Link) -> bool:
    """False for a link whose address is plain and stands in the file as it reads, behind words that can be seen."""
    href = link.href
    if link.kind != "link" or link.label_end is None or not link.text or not PLAIN.fullmatch(href):
        return True
    if any(name in href for name in VIDEOS) and not VIDEO.fullmatch(href):
        return True
    return link.inline.content[link.label_end + 1 : link.at[1]] != f"({href})"
