"""Addresses of links, normalised as markdown-it does; the usual ones by one look, those of ours decoded."""

import re
from urllib.parse import unquote

from markdown_it.common import normalize_url
from markdown_it.common.utils import unescapeAll

# What of an address is left as it is, parentheses aside (they may end it) and ampersands (they may be an entity).
LETTERS = r"(?:[A-Za-z0-9;/?:@=+$,\-_.!~*'#]++|%[0-9A-Fa-f]{2})*+"
# A web address with a host of at most 255 characters and no port; the name of a page or factor of ours.
# Of these normalisation changes nothing: `test_addresses_are_made_the_same`.
PLAIN = (
    rf"(?:https?://(?:[A-Za-z0-9-]{{1,63}}\.){{1,3}}[A-Za-z0-9-]{{1,63}}(?:[/?#]{LETTERS})?"
    r"|(?:factor|strategy):[a-z0-9-]{1,63})"
)
PLAIN_ADDRESS = re.compile(PLAIN)
# How the address of a factor or strategy begins.
OURS = ("factor:", "strategy:")
# Blanks around the name that such an address ends in, or what stands for bytes that are no text.
BROKEN = re.compile(r":\s|\s$|\ufffd")


def normalize_link(url: str) -> str:
    """Give what stands in `href` for an address as written.

    Nearly all addresses of our pages come out as they went in; to take one apart and encode it letter by letter took
    markdown-it 7 to 15 µs, this takes 0.2 to 0.9.
    """
    if PLAIN_ADDRESS.fullmatch(url):
        return url
    return (url.startswith(OURS) and _decoded(url)) or normalize_url.normalizeLink(url)


def written_link(written: str) -> str:
    """The same for an address as it stands in Markdown, with escapes and references of characters."""
    return normalize_link(unescapeAll(written))


def _decoded(url: str) -> str:
    """The address of a factor or strategy without escapes, so that everybody reads the same id in it.

    Empty where that could not be read: it would show blanks at an end, hidden characters or no text at all.
    """
    plain = unquote(url)
    return plain if plain.isprintable() and not BROKEN.search(plain) else ""
