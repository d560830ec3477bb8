"""What Markdown leaves out of a page: our reading of rows, code fences and definitions against markdown-it's."""

from __future__ import annotations

from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.source.parse import Body, Limits, parse_page
from pipeline.source.parse.tables import cells
from pipeline.source.text import Source

FRONT = "---\ntitle: A\n---\n\n"


def body_of(text: str) -> Body:
    body = parse_page(Source("a.md", FRONT + text), Limits()).body
    assert body is not None
    return body


# Rows of cells with bars, escapes, code and blanks; letters tell where each piece went.
row = st.lists(st.sampled_from(["|", "\\|", "\\\\|", "`", " ", "a", "b", "é", "\t", "c|d"]), max_size=12).map("".join)


@settings(max_examples=tries(300), deadline=None)
@given(row, st.sampled_from(["", "> ", "  > "]))
def test_cells_of_a_row_are_those_of_the_parser(written: str, around: str) -> None:
    """Those within the header's columns read the same; so what is beyond them is what the parser left out."""
    text = f"{around}| x | y |\n{around}| - | - |\n{around}{written}\n"
    source = Source("a.md", FRONT + text)
    rows = [block for block in body_of(text).walk() if block.kind == "tr"][1:]
    for read in rows:
        found = [source.slice(span).replace("\\|", "|") for span in cells(source, read.lines[0])]
        inlines = [cell.inline for cell in read.children]
        expected = [inline.content if inline else "" for inline in inlines]
        assert [*found, "", ""][:2] == expected


fence = st.lists(
    st.sampled_from(["```", "````", "~~~", "``` a", "x", "  ```", "    ```", "- ```", "> ~~~", "", "~~~ "])
)


@settings(max_examples=tries(300), deadline=None)
@given(fence)
def test_code_that_is_not_closed_swallows_what_follows(lines: list[str]) -> None:
    """A line put at the end is code if, and only if, the last block at the margin is code without an end."""
    text = "\n".join(lines)
    last = [block for section in (body_of(text).preamble,) for block in section.blocks][-1:]
    is_open = any(
        fence.block.tokens == block.tokens and not fence.closed for fence in body_of(text).fences for block in last
    )
    after = body_of(text + "\nlast\n").preamble.blocks[-1]
    assert ("last" in after.code.split("\n")[-2:] and after.kind == "fence") == is_open


def test_definitions_know_their_lines_and_links_their_labels() -> None:
    text = '[One]: /a\n[two\nwords]: /b\n  "A title"\n[one]: /c\n\n[x][ONE], ![y][two words], [one], [z](/d), <https://e.org>\n'
    body = body_of(text)
    first = FRONT.count("\n")
    places = [(found.label, found.lines, found.earlier) for found in body.definitions]
    one, two = (link.label for link in body.links[:2])
    assert places == [
        (one, (first, first + 1), None),
        (two, (first + 1, first + 4), None),
        (one, (first + 4, first + 5), (first, first + 1)),
    ]
    assert [link.label for link in body.links] == [one, two, one, None, None]
