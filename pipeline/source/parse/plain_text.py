"""The plain text of Markdown blocks, as bundles publish it in every format."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from markdown_it.token import Token

from pipeline.source.parse.blocks import Block, Body
from pipeline.source.parse.inline import visible_text

# The start of a line that is not empty, after the first.
LINE_START = re.compile(r"\n(?=[^\n])")
PARTED = "\n\n"


def plain_text(body: Body, blocks: Iterable[Block]) -> str:
    r"""The plain text of some blocks of a page: what a reader sees, without emphasis and addresses.

    - An empty line separates blocks, also inside quotes and items. A paragraph is one line; only a hard break in it
      starts another.
    - An item begins with `- ` or its number as readers see it, such as `3. `. Its other lines are indented to match.
      The items of a tight list, and what is nested in them, are on consecutive lines.
    - A row of a table is a line. ` | ` separates its cells, empty ones included; a bar in a cell is `\|`.
    - Code stays as it is. A quote has no mark, an image is its alternative text, a thematic break is nothing.
    """
    return _joined(body, blocks, tight=False)


def item_text(body: Body, block: Block, item: Block) -> str:
    """The plain text of an item of a list, without its mark."""
    return _joined(body, item.children, tight=_is_tight(body, block))


def _joined(body: Body, blocks: Iterable[Block], *, tight: bool) -> str:
    """The texts of adjacent blocks; those of a tight item are closer together."""
    parts: list[str] = []
    previous = ""
    for block in blocks:
        if text := _text(body, block):
            parts += [_separator(previous, block.kind, tight=tight)] if parts else []
            parts.append(text)
            previous = block.kind
    return "".join(parts)


def _separator(previous: str, kind: str, *, tight: bool) -> str:
    """What separates a block from the previous one of a kind."""
    if tight and kind == previous == "paragraph":
        return " "  # an ignore comment stood between them; HTML shows one paragraph
    return "\n" if tight and {kind, previous} <= {"paragraph", *LISTS} else PARTED


def _text(body: Body, block: Block) -> str:
    """The text of a block; empty if it shows nothing."""
    write = WRITERS.get(block.kind)
    if write is not None:
        return write(body, block)
    if block.inline is not None:
        return "\n".join(_lines(block.inline.tokens))
    return block.code.rstrip("\n") if block.code else _joined(body, block.children, tight=False)


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """The lines of an inline text that hard breaks separate, with white space folded."""
    first = 0
    breaks = [index for index, token in enumerate(tokens) if token.type == "hardbreak"]
    for stop in (*breaks, len(tokens)):
        if line := " ".join(visible_text(tokens[first:stop]).split()):
            yield line
        first = stop + 1


def _list(body: Body, block: Block) -> str:
    """The items of a list, each with its mark."""
    tight = _is_tight(body, block)
    number = int(body.tokens[block.tokens[0]].attrs.get("start", 1))
    items = []
    for position, item in enumerate(block.children, number):
        mark = "- " if block.kind == "bullet_list" else f"{position}. "
        text = _joined(body, item.children, tight=tight)
        items.append(mark + indented(text, len(mark)) if text else mark.rstrip())
    return ("\n" if tight else PARTED).join(items)


def _is_tight(body: Body, block: Block) -> bool:
    """True when no item of a list shows its paragraphs as paragraphs."""
    return all(
        body.tokens[child.tokens[0]].hidden
        for item in block.children
        for child in item.children
        if child.kind == "paragraph"
    )


def indented(text: str, width: int) -> str:
    """A text with its lines after the first indented, except empty ones."""
    return LINE_START.sub("\n" + " " * width, text)


def _table(body: Body, block: Block) -> str:
    """The rows of a table, each on a line."""
    rows = (row for part in block.children for row in part.children)
    return "\n".join(" | ".join(_text(body, cell).replace("|", "\\|") for cell in row.children) for row in rows)


LISTS = ("bullet_list", "ordered_list")
# How blocks with marks of their own are written.
WRITERS: Mapping[str, Callable[[Body, Block], str]] = MappingProxyType({"table": _table, **dict.fromkeys(LISTS, _list)})
