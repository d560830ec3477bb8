"""Tree of a page's blocks, split into sections at its level-2 headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from markdown_it.token import Token

from pipeline.source.memoise import cached_property
from pipeline.source.parse.addresses import Definition
from pipeline.source.parse.inline import Inline, Link
from pipeline.source.parse.recording import UNCLOSED
from pipeline.source.text import Source, Span

SECTION_LEVEL = 2
# Tokens that change the depth of nesting.
NESTED = frozenset({"blockquote_open", "blockquote_close", "list_item_open", "list_item_close"})
# First tokens of blocks with three tokens: the start, the inline text, the end.
LEAVES = {"paragraph_open": "paragraph", "heading_open": "heading", "th_open": "th", "td_open": "td"}


# `Final` is for the type checker: a frozen dataclass takes four times as long to build.
@dataclass(eq=False)
class Block:
    """A paragraph, heading, quote, list, item, table, code block …; equal only to itself."""

    kind: Final[str]  # markdown-it's name: paragraph, heading, blockquote, bullet_list, list_item, fence …
    source: Final[Source]
    lines: Final[tuple[int, int]]  # indices of its source lines
    tokens: Final[tuple[int, int]]  # range in Body.tokens
    children: Final[tuple["Block", ...]] = ()
    inline: Final[Inline | None] = None
    level: Final[int] = 0  # of a heading
    code: Final[str] = ""  # text of a code block

    @cached_property
    def span(self) -> Span:
        """Its complete lines, without the indent of the first and the empty lines after the last."""
        return _span(self.source, *self.lines)

    def walk(self) -> Iterator["Block"]:
        """The block and all blocks in it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    @cached_property
    def text(self) -> str:
        """The visible text, with one line for each paragraph, item or row."""
        if self.inline is not None:
            return self.inline.text
        if self.code:
            return self.code.rstrip("\n")
        separator = " | " if self.kind == "tr" else "\n"
        return separator.join(text for child in self.children if (text := child.text))


class Section(NamedTuple):
    """A level-2 heading and the blocks up to the next; `heading` is None for the blocks before the first."""

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
        """The visible text, with an empty line between blocks."""
        return "\n\n".join(text for block in self.blocks if (text := block.text))


class Fence(NamedTuple):
    """A code block between fences: its opening mark, the words after that, and whether a line closes it."""

    block: Block
    mark: str
    info: str
    closed: bool


@dataclass(frozen=True)
class Body:
    """Everything below the front matter. `depth` is the deepest nesting of quotes, lists and items."""

    tokens: Sequence[Token]
    preamble: Section
    sections: tuple[Section, ...]
    depth: int
    deepest: Span | None
    definitions: tuple[Definition, ...] = ()

    @cached_property
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

    @cached_property
    def inlines(self) -> tuple[Inline, ...]:
        """Every inline text, in order."""
        return tuple(block.inline for block in self.blocks if block.inline)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link and image, in order."""
        return tuple(link for inline in self.inlines for link in inline.links)

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """Every code block between fences, in order."""
        found = ((block, self.tokens[block.tokens[0]]) for block in self.blocks if block.kind == "fence")
        return tuple(Fence(block, token.markup, token.info.strip(), not token.meta[UNCLOSED]) for block, token in found)


class _OpenBlock(NamedTuple):
    """A block whose end has not been reached, and the previous blocks on its level."""

    kind: str
    first: int
    lines: tuple[int, int]
    siblings: list[Block]


def build_body(source: Source, tokens: Sequence[Token], definitions: tuple[Definition, ...] = ()) -> Body:
    """Build the tree from markdown-it's tokens; their line numbers are those of the source."""
    preamble: list[Block] = []
    sections: list[tuple[Block, list[Block]]] = []
    for block in _blocks(source, tokens):
        if block.kind == "heading" and block.level == SECTION_LEVEL:
            sections.append((block, []))
        else:
            (sections[-1][1] if sections else preamble).append(block)
    built = tuple(Section(heading, tuple(blocks)) for heading, blocks in sections)
    depth, line = _depth(tokens)
    deepest = _span(source, line, line + 1) if depth else None
    return Body(tokens, Section(None, tuple(preamble)), built, depth, deepest, definitions)


def _blocks(source: Source, tokens: Sequence[Token]) -> list[Block]:
    """The outermost blocks, which contain the others."""
    blocks: list[Block] = []  # on the current level
    stack: list[_OpenBlock] = []
    index, end = 0, len(tokens)
    while index < end:
        token = tokens[index]
        # Table cells have no lines; those of the row apply.
        lines = (token.map[0], token.map[1]) if token.map else stack[-1].lines if stack else (0, 0)
        if token.nesting == -1:
            opened = stack.pop()
            opened.siblings.append(Block(opened.kind, source, opened.lines, (opened.first, index + 1), tuple(blocks)))
            blocks = opened.siblings
        elif token.nesting == 0:
            blocks.append(Block(token.type, source, lines, (index, index + 1), (), None, 0, token.content))
        elif kind := LEAVES.get(token.type):
            inline = tokens[index + 1]
            first = inline.map[0] if inline.map else lines[0]
            text = Inline(source, inline.content, first, kind, inline.children or ())
            level = int(token.tag[1]) if kind == "heading" else 0
            blocks.append(Block(kind, source, lines, (index, index + 3), (), text, level))
            index += 2
        else:
            stack.append(_OpenBlock(token.type.removesuffix("_open"), index, lines, blocks))
            blocks = []
        index += 1
    return blocks


def _depth(tokens: Sequence[Token]) -> tuple[int, int]:
    """The deepest nesting of quotes and list items, and the first line at that depth."""
    depth = deepest = line = 0
    for token in tokens:
        if token.type in NESTED:
            depth += token.nesting
            if depth > deepest and token.map:
                deepest, line = depth, token.map[0]
    return deepest, line


def _span(source: Source, first: int, stop: int) -> Span:
    """Complete lines, without the indent of the first and the empty lines after the last."""
    starts, count = source.line_starts, len(source.line_starts)
    first, last = min(first, count - 1), min(max(first, stop - 1), count - 1)
    begin = starts[first] or source.line_span(0).start  # past a byte-order mark
    written = source.text[begin : starts[last + 1] if last + 1 < count else len(source.text)]
    bare = written.strip()
    if not bare:
        end = source.line_span(last).end
        return Span(source.path, end, end)
    start = begin + len(written) - len(written.lstrip())
    return Span(source.path, start, start + len(bare))
