"""Plain text of sections: list marks, numbers, indentation and columns, and the same words as the HTML, in order."""

from __future__ import annotations

import random

import pytest
from effort import tries
from examples import GOOD_PAGE
from generator.house import small_house
from generator.losses import losses
from generator.pages import page
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import shown_in_order

from pipeline.model.settings import Settings
from pipeline.publish.verify.section_html import read_section
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.parse.plain_text import plain_text
from pipeline.source.text import Source

FRONT = "---\ntitle: A\n---\n"


def page_of(text: str) -> Document:
    return parse_page(Source("content/strategies/page.md", FRONT + text), Limits())


def text_of(document: Document) -> str:
    assert document.body is not None
    body = document.body
    headed = (block for section in body.sections for block in (section.heading, *section.blocks) if block)
    return plain_text(body, (*body.preamble.blocks, *headed))


def html_of(document: Document) -> str:
    assert document.body is not None
    return document.html(0, len(document.body.tokens), lambda address: address).strip()


EXAMPLES = {
    "tight list": ("- a\n- b\n  - c\n  - d\n- e", "- a\n- b\n  - c\n  - d\n- e"),
    "loose list": ("* a\n\n  more\n\n* b\n  - c", "- a\n\n  more\n\n- b\n\n  - c"),
    "numbers as shown": ("3. a\n3. b\n9) c", "3. a\n4. b\n\n9. c"),
    "long numbers": ("9. a\n10. b\n    - c\n\n1984. Was a year", "9. a\n\n10. b\n\n    - c\n\n11. Was a year"),
    "accidental list": ("1984. Was a year", "1984. Was a year"),
    "item in an item": ("- - a\n- 1. b", "- - a\n- 1. b"),
    "empty item": ("-\n- b", "-\n- b"),
    "paragraphs of a quote": ("> a\n> b\n>\n> c\n> - d", "a b\n\nc\n\n- d"),
    "quote in an item": ("- a\n  > b\n  >\n  > c", "- a\n\n  b\n\n  c"),
    "table": ("| a | b | c |\n|---|:-:|---|\n| 2 |  | 3 |\n| x\\|y | | |", "a | b | c\n2 |  | 3\nx\\|y |  | "),
    "code in an item": ("- a\n\n  ```\n  if b:\n\n      c\n  ```", "- a\n\n  if b:\n\n      c"),
    "hard break": ("Roses\\\nare red\nindeed", "Roses\nare red indeed"),
    "hard break in an item": ("1. Roses  \n   are red", "1. Roses\n   are red"),
    "marks without text": ("*a* **b** ~~c~~ `d` [e](f) ![g](h)\n\n---\n\n### i", "a b c d e g\n\ni"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_form(name: str) -> None:
    written, expected = EXAMPLES[name]
    document = page_of(written)
    assert text_of(document) == expected
    assert read_section(html_of(document)).text == expected


PIECES = [
    *("- ", "1. ", "3) ", "007. ", "> ", "a", "b ", "\n", "\n", "\n\n", "  ", "    ", "* ", "+ ", "\t"),
    *(
        "| a | b |\n|---|:-:|\n| ",
        " | ",
        "\\|",
        "`c|d`",
        "**",
        "*",
        "~~",
        "\\\n",
        "  \n",
        "```\n",
        "# ",
        "### ",
        "---\n",
    ),
    *("[x](factor:a)", '![al](i.png "t")', "![](e)", "&nbsp;", "&lt;", "\xa0", "<http://a.b>", "[r]", "[r]: /x\n"),
    *("<!-- strategies: ignore x -->", "\n<!-- strategies: ignore x -- y -->\n"),
]


@settings(max_examples=tries(500))
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_the_html_gives_the_same_text(text: str) -> None:
    """Two ways to the same text: from Markdown, as published, and from HTML, as verified."""
    compare(page_of(text))


@pytest.mark.parametrize("batch", range(3))
def test_pages_of_every_kind_have_the_words_of_their_html(batch: int) -> None:
    """Words, marks, numbers and columns, in order."""
    for number in range(40):
        written = page(random.Random(f"plain text {batch} {number}"), small_house())
        compare(parse_page(Source("content/strategies/page.md", written), Limits()))


def test_a_year_that_begins_a_paragraph_stays_without_its_rule() -> None:
    """Markdown reads it as the number of an item, which `accidental-list` reports where a library keeps it on."""
    written = GOOD_PAGE.replace(
        "## Overview\n\n", "## Overview\n\n1984. That was the year.\n\nThe next is\n\n2001. A.\n\n", 1
    )
    assert written != GOOD_PAGE
    assert losses([written], Settings(severity={"accidental-list": "off"})) == []


def compare(document: Document) -> None:
    if document.body is not None and not document.problems:
        text, html = text_of(document), html_of(document)
        assert text == read_section(html).text
        assert text.split() == shown_in_order(html).split()
