"""What a tag of an HTML page says: ids, addresses, and whether what follows it is seen."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import NamedTuple

# Addresses by the attributes that hold one.
ADDRESSES = frozenset({"href", "src", "poster", "action", "data"})
# Elements whose content no reader sees.
UNSEEN = frozenset({"script", "style", "template", "title"})
# Elements whose content is read in a way of its own, or was by some release of Python's reader, and `template`,
# which holds others.
OWN_WAYS = frozenset({"iframe", "math", "noembed", "noframes", "noscript", "plaintext", "svg", "textarea", "xmp"})
# The type of a script that is data.
DATA = "application/ld+json"
# The address in `<meta http-equiv="refresh" content="0; url=…">`.
REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*(.+?)\s*$", re.IGNORECASE)
# An address in a stylesheet.
CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""")
# A reference of a character with its end: every reader takes it for the same.
COMPLETE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,30});")
# An attribute, its value in double quotes if it has one; and a start tag of such, without `<` and `>`.
ATTRIBUTE = re.compile(r' ([a-z][a-z0-9:-]*+)(?:="([^"<>]*+)")?+')
START = re.compile(rf"([a-z][a-z0-9]*+)((?:{ATTRIBUTE.pattern})*+)( ?/)?+")
END = re.compile(r"/[a-z][a-z0-9]*+")
# A link without anything to unescape, inside the site or out of it: most tags that stand on no other page.
LINK = re.compile(r'a(?: rel="[a-z ]*+" referrerpolicy="[a-z-]*+")?+ href="([^"<>&]*+)"')
DOCTYPE = "!DOCTYPE html"


class Tag(NamedTuple):
    """A start tag that says something. `text` is what is seen in its place, `tells` that data follows."""

    name: str = ""
    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    text: str = ""
    moves: bool = False
    tells: bool = False


# What is no plain tag.
ODD = Tag("odd")


def tag_of(name: str, attributes: Iterable[tuple[str, str | None]]) -> Tag:
    """What a start tag says by its attributes."""
    pairs = [(key, value or "") for key, value in attributes]
    values = dict(pairs)
    links = [value for key, value in pairs if key in ADDRESSES]
    if "srcset" in values:
        links += [part.split()[0] for part in values["srcset"].split(",") if part.strip()]
    moves = values.get("http-equiv", "").lower() == "refresh"
    if moves:
        links += REFRESH.findall(values.get("content", ""))
    return Tag(
        name,
        (values["id"],) if "id" in values else (),
        tuple(links),
        values.get("alt", "") if name == "img" else "",
        moves,
        name == "script" and values.get("type") == DATA,
    )


# Most tags of a page stand on others too. Of those that do not, links to strategies and their like, it keeps the
# latest.
@lru_cache(maxsize=32768)
def mark_of(mark: str) -> Tag | None:
    """What a tag says, given without `<` and `>`; None when that is nothing, ODD when it is not plain."""
    if link := LINK.fullmatch(mark):
        return Tag("a", links=(link[1],))
    if END.fullmatch(mark) or mark == DOCTYPE:
        return None
    found = START.fullmatch(mark)
    if found is None or found[1] in OWN_WAYS or found[1] == "template" or (found[1] in UNSEEN and found[5]):
        return ODD
    attributes = [(key, unescape(value)) for key, value in ATTRIBUTE.findall(found[2])]
    tag = tag_of(found[1], attributes)
    return tag if tag[1:] != ODD[1:] or found[1] in UNSEEN else None
