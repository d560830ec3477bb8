"""The cells of a table's row as they stand in the file, those beyond the header row among them."""

import re

from pipeline.source.text import Source, Span

# A bar that parts two cells: markdown-it looks at the one character before it.
BAR = re.compile(r"(?<!\\)\|")
# Marks of the quotes and lists around a row: a cell's text can begin with neither.
AROUND = re.compile(r"[ \t>]*")


def row_span(source: Source, line: int) -> Span:
    """A row on a source line, without what stands around it."""
    span = source.line_span(line)
    written = source.slice(span)
    start = AROUND.match(written).end()  # type: ignore[union-attr]  # it matches emptiness
    return Span(span.path, span.start + start, span.start + max(start, len(written.rstrip())))


def cells(source: Source, line: int) -> tuple[Span, ...]:
    """The cells of a row below a table's header, each without the blanks around it."""
    row = row_span(source, line)
    written = source.slice(row)
    ends = [match.start() for match in BAR.finditer(written)]
    places = list(zip([0, *(end + 1 for end in ends)], [*ends, len(written)], strict=True))
    if places and places[0] == (0, 0):
        del places[0]
    if places and places[-1][0] == len(written):
        del places[-1]
    return tuple(_bare(written, row, *place) for place in places)


def _bare(written: str, row: Span, start: int, end: int) -> Span:
    text = written[start:end]
    begin = row.start + start + len(text) - len(text.lstrip())
    return Span(row.path, begin, max(begin, row.start + start + len(text.rstrip())))
