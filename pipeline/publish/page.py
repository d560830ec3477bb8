"""Reads an HTML page as its reader and a browser do: what it says, its ids, and where its links lead."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from pipeline.model.policy import same_words

# What differs between the forms of one text: white space, the marks of quotes and of table cells, escapes.
NOT_WORDS = re.compile(r"[\s>|\\]+")
# Addresses by the attributes that hold one.
ADDRESSES = frozenset({"href", "src", "poster", "action", "data"})
# Elements whose content no reader sees.
UNSEEN = frozenset({"script", "style", "template", "title"})
# The type of a script that is data.
DATA = "application/ld+json"
# The address in `<meta http-equiv="refresh" content="0; url=…">`.
REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*(.+?)\s*$", re.IGNORECASE)
# An address in a stylesheet.
CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""")


def words(text: str) -> str:
    """A text as it is compared: without what differs between Markdown, HTML and plain text."""
    return NOT_WORDS.sub("", same_words(unescape(text)))


@dataclass
class Page(HTMLParser):
    """What stands on a page. `text` is what a reader sees, images with their alternative text."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)  # texts of JSON for other programs
    moves: bool = False  # it sends its reader on to another page
    _parts: list[str] = field(default_factory=list)
    _unseen: int = 0
    _tells: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    @classmethod
    def read(cls, html: str) -> "Page":
        """Read a page, or a piece of one."""
        page = cls()
        page.feed(html)
        page.close()
        return page

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, links and alternative texts."""
        self._unseen += tag in UNSEEN
        values = {name: value or "" for name, value in attrs}
        self._tells = tag == "script" and values.get("type") == DATA
        if "id" in values:
            self.ids.append(values["id"])
        self.links += [value or "" for name, value in attrs if name in ADDRESSES]
        if "srcset" in values:
            self.links += [part.split()[0] for part in values["srcset"].split(",") if part.strip()]
        if tag == "img":
            self._parts.append(values.get("alt", ""))
        if values.get("http-equiv", "").lower() == "refresh":
            self.moves = True
            self.links += REFRESH.findall(values.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        """Come back to what is seen."""
        self._tells = False
        self._unseen -= tag in UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        """Collect what is seen."""
        if not self._unseen:
            self._parts.append(data)
        elif self._tells:
            self.data.append(data)
