"""The body of a page as a tree of blocks, split into sections at its level-2 headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from pipeline.lazy import lazy
from pipeline.parse.inline import Inline, Link
from pipeline.text import Source, Span

SECTION_LEVEL = 2
# What counts as nested.
NESTING = frozenset({"blockquote", "list_item"})


@dataclass(frozen=True, eq=False)
class Block:
    """A paragraph, heading, quote, list, item, table, code block …; equal to itself alone."""

    kind: str  # markdown-it's name: paragraph, heading, blockquote, bullet_list, list_item, fence …
    source: Source
    lines: tuple[int, int]  # indices of its source lines
    tokens: tuple[int, int]  # range in Body.tokens
    children: tuple["Block", ...] = ()
    inline: Inline | None = None
    level: int = 0  # of a heading
    code: str = ""  # text of a code block

    @lazy
    def span(self) -> Span:
        """Its whole lines, without the indent of the first and the empty lines after the last.

        Worked out when asked for: few blocks of a page are, and it was half of what building the tree took.
        """
        return _span(self.source, *self.lines)

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


class _Open(NamedTuple):
    """A block whose end has not been met, and the blocks it stands among."""

    kind: str
    first: int
    lines: tuple[int, int]
    siblings: list[Block]


def build_body(source: Source, tokens: Sequence[Token]) -> Body:
    """Build the tree from markdown-it's flat tokens, whose line numbers are those of the source."""
    builder = _Builder(source, tokens)
    builder.build()
    preamble: list[Block] = []
    sections: list[tuple[Block, list[Block]]] = []
    for block in builder.blocks:
        if block.kind == "heading" and block.level == SECTION_LEVEL:
            sections.append((block, []))
        else:
            (sections[-1][1] if sections else preamble).append(block)
    built = tuple(Section(heading, tuple(blocks)) for heading, blocks in sections)
    deepest = _span(source, builder.deepest, builder.deepest + 1) if builder.depth else None
    return Body(tokens, Section(None, tuple(preamble)), built, builder.depth, deepest)


@dataclass(slots=True)
class _Builder:
    source: Source
    tokens: Sequence[Token]
    blocks: list[Block] = field(default_factory=list)  # what has been met on the level being read
    stack: list[_Open] = field(default_factory=list)
    depth: int = 0
    deepest: int = 0  # the line where that depth was first met

    def build(self) -> None:
        tokens, index = self.tokens, 0
        while index < len(tokens):
            token = tokens[index]
            if token.nesting == 1:
                index += self._open(index, token)
            elif token.nesting == -1:
                index += self._close(index)
            else:
                lines = self._lines(token)
                block = Block(token.type, self.source, lines, (index, index + 1), (), None, 0, token.content)
                self.blocks.append(block)
                index += 1

    def _lines(self, token: Token) -> tuple[int, int]:
        """Lines of a token, or of the block around it: the cells of a table have none of their own."""
        if token.map:
            return token.map[0], token.map[1]
        return self.stack[-1].lines if self.stack else (0, 0)

    def _open(self, index: int, token: Token) -> int:
        """Begin a block; one of inline text (open, text, close) is taken whole. Gives how many tokens it took."""
        lines, kind = self._lines(token), token.type.removesuffix("_open")
        inline = self.tokens[index + 1] if index + 1 < len(self.tokens) else token
        if inline.type == "inline":
            first = inline.map[0] if inline.map else lines[0]
            text = Inline(self.source, inline.content, first, kind, inline.children or ())
            level = int(token.tag[1]) if kind == "heading" else 0
            self.blocks.append(Block(kind, self.source, lines, (index, index + 3), (), text, level))
            return 3
        self.stack.append(_Open(kind, index, lines, self.blocks))
        self.blocks = []
        if kind in NESTING:
            depth = sum(opened.kind in NESTING for opened in self.stack)
            if depth > self.depth:
                self.depth, self.deepest = depth, lines[0]
        return 1

    def _close(self, index: int) -> int:
        kind, first, lines, siblings = self.stack.pop()
        siblings.append(Block(kind, self.source, lines, (first, index + 1), tuple(self.blocks)))
        self.blocks = siblings
        return 1


def _span(source: Source, first: int, stop: int) -> Span:
    """Whole lines, without the indent of the first and the empty lines after the last."""
    count = len(source.line_starts)
    start = source.line_span(min(first, count - 1)).start
    end = source.line_span(min(max(first, stop - 1), count - 1)).end
    text = source.text[start:end]
    return source.span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
