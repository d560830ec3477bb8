"""Web addresses and DOIs in a text that are no links, so readers cannot follow them."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from pipeline.lint.rules.links._addresses import encoded
from pipeline.lint.rules.links._intended_links import intended_links
from pipeline.model.doi import PREFIX, trimmed
from pipeline.source.parse import Inline

# An address with or without its scheme, or a DOI. Code and links are masked.
BARE = re.compile(
    rf"""(?<!\]\()(?P<web>https?://[^\s<>\ufffc"“”]+) | (?P<www>\bwww\.[^\s<>\ufffc"“”.]+\.[^\s<>\ufffc"“”]+)
      | (?<![\w./])(?P<host>(?:dx\.)?doi\.org/{PREFIX}[^\s<>\ufffc]+)
      | (?<![\w./=])(?P<doi>(?:doi:[ \t]?)?{PREFIX}[^\s<>\ufffc]*[0-9][^\s<>\ufffc]*)""",
    re.IGNORECASE | re.VERBOSE,
)
# Every match holds one of these, in small letters. Few texts do, and the pattern is slow.
HINTS = ("://", "www.", "10.")
# Punctuation and emphasis after an address.
AFTER = ".,;:!?'\"’”»*_~|…"
# A backslash escape of Markdown.
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Characters between a title and its address, or around the address.
BETWEEN = " \t:–—-,;(["
# Most characters of a title.
TITLE_ROOM = 120


class BareAddress(NamedTuple):
    """Offsets of such an address, the address as a link needs it, and the kind of match."""

    start: int
    end: int
    href: str
    kind: str  # web, www, host, doi


def bare_addresses(inline: Inline) -> Iterator[BareAddress]:
    """Bare addresses of a text, except those in an intended link (`malformed-link`)."""
    prose = inline.prose
    lowered = prose.lower()
    if not any(hint in lowered for hint in HINTS):
        return
    taken = [link.at for link in inline.links] + [(found.start, found.end) for found in intended_links(prose)]
    for found in bare_in(prose):
        if not any(start < found.end and found.start < end for start, end in taken):
            yield found


def bare_in(text: str) -> Iterator[BareAddress]:
    """Bare addresses of a text without links."""
    for match in BARE.finditer(text):
        kind = match.lastgroup
        assert kind is not None
        written = trimmed(match.group(), AFTER)
        plain = unescape(ESCAPED.sub(r"\1", written))
        if kind == "web" and "." not in plain.partition("://")[2].split("/")[0]:
            continue  # `https://…` shows how an address is written
        if kind == "doi":
            plain = f"https://doi.org/{encoded(plain[plain.index('10.') :])}"
        elif kind != "web":
            plain = f"https://{plain}"
        yield BareAddress(match.start(), match.start() + len(written), plain, kind)


def as_link(found: BareAddress, written: str) -> str | None:
    """Markdown link for an address; None if its text does not fit into brackets."""
    if found.kind == "web":
        return f"<{found.href}>"
    if "[" in written or "]" in written:
        return None
    return f"[{written}]({encoded(found.href)})"


def as_resource(text: str) -> str | None:
    """Resource item for a line with a title and one address: first the link, then the description."""
    found = list(bare_in(text))
    if len(found) != 1 or "\ufffc" in text or "[" in text or "`" in text:
        return None
    before, after = text[: found[0].start].strip(), text[found[0].end :].lstrip(" \t)]").strip()
    title, _, remaining = before.strip(BETWEEN).partition(": ")
    words = " ".join(part for part in (remaining.strip(), after.lstrip(BETWEEN)) if part)
    if not title:
        link = f"<{found[0].href}>"
    elif len(title) <= TITLE_ROOM:
        link = f"[{title}]({encoded(found[0].href)})"
    else:
        return None
    return f"{link}: {words}" if any(map(str.isalnum, words)) else link
