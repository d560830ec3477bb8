"""Writes the end tags that HTML lets authors leave out, as in `<li>one<li>two`: the parser would nest such parts."""

from html import escape
from html.parser import HTMLParser

BLOCKS = frozenset({"address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl"})
BLOCKS |= {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"}
BLOCKS |= {"hr", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
CELLS, ROWS = frozenset({"td", "th"}), frozenset({"tr"})
PARTS = frozenset({"thead", "tbody", "tfoot"})
# What each start tag ends, and what it does not reach out of: https://html.spec.whatwg.org/#optional-tags
IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), LISTS),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl"}))),
    **dict.fromkeys(CELLS, (CELLS, frozenset({"tr", "table"}))),
    "tr": (ROWS | CELLS, PARTS | {"table"}),
    **dict.fromkeys(PARTS, (PARTS | ROWS | CELLS, frozenset({"table"}))),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
# Where a paragraph may stand in another one.
AROUND_PARAGRAPHS = frozenset({"td", "th", "caption", "table", "button", "li", "dd"})
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"})
# The most tags and comments that begin and never end in a page with mistakes.
MOST_UNENDED = 500
# How many open tags are looked through: a page that is nested deeper is refused.
DEEPEST = 1_000


class ClosingParser(HTMLParser):
    """Copies HTML, and adds the end tags that are missing."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unclosed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a start tag after the end tags that it implies."""
        if tag in BLOCKS:
            self._end(frozenset({"p"}), AROUND_PARAGRAPHS)
        if tag in IMPLIED:
            self._end(*IMPLIED[tag])
        self.parts.append(self.get_starttag_text() or "")
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy a tag that ends itself; HTML knows only some."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Copy an end tag, and forget the tags that it ends with its own."""
        if tag in self.unclosed[-DEEPEST:]:
            while self.unclosed.pop() != tag:
                pass
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Copy text."""
        self.parts.append(escape(data, quote=False))

    def _end(self, ended: frozenset[str], reach: frozenset[str]) -> None:
        """End the tags of these names that are open, up to a tag that keeps them in."""
        for index in range(len(self.unclosed) - 1, max(-1, len(self.unclosed) - 1 - DEEPEST), -1):
            if self.unclosed[index] in reach:
                return
            if self.unclosed[index] in ended:
                self.parts += [f"</{name}>" for name in reversed(self.unclosed[index:])]
                del self.unclosed[index:]
                return


def is_damaged(html: str) -> bool:
    """True if so many tags or comments never end that parsers would take very long."""
    unended = max(part.count("<") for part in html.split(">"))
    return max(unended, html.count("<!--") - html.count("-->")) > MOST_UNENDED


def with_end_tags(html: str) -> str:
    """HTML with all its end tags, without comments and declarations."""
    parser = ClosingParser()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)
