"""HTML as Markdown: markdownify, with links, figures, tables and videos as the house writes them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from pipeline.authoring.intake.html_closing import is_damaged, with_end_tags
from pipeline.authoring.intake.html_pictures import pictures_of
from pipeline.authoring.intake.old_file import NotImported, OldFile, without_controls
from pipeline.authoring.intake.old_page import OldPage, fields_of
from pipeline.authoring.intake.passages import fenced
from pipeline.model.plain_markdown import plain

if TYPE_CHECKING:
    pass

# What no reader sees.
UNSEEN = ("script", "style", "template", "noscript", "object", "embed", "svg", "canvas", "map")
# What belongs to the website around a page, outside of its main part.
FURNITURE = ("nav", "header", "footer", "aside", "form", "dialog", "button", "select", "input", "textarea")
PARTS = {"nav": "the menu", "header": "the head", "footer": "the foot", "aside": "a side column"}
# Names of `<meta>` that say something of the page, and the field that holds it.
META = {
    "description": "description",
    "og:description": "description",
    "og:title": "title",
    "author": "author",
    "article:author": "author",
    "article:published_time": "date",
    "article:modified_time": "lastmod",
    "last-modified": "lastmod",
    "dcterms.modified": "lastmod",
    "og:url": "canonical",
    "keywords": "keywords",
}
# The id of a film in the address of a player inside a page.
PLAYER = re.compile(
    r"^(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})|player\.vimeo\.com/video/(\d+))"
)
# The scheme of an address, and those that a page may lead to.
SCHEME, SAFE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):"), frozenset({"http", "https", "mailto", "factor", "strategy"})
# Characters that end an address in Markdown.
IN_ADDRESS = "!#$%&'*+,/:;=?@~._-"
# Blanks at the end of a line, which mean nothing: breaks are written as backslashes.
LINE_END = re.compile(r"[ \t]+$", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n{3,}")


class HouseConverter(MarkdownConverter):
    """Writes Markdown that means the same in the house's parser: no word is read as a mark.

    `unsafe` collects addresses that no page may lead to; the words of their links stay.
    """

    def __init__(self) -> None:
        super().__init__(heading_style="atx", bullets="-", table_infer_header=True, newline_style="backslash")
        self.unsafe: list[str] = []

    def escape(self, text: str, parent_tags: Any) -> str:
        """A text with its marks escaped; a bar would part the cells of a table."""
        lines = (_escaped_line(line) for line in without_controls(text).split("\n"))
        escaped = "\n".join(lines)
        return escaped.replace("|", "\\|") if {"td", "th"} & set(parent_tags) else escaped

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        """A link; one to a part of its own page is only its words."""
        href = str(el.get("href") or "").strip()
        bare = text.strip()
        if not href or href.startswith("#") or not bare or "_noformat" in parent_tags:
            return text
        if (scheme := SCHEME.match(href)) and scheme[1].lower() not in SAFE:
            self.unsafe.append(f"the address of “{' '.join(bare.split())}”: {href}")
            return text
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        words = " ".join(bare.split())
        return f"{lead}[{words}]({address_of(href)}){tail}"

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        """An image with its words."""
        words, source = plain(" ".join(str(el.get("alt") or "").split())), str(el.get("src") or "").strip()
        return f"![{words}]({address_of(source)})" if source else words

    def convert_iframe(self, el: Tag, text: str, parent_tags: Any) -> str:
        """The film or page that is shown in a frame, as a paragraph with one link."""
        source = str(el.get("src") or el.get("data-src") or "").strip()
        title = plain(" ".join(str(el.get("title") or "").split())) or "Video"
        if player := PLAYER.match(source):
            address = f"https://www.youtube.com/watch?v={player[1]}" if player[1] else f"https://vimeo.com/{player[2]}"
            return f"\n\n[{title}]({address})\n\n"
        return f"\n\n[{title}]({address_of(source)})\n\n" if source else text

    def convert_pre(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Code between fences that it does not hold itself."""
        return f"\n\n{fenced(text)}\n\n" if text.strip() else ""

    def convert_dt(self, el: Tag, text: str, parent_tags: Any) -> str:
        """A term, which Markdown knows no form for: bold."""
        words = " ".join(text.split())
        return f"\n\n**{words}**\n\n" if words and "*" not in words else f"\n\n{words}\n\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: Any) -> str:
        """What a term means: a paragraph."""
        return f"\n\n{text.strip()}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Any) -> str:  # noqa: N802 - the base calls it so
        """A heading; in a cell of a table it is text, apart from that around it."""
        words = " ".join(text.split())
        return f" {words} " if "_inline" in parent_tags else f"\n\n{'#' * max(1, min(n, 6))} {words}\n\n"

    def convert_block(self, el: Tag, text: str, parent_tags: Any) -> str:
        """A part of a page without a form of its own in Markdown."""
        return f" {text.strip()} " if "_inline" in parent_tags else f"\n\n{text.strip()}\n\n"

    convert_aside = convert_address = convert_details = convert_summary = convert_block
    convert_figure = convert_main = convert_header = convert_footer = convert_center = convert_block
    convert_nav = convert_form = convert_fieldset = convert_legend = convert_hgroup = convert_dialog = convert_block

    def convert_q(self, el: Tag, text: str, parent_tags: Any) -> str:
        """A quotation."""
        return f"“{text}”"


def page_of_html(file: OldFile, html: str, name: str) -> OldPage:
    """The page in some HTML."""
    if is_damaged(html):
        raise NotImported(name, "its HTML is damaged: hundreds of tags begin and never end")
    soup = BeautifulSoup(with_end_tags(html), "html.parser")
    fields = fields_of(_fields(soup))
    for tag in soup.find_all(UNSEEN):
        tag.decompose()
    title = soup.title.get_text(" ") if soup.title else ""
    if soup.head:
        soup.head.decompose()
    elif soup.title:
        soup.title.decompose()
    plain = without_controls(soup.get_text("\n"))
    left_out = tuple(_furniture(soup))
    pictures, lost = pictures_of(file, soup)
    text, unsafe = markdown_of_html(soup, file.name)
    return OldPage(
        name,
        file.stem,
        text,
        plain,
        " ".join(without_controls(title).split()),
        fields,
        (*left_out, *lost, *unsafe),
        pictures,
    )


def markdown_of_html(soup: BeautifulSoup, name: str) -> tuple[str, list[str]]:
    """The Markdown of some HTML, and what had to be left out; raises NotImported if it is nested too deep."""
    converter = HouseConverter()
    try:
        text: str = converter.convert_soup(soup)
    except RecursionError:
        raise NotImported(name, "its parts stand inside one another too deep") from None
    return EMPTY_LINES.sub("\n\n", LINE_END.sub("", text)).strip() + "\n", converter.unsafe


def address_of(href: str) -> str:
    """An address as Markdown reads it: nothing in it ends it."""
    return quote(href.strip(), safe=IN_ADDRESS, errors="replace")


def _escaped_line(line: str) -> str:
    """A line of text as Markdown, with the spaces around it."""
    bare = line.strip(" \t")
    if not bare:
        return line
    lead, tail = line[: len(line) - len(line.lstrip(" \t"))], line[len(line.rstrip(" \t")) :]
    return lead + plain(bare) + tail


def _fields(soup: BeautifulSoup) -> Iterator[tuple[str, object]]:
    for tag in soup.find_all("meta"):
        key = str(tag.get("name") or tag.get("property") or "").lower()
        if field := META.get(key):
            yield field, without_controls(str(tag.get("content") or ""))
    for link in soup.find_all("link"):
        if "canonical" in (link.get("rel") or ()) and urlsplit(str(link.get("href"))).scheme in ("http", "https"):
            yield "canonical", str(link.get("href"))


def _furniture(soup: BeautifulSoup) -> Iterator[str]:
    """Take out what belongs to the website, and give its words."""
    main = soup.find("main") or soup.find("article")
    for tag in soup.find_all(FURNITURE):
        inside = isinstance(main, Tag) and main in tag.parents
        if tag.decomposed or (inside and tag.name in ("header", "footer", "aside")):
            continue
        if tag.find(("h1", "main", "article")):  # the page itself
            continue
        name, words = tag.name, " ".join(without_controls(tag.get_text(" ")).split())
        tag.decompose()
        if words:
            yield f"{PARTS.get(name, 'a form')} of the old site: {words}"
