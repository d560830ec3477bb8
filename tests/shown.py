"""What a browser shows of the HTML of a section, in order: words, marks and numbers of items, bars between cells."""

from __future__ import annotations

from html.parser import HTMLParser


class InOrder(HTMLParser):
    """Collects what is shown, element by element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int | None] = []  # the next number of each open list
        self.cells = 0
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("ul", "ol"):
            self.lists.append(int(values.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            number = self.lists[-1]
            self.parts.append(" - " if number is None else f" {number}. ")
            self.lists[-1] = None if number is None else number + 1
        elif tag == "tr":
            self.cells = 0
        elif tag in ("td", "th"):
            self.parts.append(" | " if self.cells else " ")
            self.cells += 1
            self.cell = []
        elif tag == "img":
            self.handle_data(values.get("alt") or "")
        elif tag not in ("a", "em", "strong", "s", "code"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.pop()
        if tag in ("td", "th"):
            self.parts.append("".join(self.cell or ()).replace("|", "\\|"))
            self.cell = None
        if tag not in ("a", "em", "strong", "s", "code"):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        (self.parts if self.cell is None else self.cell).append(data)


def shown_in_order(html: str) -> str:
    parser = InOrder()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)
