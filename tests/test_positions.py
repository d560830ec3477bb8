"""Every case again with other line ends, a byte-order mark and longer front matter: places stay exact."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import quickly, report_of, view
from effort import sample
from test_cases import PAGE, PAGES, _id

from pipeline.source.text import BOM, LINE_ENDING, Source

PADDING = [
    f"# line {number} of a long comment: it says nothing, 'quotes' and [brackets] included" for number in range(40)
]
# They are about the size of a page or its first line; padding changes what they find.
ABOUT_SIZE = frozenset({"over-limit", "large-file", "missing-front-matter"})
Found = tuple[str, int, int, int, int]


def places(text: str) -> list[Found]:
    """Rule and place of each finding in a page."""
    found = []
    seen = view(report_of(quickly([Source(PAGE, text)])), [PAGE])
    for diagnostic in seen.diagnostics:
        if diagnostic.span.path == PAGE:
            start, end = seen.position(diagnostic.span)
            found.append((diagnostic.rule, start.line, start.column, end.line, end.column))
    return found


def plain(page: Path) -> str:
    """The case with line feeds and without a byte-order mark."""
    return LINE_ENDING.sub("\n", Source.decode(PAGE, page.read_bytes()).text.removeprefix(BOM))


def padded(text: str) -> str:
    first, _, rest = text.partition("\n")
    return "\n".join([first, *PADDING, rest])


def shifted(found: list[Found]) -> list[Found]:
    """The same places after the first line has moved down by the padding."""
    down = len(PADDING)
    return [
        (rule, line + down * (line > 1), column, end + down * (end > 1), end_column)
        for rule, line, column, end, end_column in found
    ]


@pytest.mark.parametrize("page", sample(PAGES, 5, lambda page: page.parent), ids=_id)
def test_places_stay_exact(page: Path) -> None:
    text = plain(page)
    expected = places(text)
    other = BOM + text.replace("\n", "\r\n")
    assert places(other) == expected
    if page.parent.name in ABOUT_SIZE:
        return
    for variant in (padded(text), BOM + padded(text).replace("\n", "\r\n")):
        assert places(variant) == shifted(expected)
