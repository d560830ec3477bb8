"""Spans of the cells of a table row, including cells beyond the header row."""

import re

from pipeline.source.text import Source, Span

# A bar that separates two cells: markdown-it looks only at the character before it.
BAR = re.compile(r"(?<!\\)\|")
# Marks of the quotes and lists around a row; the text of a cell begins with neither.
AROUND = re.compile(r"[ \t>]*")


def row_span(source: Source, line: int) -> Span:
    """Span of the row on a source line, without the blanks and marks around it."""
    span = source.line_span(line)
    written = source.slice(span)
    start = AROUND.match(written).end()  # type: ignore[union-attr]  # it matches an empty text
    return Span(span.path, span.start + start, span.start + max(start, len(written.rstrip())))


def cells(source: Source, line: int) -> tuple[Span, ...]:
    """Spans of the cells of a row below a table's header, without the blanks around each."""
    row = row_span(source, line)
    written = source.slice(row)
    ends = [match.start() for match in BAR.finditer(written)]
    ranges = list(zip([0, *(end + 1 for end in ends)], [*ends, len(written)], strict=True))
    if ranges and ranges[0] == (0, 0):
        del ranges[0]
    if ranges and ranges[-1][0] == len(written):
        del ranges[-1]
    return tuple(_bare(written, row, start, end) for start, end in ranges)


def _bare(written: str, row: Span, start: int, end: int) -> Span:
    text = written[start:end]
    begin = row.start + start + len(text) - len(text.lstrip())
    return Span(row.path, begin, max(begin, row.start + start + len(text.rstrip())))
