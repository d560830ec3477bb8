"""Web addresses and DOIs in a text that are no links: readers see them and cannot follow them."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

from pipeline.lint.rules.links._unmade import unmade_links
from pipeline.source.parse import Inline

# An address with or without its scheme, or a DOI; what is masked is code or a link.
BARE = re.compile(
    r"""(?<!\]\()(?P<web>https?://[^\s<>\ufffc"“”]+) | (?P<www>\bwww\.[^\s<>\ufffc"“”.]+\.[^\s<>\ufffc"“”]+)
      | (?<![\w./])(?P<host>(?:dx\.)?doi\.org/10\.[0-9]{4,9}/[^\s<>\ufffc]+)
      | (?<![\w./=])(?P<doi>(?:doi:[ \t]?)?10\.[0-9]{4,9}/[^\s<>\ufffc]*[0-9][^\s<>\ufffc]*)""",
    re.IGNORECASE | re.VERBOSE,
)
# Every such address holds one of these, in small letters. Few texts do, and the pattern is slow.
HINTS = ("://", "www.", "10.")
# Marks of the sentence or of emphasis around an address, and brackets that close no bracket of its own.
AFTER = ".,;:!?'\"’”»*_~|…"
PAIRS = {")": "(", "]": "[", "}": "{"}
# A character that a backslash keeps from being a mark.
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# What may stand in an address inside `(…)` as it is.
PLAIN = "/:;.,?&=#%+-_~@!$*'"
# What people put between a title and an address, or around the address.
BETWEEN = " \t:–—-,;(["
TITLE_ROOM = 120


class Bare(NamedTuple):
    """Such an address: where it stands, as it is to be linked, and whether its scheme or host had to be guessed."""

    start: int
    end: int
    href: str
    kind: str  # web, www, host, doi


def bare_addresses(inline: Inline) -> Iterator[Bare]:
    """Every such address of a text, but for those in what was meant to be a link (`malformed-link`)."""
    prose = inline.prose
    lowered = prose.lower()
    if not any(hint in lowered for hint in HINTS):
        return
    taken = [link.at for link in inline.links] + [(found.start, found.end) for found in unmade_links(prose)]
    for found in bare_in(prose):
        if not any(start < found.end and found.start < end for start, end in taken):
            yield found


def bare_in(text: str) -> Iterator[Bare]:
    """Every address of a text that no link is in."""
    for match in BARE.finditer(text):
        kind = match.lastgroup
        assert kind is not None
        written = _without_marks(match.group())
        plain = unescape(ESCAPED.sub(r"\1", written))
        if kind == "web" and "." not in plain.partition("://")[2].split("/")[0]:
            continue  # `https://…` and the like, which show how an address is written
        if kind == "doi":
            doi = plain[plain.index("10.") :]
            plain = f"https://doi.org/{quote(doi, safe=PLAIN)}"
        elif kind != "web":
            plain = f"https://{plain}"
        yield Bare(match.start(), match.start() + len(written), plain, kind)


def _without_marks(text: str) -> str:
    """An address without what belongs to the sentence around it."""
    while text and (text[-1] in AFTER or (text[-1] in PAIRS and text.count(PAIRS[text[-1]]) < text.count(text[-1]))):
        text = text[:-1]
    return text


def as_link(found: Bare, written: str) -> str | None:
    """What makes a link of an address; None when its words cannot stand in brackets."""
    if found.kind == "web":
        return f"<{found.href}>"
    if "[" in written or "]" in written:
        return None
    return f"[{written}]({quote(found.href, safe=PLAIN)})"


def as_resource(text: str) -> str | None:
    """A line with a title and one address as an item of resources has it: the link first, then what it offers."""
    found = list(bare_in(text))
    if len(found) != 1 or "\ufffc" in text or "[" in text or "`" in text:
        return None
    before, after = text[: found[0].start].strip(), text[found[0].end :].lstrip(" \t)]").strip()
    before = before.strip(BETWEEN)
    title, _, rest = before.partition(": ")
    words = " ".join(part for part in (rest.strip(), after.lstrip(BETWEEN)) if part)
    if not title:
        link = f"<{found[0].href}>"
    elif len(title) <= TITLE_ROOM:
        link = f"[{title}]({quote(found[0].href, safe=PLAIN)})"
    else:
        return None
    words = words if any(map(str.isalnum, words)) else ""
    return f"{link}: {words}" if words else link
