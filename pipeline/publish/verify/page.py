"""Reads an HTML page as its reader and a browser do: what it says, its ids, and where its links lead."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from pipeline.publish.verify.tag import COMPLETE, ODD, UNSEEN, Tag, mark_of, tag_of

# What differs between the forms of one text besides white space: the shapes of quotation marks, the marks of block
# quotes and of table cells, escapes. One replacement after the other: `str.translate` takes ten times as long for a
# text that is not all ASCII (0.5 ms a page).
SHAPES = (
    *((mark, '"') for mark in "“”„«»"),
    *((mark, "'") for mark in "‘’‚"),
    *((mark, "") for mark in ">|\\ \n"),
)
MARK = re.compile(r"<([^<>]*+)>")
NO_BRACKETS = bytes(set(range(256)).difference(b"<>"))


def words(text: str) -> str:
    """A text as it is compared: without what differs between Markdown, HTML and plain text."""
    text = unescape(text)
    for mark, shape in SHAPES:
        text = text.replace(mark, shape)
    return "".join(text.split())


# Of names, titles and summaries, which stand on many pages.
known_words = lru_cache(maxsize=8192)(words)


@dataclass
class HtmlPage:
    """What stands on a page. `text` is what a reader sees, images with their alternative text."""

    text: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)  # texts of JSON for other programs
    moves: bool = False  # it sends its reader on to another page

    @classmethod
    def read(cls, html: str) -> "HtmlPage":
        """Read a page, or a piece of one."""
        return read_plain(html) or read_any(html)

    def note(self, tag: Tag) -> None:
        """Keep what a tag says."""
        self.ids += tag.ids
        self.links += tag.links
        self.moves |= tag.moves


def read_plain(html: str) -> HtmlPage | None:
    """Read a page of plain marks, as our templates write them; None for any other.

    Text holds no `<`, references of characters are whole, attributes stand in double quotes, and nothing but its end
    follows an element that is not seen. `read_any` says the same of such a page, and takes twenty times as long.
    """
    if html.count("&") != len(COMPLETE.findall(html)):
        return None
    parts = _parts(html)
    seen, marks = parts[::2], parts[1::2]
    found = [(place, tag) for place, tag in enumerate(map(mark_of, marks), 1) if tag is not None]
    if len(marks) != html.count("<") or any(tag is ODD for _, tag in found):
        return None
    page = HtmlPage()
    for place, tag in found:
        if tag.name in UNSEEN:
            if marks[place : place + 1] != [f"/{tag.name}"]:
                return None
            page.data += (seen[place],) if tag.tells and seen[place] else ()
            seen[place] = ""
        if tag.text:  # as it stood, for it is unescaped with all the rest
            seen[place] = tag.text.replace("&", "&amp;") + seen[place]
    page.ids = [id_ for _, tag in found for id_ in tag.ids]
    page.links = [link for _, tag in found for link in tag.links]
    page.moves = any(tag.moves for _, tag in found)
    # Nearly all that is escaped are quotation marks, and to replace those first takes a third of the time.
    page.text = unescape("".join(seen).replace("&quot;", '"').replace("&#39;", "'"))
    return page


def _parts(html: str) -> list[str]:
    """Texts and marks in turn. Where no bracket is part of a text, each parts one from the other: that is quicker."""
    brackets = html.encode("utf-8", "surrogatepass").translate(None, NO_BRACKETS)
    return html.replace(">", "<").split("<") if brackets == b"<>" * brackets.count(b"<") else MARK.split(html)


def read_any(html: str) -> HtmlPage:
    """Read a page of whatever form."""
    reader = HtmlReader()
    reader.feed(html)
    reader.close()
    reader.page.text = "".join(reader.seen)
    return reader.page


class HtmlReader(HTMLParser):
    """Collects what stands on a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage()
        self.seen: list[str] = []
        self._unseen = 0
        self._tells = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, links and alternative texts."""
        told = tag_of(tag, attrs)
        self.page.note(told)
        self.seen.append(told.text)
        self._unseen += tag in UNSEEN
        self._tells = told.tells

    def handle_endtag(self, tag: str) -> None:
        """Come back to what is seen."""
        self._tells = False
        self._unseen -= tag in UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        """Collect what is seen."""
        if not self._unseen:
            self.seen.append(data)
        elif self._tells:
            self.page.data.append(data)
