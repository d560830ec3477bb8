"""Tables drawn with text by people, word processors and converters, which Markdown does not read as tables."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pipeline.lint.rules._texts import line_text
from pipeline.source.memoise import memoised
from pipeline.source.parse import Block, Body, Document
from pipeline.source.parse.inline import MASK
from pipeline.source.text import Source

# Blocks as which Markdown may read such a table; an underlined heading is one, too.
LOOSE = frozenset({"paragraph", "hr", "code_block"})
# `+----+----+`, and a row below it.
GRID_RULER = re.compile(r" {0,3}\+(?:[-=:]{2,}\+)+[ \t]*")
GRID_ROW = re.compile(r" {0,3}[|+].*[|+][ \t]*")
# Groups of hyphens or equals signs with blanks between, which show the columns.
GROUPS = re.compile(r" {0,8}(?:-{2,}(?: +-{2,})+|={2,}(?: +={2,})+) *")
FULL_RULER = re.compile(r" {0,3}-{6,} *")
# A bar that separates cells, and the line below the header.
BAR = re.compile(r"(?<!\\)\|")
RULER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*|-{3,}[ \t]*")
# The start of an item, not of a row: a bullet, a number or a letter, with a tab after it.
ITEM = re.compile(r"\s*(?:[^\w\s|]{1,3}|\(?\w{1,3}[.)]|[o§Øüqv])\t")
CODE = re.compile(r"`[^`\n]*`")
# Signs of a program.
PROGRAM = re.compile(r"[{}=;<>]")
LIST_MARK = re.compile(r"(?:[-*+•]|\d+[.)])\s+\S")

Rows = tuple[tuple[str, ...], ...]


class TextTable(NamedTuple):
    """Such a table: its lines, what it is drawn with, and its rows if they are known, header first.

    An `underlined` table ends in a line of hyphens that makes its last row the heading of a section.
    """

    first: int
    stop: int
    drawn: str  # bars, tabs, a grid, blanks and hyphens; empty for rows separated from their table
    rows: Rows | None
    underlined: bool = False


def may_contain_text_tables(text: str) -> bool:
    """False if a page contains no bar, tab or row of signs that could separate cells."""
    return "|" in text or "\t" in text or "-- " in text or "== " in text


@memoised
def text_tables(document: Document) -> tuple[TextTable, ...]:
    """Every such table outside quotes and lists, in order."""
    if document.body is None or not may_contain_text_tables(document.source.text):
        return ()
    return tuple(_Lines(document.source, outermost(document.body)).tables())


def table_at(document: Document, line: int) -> TextTable | None:
    """The table that a line belongs to, or None."""
    return next((table for table in text_tables(document) if table.first <= line < table.stop), None)


@memoised
def drawn_lines(document: Document) -> frozenset[int]:
    """Indices of the lines of all such tables: `broken-table` reports their marks."""
    return frozenset(line for table in text_tables(document) for line in range(table.first, table.stop))


def outermost(body: Body) -> Iterator[Block]:
    """Every block that is not inside another."""
    for section in (body.preamble, *body.sections):
        yield from (section.heading,) if section.heading else ()
        yield from section.blocks


class _Lines:
    """The lines of a page: the block of each, and the texts of those that may belong to a table."""

    def __init__(self, source: Source, blocks: Iterable[Block]) -> None:
        self.size = len(source.line_starts)
        self.texts: dict[int, str] = {}
        self.blocks: dict[int, Block] = {}
        for block in blocks:
            underlined = block.kind == "heading" and block.lines[1] - block.lines[0] > 1
            for line in range(*block.lines):
                self.blocks[line] = block
                if block.kind in LOOSE or underlined:
                    self.texts[line] = line_text(source, line)
        # The first line from each on that is empty or shows columns.
        self.rulers: list[int] = [self.size] * (self.size + 1)
        for line in reversed(range(self.size)):
            text = self._text(line)
            self.rulers[line] = line if not text or GROUPS.fullmatch(text) else self.rulers[line + 1]
        # No table with bars, or with tabs, begins before these lines: what is wrong with their rows is below.
        self.bars_from = self.tabs_from = 0

    def tables(self) -> Iterator[TextTable]:
        line = 0
        while line < self.size:
            found = self._table(line) if self._text(line) else None
            if found:
                kinds = {self.blocks[number].kind for number in range(found.first, found.stop) if number in self.blocks}
                yield found._replace(underlined="heading" in kinds)
            line = found.stop if found else line + 1

    def _table(self, line: int) -> TextTable | None:
        return self._grid(line) or self._columns(line) or self._bars(line) or self._tabs(line)

    def _text(self, line: int) -> str:
        """A line; empty if there is none, or none that may belong to a table."""
        return self.texts.get(line, "")

    def _between(self, line: int, stop: int) -> list[str]:
        return [self._text(number) for number in range(line, stop)]

    def _grid(self, line: int) -> TextTable | None:
        """A table with rulers of `+` and hyphens between its rows."""
        if not GRID_RULER.fullmatch(self._text(line)):
            return None
        stop = line
        while GRID_ROW.fullmatch(self._text(stop)):
            stop += 1
        if stop - line < 3:
            return None
        texts = self._between(line, stop)
        groups = groupby(texts, key=lambda text: GRID_RULER.fullmatch(text) is not None)
        rows = [[_grid_cells(text) for text in group] for is_ruler, group in groups if not is_ruler]
        width = texts[0].count("+") - 1
        regular = all(len(cells) == width and not any(map(LIST_MARK.match, cells)) for row in rows for cells in row)
        if not rows or not regular or not GRID_RULER.fullmatch(texts[-1]):
            return TextTable(line, stop, "a grid", None)
        return TextTable(line, stop, "a grid", tuple(tuple(map(_joined, zip(*row, strict=True))) for row in rows))

    def _columns(self, line: int) -> TextTable | None:
        """A table with a line of groups of hyphens that shows its columns, as pandoc writes it."""
        several = FULL_RULER.fullmatch(self._text(line)) is not None  # rows of several lines, with empty ones between
        top = several or GROUPS.fullmatch(self._text(line)) is not None
        ruler = self.rulers[line + 1]
        if not several and top and not self._text(ruler + 1):
            ruler = line  # a table without a header: the ruler found is the one after its rows
        if not GROUPS.fullmatch(self._text(ruler)) or not self._text(ruler + 1) or (not top and ruler - line != 1):
            return None
        stop, end = self._end(ruler + 1, several=several)
        if several and end == stop:
            return None
        starts = [match.start() for match in re.finditer(r"[-=]+", self._text(ruler))]
        header = self._between(line + top, ruler)
        texts = self._between(ruler + 1, end)
        groups = [[text] for text in texts]
        if several:
            groups = [list(group) for is_text, group in groupby(texts, key=lambda text: bool(text.strip())) if is_text]
        rows = [_sliced(group, starts) for group in (header, *groups) if group]
        known = tuple(row for row in rows if row is not None)
        return TextTable(line, stop, "blanks and hyphens", known if rows and len(known) == len(rows) else None)

    def _end(self, line: int, *, several: bool) -> tuple[int, int]:
        """The line after a table and the line after its last row."""
        start, margin = line, len(self._text(line - 1)) - len(self._text(line - 1).lstrip())
        while line < self.size:
            text = self._text(line)
            closes = FULL_RULER if several else GROUPS
            if text and closes.fullmatch(text):
                return line + 1, line
            if not text and (not several or not self._is_empty(line) or not self._text(line + 1)):
                break
            if text[:margin].strip() and line > start and not several:
                break  # text that begins before the first column is no longer part of the table
            line += 1
        return (line, line) if not several else (start, start)

    def _bars(self, line: int) -> TextTable | None:
        """Rows with bars between their cells, without a ruler that fits."""
        if line < self.bars_from:
            return None
        stop = line
        while self._is_row(stop) or (stop == line + 1 and RULER.fullmatch(self._text(stop))):
            stop += 1
        texts = self._between(line, stop)
        rows = [_cells(text) for text in texts if not RULER.fullmatch(text)]
        enclosed = all(_is_enclosed(text) or RULER.fullmatch(text) for text in texts)
        if not rows or max(map(len, rows)) < 2 or not (enclosed or (len(rows) > 1 and len(set(map(len, rows))) == 1)):
            self.bars_from = line + _equal_from(texts)
            return None
        while enclosed and self._is_empty(stop) and _is_enclosed(self._text(stop + 1)):
            rows.append(_cells(self._text(stop + 1)))  # rows with an empty line between any two
            stop += 2
        above = line - 1
        while above > 0 and self._is_empty(above):
            above -= 1
        if enclosed and above in self.blocks and self.blocks[above].kind == "table":
            return TextTable(above + 1, stop, "", tuple(rows))
        return TextTable(line, stop, "bars", tuple(rows))

    def _is_row(self, line: int) -> bool:
        text = self._text(line)
        return bool(_is_enclosed(text) or BAR.search(CODE.sub(MASK, text)))

    def _is_empty(self, line: int) -> bool:
        return line < self.size and line not in self.blocks

    def _tabs(self, line: int) -> TextTable | None:
        """Rows with tabs between their cells."""
        if line < self.tabs_from:
            return None
        stop = line
        while "\t" in self._text(stop).strip() and not ITEM.match(self._text(stop)):
            stop += 1
        texts = [text.strip() for text in self._between(line, stop)]
        program = [number for number, text in enumerate(texts) if PROGRAM.search(text)]
        if len(texts) < 2 or (self.blocks[line].kind == "code_block" and program):
            self.tabs_from = line + 1 + (program[-1] if program else 0)
            return None
        return TextTable(line, stop, "tabs", tuple(tuple(map(_escaped, text.split("\t"))) for text in texts))


def _equal_from(texts: list[str]) -> int:
    """Where rows begin that could be a table up to the last: all enclosed, or of as many cells as the last."""
    enclosed = equal = len(texts) - 1
    while enclosed > 0 and (_is_enclosed(texts[enclosed - 1]) or RULER.fullmatch(texts[enclosed - 1])):
        enclosed -= 1
    width = len(_cells(texts[-1])) if texts else 0
    while width > 1 and equal > 0 and (RULER.fullmatch(texts[equal - 1]) or len(_cells(texts[equal - 1])) == width):
        equal -= 1
    return max(1, min(enclosed, equal)) if texts else 0


def _is_enclosed(text: str) -> bool:
    """True for a row with bars at both ends and between its cells."""
    bare = text.strip()
    return bare.startswith("|") and bare.endswith("|") and bare.count("|") > 2


def _cells(text: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in BAR.split(text.strip())]
    return tuple(cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])])


def _grid_cells(text: str) -> list[str]:
    return [cell.strip() for cell in BAR.split(text.strip())[1:-1]]


def _sliced(lines: list[str], starts: list[int]) -> tuple[str, ...] | None:
    """The cells of a row of one or more lines; None if a word spans two columns."""
    ends = [*starts[1:], None]
    for text in lines:
        if any(text[start - 1 : start].strip() and text[start : start + 1].strip() for start in starts if start):
            return None
    parts = [[text[start:end].strip() for text in lines] for start, end in zip(starts, ends, strict=True)]
    return tuple(_escaped(_joined(cell)) for cell in parts)


def _joined(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))


def _escaped(cell: str) -> str:
    return BAR.sub(r"\\|", cell.strip())
