"""Tables that people, word processors and converters draw with text, and that are none to Markdown."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.source.memoise import memoised
from pipeline.source.parse import Block, Body, Document
from pipeline.source.parse.inline import MASK
from pipeline.source.text import Source

# Blocks that such a table may be read as; an underlined heading is one, too.
LOOSE = frozenset({"paragraph", "hr", "code_block"})
# `+----+----+`, and a row below it.
GRID_RULER = re.compile(r" {0,3}\+(?:[-=:]{2,}\+)+[ \t]*")
GRID_ROW = re.compile(r" {0,3}[|+].*[|+][ \t]*")
# Groups of hyphens or equals signs with blanks between, which say how wide the columns are.
GROUPS = re.compile(r" {0,8}(?:-{2,}(?: +-{2,})+|={2,}(?: +={2,})+) *")
FULL_RULER = re.compile(r" {0,3}-{6,} *")
# A bar that parts cells, and the line below the header.
BAR = re.compile(r"(?<!\\)\|")
RULER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*|-{3,}[ \t]*")
# What begins an item and no row: a bullet, a number or a letter, with a tab behind it.
ITEM = re.compile(r"\s*(?:[^\w\s|]{1,3}|\(?\w{1,3}[.)]|[o§Øüqv])\t")
# Code, in which a bar or a sign of a program may stand.
CODE = re.compile(r"`[^`\n]*`")
PROGRAM = re.compile(r"[{}=;<>]")
LIST_MARK = re.compile(r"(?:[-*+•]|\d+[.)])\s+\S")

Rows = tuple[tuple[str, ...], ...]


class TextTable(NamedTuple):
    """Such a table: its lines, what it is drawn with, and its rows where they can be told, header first.

    One that is `underlined` ends in a line of hyphens that makes its last row the heading of a section.
    """

    first: int
    stop: int
    drawn: str  # with bars, tabs, a grid, blanks and hyphens; empty for rows apart from their table
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
    """Indices of the lines of all such tables: `broken-table` tells of their marks."""
    return frozenset(line for table in text_tables(document) for line in range(table.first, table.stop))


def outermost(body: Body) -> Iterator[Block]:
    """Every block that stands in no other."""
    for section in (body.preamble, *body.sections):
        yield from (section.heading,) if section.heading else ()
        yield from section.blocks


class _Lines:
    """The lines of a page that may be a table's; any other is None."""

    def __init__(self, source: Source, blocks: Iterable[Block]) -> None:
        self.texts: list[str | None] = [None] * len(source.line_starts)
        self.blocks: dict[int, Block] = {}
        for block in blocks:
            underlined = block.kind == "heading" and block.lines[1] - block.lines[0] > 1
            for line in range(*block.lines):
                self.blocks[line] = block
                if block.kind in LOOSE or underlined:
                    self.texts[line] = source.slice(source.line_span(line))

    def tables(self) -> Iterator[TextTable]:
        line = 0
        while line < len(self.texts):
            found = self._table(line) if self.texts[line] else None
            if found:
                kinds = {self.blocks[number].kind for number in range(found.first, found.stop) if number in self.blocks}
                yield found._replace(underlined="heading" in kinds)
            line = found.stop if found else line + 1

    def _table(self, line: int) -> TextTable | None:
        for read in (self._grid, self._columns, self._bars, self._tabs):
            if found := read(line):
                return found
        return None

    def _text(self, line: int) -> str:
        """A line; empty where there is none, or none that may be a table's."""
        return (self.texts[line] or "") if line < len(self.texts) else ""

    def _while(self, line: int, pattern: re.Pattern[str]) -> int:
        """The first line from here on that does not match."""
        while self._text(line) and pattern.fullmatch(self._text(line)):
            line += 1
        return line

    def _grid(self, line: int) -> TextTable | None:
        if not GRID_RULER.fullmatch(self._text(line)):
            return None
        stop = self._while(line, GRID_ROW)
        if stop - line < 3:
            return None
        width = self._text(line).count("+") - 1
        rows: list[tuple[str, ...]] | None = []
        gathered: list[list[str]] = []
        for text in map(self._text, range(line, stop)):
            if GRID_RULER.fullmatch(text):
                if gathered and rows is not None:
                    rows.append(tuple(" ".join(part for part in cell if part) for cell in zip(*gathered, strict=True)))
                gathered = []
                continue
            cells = [cell.strip() for cell in BAR.split(text.strip())[1:-1]]
            if len(cells) != width or any(map(LIST_MARK.match, cells)):
                rows = None
            elif rows is not None:
                gathered.append(cells)
        return TextTable(line, stop, "a grid", tuple(rows) if rows and not gathered else None)

    def _columns(self, line: int) -> TextTable | None:
        """A table whose columns a line of groups of hyphens shows, as pandoc writes it."""
        top = FULL_RULER.fullmatch(self._text(line)) is not None or GROUPS.fullmatch(self._text(line)) is not None
        ruler = line
        while self._text(ruler) and (ruler == line or not GROUPS.fullmatch(self._text(ruler))):
            ruler += 1
        several = FULL_RULER.fullmatch(self._text(line)) is not None  # rows of several lines, parted by empty ones
        if not several and top and not self._text(ruler + 1):
            ruler = line  # what follows the rows is no ruler below a header: there is none
        if not GROUPS.fullmatch(self._text(ruler)) or not self._text(ruler + 1) or (not top and ruler - line != 1):
            return None
        stop, end = self._end(ruler + 1, several=several)
        if several and end == stop:
            return None
        starts = [match.start() for match in re.finditer(r"[-=]+", self._text(ruler))]
        header = range(line + top, ruler)
        groups = [[number] for number in range(ruler + 1, end)]
        if several:
            groups = list(self._parted(ruler + 1, end))
        wanted = [list(header), *groups] if len(header) else groups
        rows = [_sliced([self._text(number) for number in group], starts) for group in wanted if group]
        whole = tuple(row for row in rows if row is not None)
        return TextTable(line, stop, "blanks and hyphens", whole if rows and len(whole) == len(rows) else None)

    def _end(self, line: int, *, several: bool) -> tuple[int, int]:
        """The line after a table and the line after its last row."""
        start, margin = line, len(self._text(line - 1)) - len(self._text(line - 1).lstrip())
        while line < len(self.texts):
            text = self._text(line)
            closes = FULL_RULER if several else GROUPS
            if text and closes.fullmatch(text):
                return line + 1, line
            if not text and (not several or not self._is_empty(line) or not self._text(line + 1)):
                break
            if text[:margin].strip() and line > start and not several:
                break  # text that begins before the first column goes on below the table
            line += 1
        return (line, line) if not several else (start, start)

    def _parted(self, line: int, stop: int) -> Iterator[list[int]]:
        """Lines in groups between empty ones."""
        group: list[int] = []
        for number in range(line, stop):
            if self._text(number).strip():
                group.append(number)
            elif group:
                yield group
                group = []
        yield group

    def _bars(self, line: int) -> TextTable | None:
        stop = line
        while self._is_row(stop) or (stop == line + 1 and RULER.fullmatch(self._text(stop))):
            stop += 1
        texts = [self._text(number) for number in range(line, stop)]
        rows = [_cells(text) for text in texts if not RULER.fullmatch(text)]
        enclosed = all(_is_enclosed(text) or RULER.fullmatch(text) for text in texts)
        if not rows or max(map(len, rows)) < 2 or not (enclosed or (len(rows) > 1 and len(set(map(len, rows))) == 1)):
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

    def _is_program(self, line: int, stop: int) -> bool:
        return any(PROGRAM.search(self._text(number)) for number in range(line, stop))

    def _is_empty(self, line: int) -> bool:
        return line < len(self.texts) and line not in self.blocks

    def _tabs(self, line: int) -> TextTable | None:
        stop = line
        while "\t" in self._text(stop).strip() and not ITEM.match(self._text(stop)):
            stop += 1
        if stop - line < 2 or (self.blocks[line].kind == "code_block" and self._is_program(line, stop)):
            return None
        parts = ([cell.strip() for cell in self._text(number).strip().split("\t")] for number in range(line, stop))
        return TextTable(line, stop, "tabs", tuple(tuple(map(_escaped, cells)) for cells in parts))


def _is_enclosed(text: str) -> bool:
    """True for a row with bars at both ends and between."""
    bare = text.strip()
    return bare.startswith("|") and bare.endswith("|") and bare.count("|") > 2


def _cells(text: str) -> tuple[str, ...]:
    cells = [cell.strip() for cell in BAR.split(text.strip())]
    return tuple(cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])])


def _sliced(lines: list[str], starts: list[int]) -> tuple[str, ...] | None:
    """The cells of a row of one or more lines; None where a word stands across two columns."""
    ends = [*starts[1:], None]
    for text in lines:
        if any(text[start - 1 : start].strip() and text[start : start + 1].strip() for start in starts if start):
            return None
    parts = [[text[start:end].strip() for text in lines] for start, end in zip(starts, ends, strict=True)]
    return tuple(_escaped(" ".join(part for part in cell if part)) for cell in parts)


def _escaped(cell: str) -> str:
    return BAR.sub(r"\\|", cell)
