"""No word of an old page gets lost: each is in the new page or in the report."""

from __future__ import annotations

import re
from collections import Counter
from html import escape

import pytest
from conftest import LIBRARY, TODAY
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.importer import import_pages
from pipeline.authoring.intake.losses import words_in, words_in_markdown
from pipeline.authoring.intake.old_file import NotImported, OldFile
from pipeline.authoring.intake.readers import pages_of
from pipeline.incremental.workspace import Workspace
from pipeline.source.parse import Limits, parse_page
from pipeline.source.text import Source

WORKSPACE = Workspace(LIBRARY)
REPORT = WORKSPACE.report(TODAY)
HOUSE = House(REPORT.library, WORKSPACE.context(REPORT.library, TODAY))
HEADINGS = ["Overview", "Use It in the Classroom", "Design It in Your Product", "TIPS FOR FAMILIES", "References"]
HEADINGS += ["Factors Supported by this Strategy", "More Active Learning Strategies", "Example", "Additional resources"]
NEAR_DISCLAIMER = (
    "Videos are chosen as example of strategies in action. These choices aren't endorsements of the products."
)
LINES = [
    *HEADINGS,
    NEAR_DISCLAIMER,
    "Sense of Belonging",
    "motivation",
    "Student Voice",
    "- an item",
    "3. a step",
    "---",
]
LINES += [
    "> quoted",
    "    indented",
    "```",
    "~~~",
    "# hash",
    "| a | b |",
    "<b>bold</b>",
    "[x]: https://a.example/x",
    "$$",
]
LINES += [
    "<<<<<<< HEAD",
    "<!-- strategies: ignore vague-link-text -- no -->",
    "{{< shortcode >}}",
    "&amp; &#169; &lt;p&gt;",
]
# Letters of several scripts, and every sign that means something to Markdown, YAML or HTML.
text = st.text("abZéß语ш09 *_`[]()<>#|\\~!&;:'\"-+.=^$%@{}\t\u00a0\u200b\u202e\x0b\x85\u2028", max_size=40)
lines = st.lists(st.one_of(st.sampled_from(LINES), text, st.just("")), max_size=14)
INLINE = ["b", "em", "i", "code", "a", "span", "del", "sub", "q", "kbd", "mark", "u"]
BLOCKS = ["p", "div", "blockquote", "pre", "h1", "h2", "h3", "section", "article", "main", "aside", "header", "figure"]
BLOCKS += ["figcaption", "address", "details", "summary", "center"]


def check_nothing_lost(file: OldFile, expected: Counter[str]) -> None:
    """The words are in the page or the report; the page can be parsed, and is no other page after that."""
    made = import_pages(pages_of(file, HOUSE.is_heading), HOUSE, update=True)
    found: Counter[str] = Counter()
    for page in made:
        document = parse_page(Source(page.path, page.text), Limits())
        assert document.readable, page.text
        said = "\n".join(remark.words for remark in page.page.remarks)
        found += words_in_markdown(page.text) + words_in(said)
    assert not expected - found, "\n".join(page.text for page in made)


@settings(max_examples=tries(100))
@given(lines, st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_no_word_of_a_text_gets_lost(parts: list[str], end: str) -> None:
    file = OldFile("old.txt", end.join(parts).encode())
    check_nothing_lost(file, words_in(file.text))


@settings(max_examples=tries(100))
@given(lines)
def test_no_word_of_markdown_gets_lost(parts: list[str]) -> None:
    """Words of raw HTML tags and comments are no words of the page."""
    file = OldFile("old.md", "\n".join(parts).encode())
    if "<" not in file.text and "&" not in file.text:
        check_nothing_lost(file, words_in(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", file.text)))


@st.composite
def html(draw: st.DrawFn, depth: int = 3) -> tuple[str, str]:
    """Some HTML, and the text that it shows."""
    kinds = ["text", "heading", "inline"] + (["block", "list", "table"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "text":
        shown = draw(text)
        return f" {escape(shown)} ", f" {shown} "
    if kind == "heading":
        shown = draw(st.sampled_from(LINES))
        return f"<h2>{escape(shown)}</h2>", f" {shown} "
    if kind == "inline":
        tag, shown = draw(st.sampled_from(INLINE)), draw(text)
        address = ' href="https://a.example/(x) y"' if tag == "a" else ""
        return f" <{tag}{address}>{escape(shown)}</{tag}> ", f" {shown} "
    inner = [draw(html(depth - 1)) for _ in range(draw(st.integers(0, 4)))]
    shown = " ".join(each for _, each in inner)
    if kind == "list":
        tag = draw(st.sampled_from(["ul", "ol"]))
        end = draw(st.sampled_from(["</li>", ""]))
        return f"<{tag}>{''.join(f'<li>{each}{end}' for each, _ in inner)}</{tag}>", shown
    if kind == "table":
        row = draw(st.sampled_from(["<tr><td>{}</td><td>x</td></tr>", "<tr><td>{}<td>x"]))
        rows = "".join(row.format(each) for each, _ in inner)
        return f"<table>{rows}</table>", shown + " x" * len(inner)
    tag = draw(st.sampled_from(BLOCKS))
    end = draw(st.sampled_from([f"</{tag}>", ""])) if tag in ("p", "div") else f"</{tag}>"
    return f"<{tag}>{' '.join(each for each, _ in inner)}{end}", shown


@settings(max_examples=tries(80))
@given(st.lists(html(), max_size=5))
def test_no_word_of_html_gets_lost(parts: list[tuple[str, str]]) -> None:
    page = "".join(each for each, _ in parts)
    shown = " ".join(each for _, each in parts)
    check_nothing_lost(OldFile("old.html", f"<!doctype html><body>{page}</body>".encode()), words_in(shown))


@settings(max_examples=tries(60))
@given(st.lists(st.lists(st.one_of(text, st.sampled_from(LINES)), min_size=4, max_size=4), min_size=1, max_size=3))
def test_no_word_of_a_list_gets_lost(rows: list[list[str]]) -> None:
    def cell(value: str) -> str:
        return '"' + value.replace('"', '""') + '"'

    table = [["Title", "Overview", "Tags", "Note"], *([f"Page {at}", *row[1:]] for at, row in enumerate(rows))]
    file = OldFile("old.csv", "\n".join(",".join(map(cell, row)) for row in table).encode())
    check_nothing_lost(file, words_in(" ".join(value for row in table[1:] for value in row)))


def test_no_word_of_deep_html_gets_lost() -> None:
    check_nothing_lost(OldFile("old.html", nested(200)), Counter(deep=1))


def test_html_that_is_too_deep_is_refused() -> None:
    with pytest.raises(NotImported, match="too deep"):
        pages_of(OldFile("old.html", nested(5_000)), HOUSE.is_heading)


def nested(depth: int) -> bytes:
    return ("<div>" * depth + "deep" + "</div>" * depth).encode()
