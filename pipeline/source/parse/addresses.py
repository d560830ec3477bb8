"""Addresses and labels of links, normalised as markdown-it does."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it.common import normalize_url
from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.utils import EnvType

# Characters that normalisation leaves unchanged. Without parentheses, which may end an address, and without
# ampersands, which may begin an entity.
UNCHANGED = r"(?:[A-Za-z0-9;/?:@=+$,\-_.!~*'#]++|%[0-9A-Fa-f]{2})*+"
# An address that normalisation leaves unchanged: a web address without a port, or one within the library.
PLAIN = (
    rf"(?:https?://(?:[A-Za-z0-9-]{{1,63}}\.){{1,3}}[A-Za-z0-9-]{{1,63}}(?:[/?#]{UNCHANGED})?"
    r"|(?:factor|strategy|reference):[a-z0-9-]{1,63})"
)
PLAIN_ADDRESS = re.compile(PLAIN)
# Prefixes of addresses within the library: of factors, strategies and references.
PREFIXES = ("factor:", "strategy:", "reference:")
# Blanks around the name in such an address, or replacements for bytes that are not text.
BROKEN = re.compile(r":\s|\s$|\ufffd")


class Definition(NamedTuple):
    """A link definition such as `[label]: https://…`, and the lines of the previous one of the same label, if any."""

    label: str  # as `label_of` returns it
    lines: tuple[int, int]
    earlier: tuple[int, int] | None = None


def normalize_link(url: str) -> str:
    """The `href` of an address as written."""
    if PLAIN_ADDRESS.fullmatch(url):
        return url
    return (url.startswith(PREFIXES) and _decoded(url)) or normalize_url.normalizeLink(url)


def written_link(written: str) -> str:
    """The `href` of an address in Markdown, with escapes and character references."""
    return normalize_link(unescapeAll(written))


def _decoded(url: str) -> str:
    """The address of something in the library without escapes, so that every reader sees the same id.

    Empty if it would show blanks at an end, hidden characters or bytes that are not text.
    """
    plain = unquote(url)
    return plain if plain.isprintable() and not BROKEN.search(plain) else ""


def label_of(written: str) -> str:
    """A label in the form in which labels are compared."""
    return normalizeReference(written)


def definitions_of(env: EnvType) -> tuple[Definition, ...]:
    """Every link definition that markdown-it found, in the order of the text."""
    first = {label: _lines(found["map"]) for label, found in env.get("references", {}).items()}
    found = [Definition(label, lines) for label, lines in first.items()]
    repeated = env.get("duplicate_refs", ())
    found += (Definition(again["label"], _lines(again["map"]), first[again["label"]]) for again in repeated)
    return tuple(sorted(found, key=lambda definition: definition.lines))


def _lines(written: list[int]) -> tuple[int, int]:
    first, stop = written
    return first, stop
