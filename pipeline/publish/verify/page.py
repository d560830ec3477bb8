"""Reading of HTML pages as a browser does: the text, ids, links and data of each.

Pages of plain tags, as our templates write them, are read by one pattern. Any other page is read by `HtmlReader`, which
finds the same and takes eight times as long.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from pipeline.publish.verify.active_content import INACTIVE, Active, active_of, ambiguous_markup

# Attributes that hold an address.
ADDRESSES = frozenset({"href", "src", "poster", "action", "data"})
# Elements whose content is not shown.
HIDDEN = frozenset({"script", "style", "template", "title"})
# Elements whose content has a syntax of its own in some release of `HTMLParser`, or may hold hidden elements.
OWN_SYNTAX = frozenset(
    {"iframe", "math", "noembed", "noframes", "noscript", "plaintext", "svg", "template", "textarea", "xmp"}
)
# The type of a script that holds data.
DATA = "application/ld+json"
# The address in `<meta http-equiv="refresh" content="0; url=…">`.
REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*(.+?)\s*$", re.IGNORECASE)
# A character reference with its semicolon, which all readers take for the same character.
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,30});")
# A tag; and without its brackets: an attribute with its value in double quotes, a start tag of those, and an end tag.
TAG = re.compile(r"<([^<>]*+)>")
ATTRIBUTE = re.compile(r' ([a-z][a-z0-9:-]*+)(?:="([^"<>]*+)")?+')
START = re.compile(rf"([a-z][a-z0-9]*+)((?:{ATTRIBUTE.pattern})*+)( ?/)?+")
END = re.compile(r"/[a-z][a-z0-9]*+|!DOCTYPE html")
# Differences between the Markdown, HTML and plain text of the same words besides white space: the shapes of quotation
# marks (some languages use double ones within quotes), the marks of block quotes and of table cells, escapes.
# `str.replace` is much faster here than `str.translate`, and than `str.split` for usual blanks.
VARIANTS = {**dict.fromkeys('"“”„«»‹›‘’‚', "'"), **dict.fromkeys(">|\\ \n", "")}


def normalized(text: str) -> str:
    """A text in a normal form, so that its Markdown, HTML and plain form compare equal."""
    text = unescape(text)
    for variant, normal in VARIANTS.items():
        text = text.replace(variant, normal)
    return "".join(text.split())


# For names, titles and summaries, which many pages show.
normalized_name = lru_cache(maxsize=8192)(normalized)


class Tag(NamedTuple):
    """What a start tag contributes to its page. `text` is shown in its place."""

    name: str
    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    text: str = ""
    has_data: bool = False
    active: Active = INACTIVE


NOTHING = Tag("")


@dataclass
class HtmlPage:
    """The content of a page. `text` is what is shown, with the alternative texts of images."""

    text: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)  # JSON for other programs
    active: list[Active] = field(default_factory=list)  # what runs, loads or forbids something

    @classmethod
    def read(cls, html: str) -> "HtmlPage":
        """Read a page, or a part of one."""
        return read_plain(html) or read_any(html)

    def add(self, tag: Tag) -> None:
        """Add what a start tag contributes, except for its text."""
        self.ids += tag.ids
        self.links += tag.links
        self.active += () if tag.active is INACTIVE else (tag.active,)


def read_any(html: str) -> HtmlPage:
    """Read a page of any form."""
    reader = HtmlReader()
    reader.feed(html)
    reader.close()
    reader.page.text = "".join(reader.shown)
    reader.page.active += ambiguous_markup(html)
    return reader.page


class HtmlReader(HTMLParser):
    """A parser that collects the content of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage()
        self.shown: list[str] = []
        self._hidden = 0
        self._has_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect ids, links and alternative texts."""
        start = tag_of(tag, attrs)
        self.page.add(start)
        self.shown.append(start.text)
        self._hidden += tag in HIDDEN
        self._has_data = start.has_data

    def handle_endtag(self, tag: str) -> None:
        """Leave a hidden element."""
        self._has_data = False
        self._hidden -= tag in HIDDEN and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Collect text and data."""
        if not self._hidden:
            self.shown.append(data)
        elif self._has_data:
            self.page.data.append(data)


def tag_of(name: str, attributes: Iterable[tuple[str, str | None]]) -> Tag:
    """What a start tag contributes by its attributes."""
    pairs = [(key, value or "") for key, value in attributes]
    values = dict(pairs)
    links = [value for key, value in pairs if key in ADDRESSES]
    links += [part.split()[0] for part in values.get("srcset", "").split(",") if part.strip()]
    refresh = ""
    if values.get("http-equiv", "").lower() == "refresh":
        refresh = next(iter(REFRESH.findall(values.get("content", ""))), "")
        links += [refresh] if refresh else []
    ids = (values["id"],) if "id" in values else ()
    text = values.get("alt", "") if name == "img" else ""
    has_data = name == "script" and values.get("type") == DATA
    return Tag(name, ids, tuple(links), text, has_data, active_of(name, pairs, refresh))


def read_plain(html: str) -> HtmlPage | None:
    """Read a page of plain tags; None for any other.

    On a plain page no text holds `<`, character references are complete, attributes are in double quotes, and each
    hidden element ends at the next tag.
    """
    texts_and_tags = TAG.split(html)
    shown, tags = texts_and_tags[::2], texts_and_tags[1::2]
    if html.count("<") != len(tags) or html.count("&") != len(REFERENCE.findall(html)):
        return None
    page = HtmlPage()
    for index, text in enumerate(tags, 1):
        tag = plain_tag(text)
        if tag is None:
            return None
        if tag is NOTHING:
            continue
        page.add(tag)
        if tag.name in HIDDEN:
            if tags[index : index + 1] != [f"/{tag.name}"]:
                return None
            page.data += [shown[index]] if tag.has_data and shown[index] else []
            shown[index] = ""
        shown[index] = tag.text.replace("&", "&amp;") + shown[index]  # escaped, since the joined text is unescaped
    page.text = unescape("".join(shown).replace("&quot;", '"').replace("&#39;", "'"))  # the usual ones are faster so
    return page


@lru_cache(maxsize=32768)
def plain_tag(text: str) -> Tag | None:
    """What a tag, without its brackets, contributes; None when it is not plain. Pages share most of their tags."""
    if END.fullmatch(text):
        return NOTHING
    found = START.fullmatch(text)
    if found is None or found[1] in OWN_SYNTAX or (found[1] in HIDDEN and found[5]):
        return None
    tag = tag_of(found[1], [(key, unescape(value)) for key, value in ATTRIBUTE.findall(found[2])])
    return tag if tag.name in HIDDEN or tag[1:] != NOTHING[1:] else NOTHING
