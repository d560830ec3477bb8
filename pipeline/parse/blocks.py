"""The body of a page as a tree of blocks, split into sections at its level-2 headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from pipeline.lazy import lazy
from pipeline.parse.inline import Inline, Link
from pipeline.text import Source, Span

SECTION_LEVEL = 2


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, quote, list, item, table, code block … with its whole lines as span."""

    kind: str  # markdown-it's name: paragraph, heading, blockquote, bullet_list, list_item, fence …
    span: Span
    tokens: tuple[int, int]  # range in Body.tokens
    children: tuple["Block", ...] = ()
    inline: Inline | None = None
    level: int = 0  # of a heading
    code: str = ""  # text of a code block

    def walk(self) -> Iterator["Block"]:
        """The block itself and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    @lazy
    def text(self) -> str:
        """What a reader sees: one line a paragraph, item or row."""
        if self.inline is not None:
            return self.inline.text
        if self.code:
            return self.code.rstrip("\n")
        separator = " | " if self.kind == "tr" else "\n"
        return separator.join(text for child in self.children if (text := child.text))


@dataclass(frozen=True)
class Section:
    """A level-2 heading and the blocks up to the next; `heading` is None for what stands before the first."""

    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The heading's text."""
        return self.heading.text if self.heading else ""

    def walk(self) -> Iterator[Block]:
        """Every block of the section, in the order of the text, without its heading."""
        for block in self.blocks:
            yield from block.walk()

    @property
    def links(self) -> Iterator[Link]:
        """Every link and image of the section, in order."""
        return (link for block in self.walk() if block.inline for link in block.inline.links)

    @property
    def text(self) -> str:
        """What a reader sees: blocks parted by an empty line."""
        return "\n\n".join(text for block in self.blocks if (text := block.text))


@dataclass(frozen=True)
class Body:
    """Everything below the front matter. `depth` is the deepest nesting of quotes, lists and items."""

    tokens: Sequence[Token]
    preamble: Section
    sections: tuple[Section, ...]
    depth: int
    deepest: Span | None

    @lazy
    def blocks(self) -> tuple[Block, ...]:
        """Every block, headings of sections included, in the order of the text."""
        found = list(self.preamble.walk())
        for section in self.sections:
            found += [section.heading] if section.heading else []
            found += section.walk()
        return tuple(found)

    def walk(self) -> Iterator[Block]:
        """Every block, headings of sections included, in the order of the text."""
        return iter(self.blocks)

    @lazy
    def inlines(self) -> tuple[Inline, ...]:
        """Every piece of inline text, in order."""
        return tuple(block.inline for block in self.blocks if block.inline)

    @lazy
    def links(self) -> tuple[Link, ...]:
        """Every link and image, in order."""
        return tuple(link for inline in self.inlines for link in inline.links)


@dataclass(slots=True)
class _Open:
    kind: str
    first: int
    lines: tuple[int, int]
    level: int = 0
    children: list[Block] = field(default_factory=list)
    inline: Inline | None = None


def build_body(source: Source, tokens: Sequence[Token]) -> Body:
    """Build the tree from markdown-it's flat tokens, whose line numbers are those of the source."""
    builder = _Builder(source)
    for index, token in enumerate(tokens):
        builder.take(index, token)
    preamble: list[Block] = []
    sections: list[tuple[Block, list[Block]]] = []
    for block in builder.stack[0].children:
        if block.kind == "heading" and block.level == SECTION_LEVEL:
            sections.append((block, []))
        else:
            (sections[-1][1] if sections else preamble).append(block)
    built = tuple(Section(heading, tuple(blocks)) for heading, blocks in sections)
    return Body(tokens, Section(None, tuple(preamble)), built, builder.depth, builder.deepest)


@dataclass(slots=True)
class _Builder:
    source: Source
    stack: list[_Open] = field(default_factory=lambda: [_Open("root", 0, (0, 0))])
    depth: int = 0
    deepest: Span | None = None

    def take(self, index: int, token: Token) -> None:
        if token.nesting == 1:
            self._open(index, token)
        elif token.nesting == -1:
            opened = self.stack.pop()
            span = self._span(opened.lines)
            self.stack[-1].children.append(
                Block(opened.kind, span, (opened.first, index + 1), tuple(opened.children), opened.inline, opened.level)
            )
        elif token.type == "inline":
            parent = self.stack[-1]
            first = token.map[0] if token.map else parent.lines[0]
            parent.inline = Inline(self.source, token.content, first, parent.kind, token.children or ())
        else:
            lines = (token.map[0], token.map[1]) if token.map else self.stack[-1].lines
            self.stack[-1].children.append(Block(token.type, self._span(lines), (index, index + 1), code=token.content))

    def _open(self, index: int, token: Token) -> None:
        lines = (token.map[0], token.map[1]) if token.map else self.stack[-1].lines
        level = int(token.tag[1]) if token.type == "heading_open" else 0
        self.stack.append(_Open(token.type.removesuffix("_open"), index, lines, level))
        depth = sum(opened.kind in ("blockquote", "list_item") for opened in self.stack)
        if depth > self.depth:
            self.depth, self.deepest = depth, self._span((lines[0], lines[0] + 1))

    def _span(self, lines: tuple[int, int]) -> Span:
        """Whole lines, without the indent of the first and the empty lines after the last."""
        count = len(self.source.line_starts)
        start = self.source.line_span(min(lines[0], count - 1)).start
        end = self.source.line_span(min(max(lines[0], lines[1] - 1), count - 1)).end
        text = self.source.text[start:end]
        return self.source.span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
