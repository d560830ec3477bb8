"""Reading of the HTML of a section: it may hold a few tags only, and its plain text follows from them.

Independent of the code that publishes both, which works from Markdown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

TAG = re.compile(r"<([^<>]*+)>")
VALUE = r'"[^"<>]*+"'
# The attributes that tags may have; all others have none.
ATTRIBUTES: Mapping[str, re.Pattern[str]] = {
    "a": re.compile(rf" href={VALUE}(?: title={VALUE})?(?: data-(?:factor|strategy|reference)={VALUE})?"),
    "code": re.compile(rf"(?: class={VALUE})?"),
    "img": re.compile(rf' src={VALUE} alt="(?P<alt>[^"<>]*+)"(?: title={VALUE})?'),
    "ol": re.compile(r'(?: start="(?P<start>[0-9]{1,9})")?'),
    **dict.fromkeys(("td", "th"), re.compile(r'(?: class="align-(?:left|center|right)")?')),
}
WITHOUT_ATTRIBUTES = re.compile("")
VOID = frozenset({"br", "hr", "img"})
INLINE = frozenset({"a", "code", "em", "s", "strong"})
LEAVES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "th", "td"})
LISTS = frozenset({"ol", "ul"})
NAMES = VOID | INLINE | LEAVES | LISTS | {"blockquote", "li", "table", "tbody", "thead", "tr"}
# The text of an item without a tag of its own.
BARE = ""
# Deeper than the renderer goes.
MAX_DEPTH = 120
LINE_BREAK = "\x00"  # in `Element.words`; no page contains it


class NotOfSectionError(ValueError):
    """HTML that no section holds."""


@dataclass
class Element:
    """A block: its blocks or its words, and the number of its first item."""

    name: str
    start: int = 1
    children: list["Element"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def leaves(self) -> Iterator[str]:
        """The text of each paragraph, heading, cell and code block, in order."""
        if not self.children:
            yield self.text
        for child in self.children:
            yield from child.leaves()

    @property
    def text(self) -> str:
        """The plain text."""
        written = "".join(self.words)
        if self.name == "pre":
            return written.rstrip("\n")
        if self.name in LISTS:
            return self._items()
        if self.name == "table":
            rows = [row for part in self.children for row in part.children]
            return "\n".join(" | ".join(cell.text.replace("|", r"\|") for cell in row.children) for row in rows)
        lines = (" ".join(line.split()) for line in written.split(LINE_BREAK))
        return "\n".join(filter(None, lines)) or self.content(tight=False)

    def content(self, *, tight: bool) -> str:
        """The plain text of the blocks in it."""
        text, last = "", ""
        for child in self.children:
            if shown := child.text:
                near = tight and {last, child.name} <= LISTS | {BARE}
                text += ("\n" if near else "\n\n") + shown if text else shown
                last = child.name
        return text

    def _items(self) -> str:
        tight = not any(child.name == "p" for item in self.children for child in item.children)
        items = []
        for number, item in enumerate(self.children, self.start):
            mark = f"{number}. " if self.name == "ol" else "- "
            first, *others = item.content(tight=tight).split("\n")
            lines = [(mark + first).rstrip() if not first else mark + first]
            items.append("\n".join([*lines, *(" " * len(mark) + line if line else "" for line in others)]))
        return ("\n" if tight else "\n\n").join(items)


@lru_cache(maxsize=64)
def read_section(html: str) -> Element:
    """The blocks of a section; raises NotOfSectionError for other HTML."""
    reader = _Reader()
    for index, part in enumerate(TAG.split(html)):
        if index % 2:
            reader.tag(part)
        elif "<" in part or ">" in part:
            raise NotOfSectionError("a bracket without a tag")
        else:
            reader.text(unescape(part))
    return reader.end()


class _Reader:
    """Collects the blocks of a section, tag by tag."""

    def __init__(self) -> None:
        self.blocks = [Element("section")]  # those that are open
        self.inline: list[str] = []  # names of the elements within a text that are open

    def tag(self, written: str) -> None:
        """Read a tag, without its brackets."""
        if written.startswith("/"):
            self._close(written[1:])
            return
        name, space, rest = written.partition(" ")
        found = ATTRIBUTES.get(name, WITHOUT_ATTRIBUTES).fullmatch(space + rest)
        if found is None or name not in NAMES:
            raise NotOfSectionError(f"<{written[:60]}>")
        if name == "img":
            self.text(unescape(found["alt"]), shown=True)
        elif name == "br":
            self.text(LINE_BREAK, shown=True)
        elif name in INLINE:
            self.inline.append(name)
        else:
            self._open(Element(name, int(found["start"] or 1) if name == "ol" else 1))

    def _open(self, element: Element) -> None:
        parent = self.blocks[-1]
        if self.inline or parent.name in LEAVES or len(self.blocks) > MAX_DEPTH:
            raise NotOfSectionError(f"<{element.name}> in <{self.inline[-1] if self.inline else parent.name}>")
        parent.children.append(element)
        if element.name not in VOID:
            self.blocks.append(element)

    def _close(self, name: str) -> None:
        if (self.inline[-1] if self.inline else self.blocks[-1].name) != name or name == "section":
            raise NotOfSectionError(f"</{name[:60]}>")
        (self.inline or self.blocks).pop()

    def text(self, text: str, *, shown: bool = False) -> None:
        """Add text to the innermost block."""
        block = self.blocks[-1]
        if block.name in LEAVES:
            block.words.append(text)
        elif block.name == "li" and block.children and block.children[-1].name == BARE:
            block.children[-1].words.append(text)
        elif block.name == "li" and (shown or self.inline or text.strip()):
            block.children.append(Element(BARE, words=[text]))
        elif text.strip():
            raise NotOfSectionError(f"text in <{block.name}>")

    def end(self) -> Element:
        """The section, once everything is read."""
        if self.inline or len(self.blocks) > 1:
            raise NotOfSectionError("a tag that is not closed")
        return self.blocks[0]
