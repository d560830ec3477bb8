"""The Markdown of a section stands by itself: alone it renders to the HTML of the section."""

from __future__ import annotations

import random
import re

import pytest
from effort import tries
from generator.house import small_house
from generator.pages import page
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.model.images import with_bundle_addresses
from pipeline.model.section_markdown import section_markdown
from pipeline.source.parse import Document, Limits, Section, parse_page
from pipeline.source.parse.markdown import render, tokenize
from pipeline.source.text import Source

# The address of a link in the library, which we decode: `factor:a%2Db` names the factor `a-b`.
CROSS_LINK = re.compile(r'(?<=href=")(?:factor|strategy):[^"]*')
PAGE = "content/strategies/page.md"
FRONT = "---\ntitle: A\n---\n"
# markdown-it without anything of ours.
STOCK = MarkdownIt("commonmark", {"maxNesting": 100, "xhtmlOut": False}).enable(["table", "strikethrough"])


def page_of(text: str) -> Document:
    return parse_page(Source(PAGE, FRONT + text), Limits())


def html_of(document: Document, section: Section) -> str:
    parts = (document.html(*block.tokens, lambda address: address) for block in section.blocks)
    return with_bundle_addresses(document.path, "".join(parts)).strip()


def markdown_of(text: str) -> str:
    """The Markdown of the first section, after a look at its HTML."""
    document = page_of(text)
    assert document.body is not None
    section = document.body.sections[0]
    html = html_of(document, section)
    written = section_markdown(document, section.blocks, html)
    assert render(tokenize(written).tokens, lambda address: address).strip() == html
    return written


COMMENT = "<!-- strategies: ignore doubled-word -- as quoted -->"
EXAMPLES = {
    "reference": ("See [the *guide*][g].\n\n[g]: /a\n\n## B\n", "See [the *guide*](/a)."),
    "reference from below": ('[a][] and [a]\n\n## B\n\n[A]: /x "It\'s"\n', '[a](/x "It\'s") and [a](/x "It\'s")'),
    "address with brackets": ("[a]\n\n[a]: /x(1)_y\n", "[a](</x(1)_y>)"),
    "title with marks": ('[a]\n\n[a]: /x "1 \\"2\\" \\\\ &amp;lt;\n3"\n', '[a](/x "1 \\"2\\" \\\\ \\&lt;&#10;3")'),
    "images": (
        "![a][i] ![b](../images/b.png)\n\n[i]: <../images/i i.png> 'T'\n",
        '![a](html/images/i%20i.png "T") ![b](html/images/b.png)',
    ),
    "image in a link": ("[![a][i]][l]\n\n[i]: ../images/i.png\n[l]: /x\n", "[![a](html/images/i.png)](/x)"),
    "equal cells": (
        "| a | b |\n|---|---|\n| [x][r] | [x][r] |\n| \\| [x] | |\n\n[r]: /y\n[x]: /z|z\n",
        "| a | b |\n|---|---|\n| [x](/y) | [x](/y) |\n| \\| [x](/z%7Cz) | |",
    ),
    "table in an item": (
        "- | [x][r] | ![i] |\n  |---|---|\n  | ![i] | \\| [x][r] |\n\n[r]: /y\n[i]: ../images/i.png\n",
        "- | [x](/y) | ![i](html/images/i.png) |\n  |---|---|\n  | ![i](html/images/i.png) | \\| [x](/y) |",
    ),
    "table in an item without bars around": (
        "1. > [r] | [r]\n   > --- | ---\n   > [r] | - [r]\n\n[r]: /y\n",
        "1. > [r](/y) | [r](/y)\n   > --- | ---\n   > [r](/y) | - [r](/y)",
    ),
    "definition between": ("a\n\n[u]: /unused\n\nb\n", "a\n\n\nb"),
    "definition in a quote": ("> [a]: /x\n> [a]\n", "> [a](/x)"),
    "definition alone in an item": ("- [a]: /x\n- [a]\n", "- \n- [a](/x)"),
    "comment": (f"a\n\n{COMMENT}\nb\n", "a\n\nb"),
    "comment that parts paragraphs": (f"a\n{COMMENT}\nb\n", "a\n\nb"),
    "comment in a quote": (f"> a\n> {COMMENT}\n> b\n", "> a\n> \n> b"),
    "comment that parts lists": (f"2001. a\n{COMMENT}\n1999. b\n", "2001. a\n1999) b"),
    "comment in a tight item": (f"- a\n  {COMMENT}\n  b\n", "- a\n  b"),
    "indented first": ("  - a\n  - b\n", "  - a\n  - b"),
    "code first": ("    a\n    b  \n", "    a\n    b  "),
    "library": ("[a](factor:emotion), [b]\n\n[b]: strategy:b\n", "[a](factor:emotion), [b](strategy:b)"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_stands_by_itself(name: str) -> None:
    written, expected = EXAMPLES[name]
    assert markdown_of(f"## A\n\n{written}") == expected


def test_many_comments_take_no_time() -> None:
    """With hundreds of lines to remove, each is not tried by itself."""
    text = "".join(f"a\n{COMMENT}\nb\n\n- c\n  {COMMENT}\n  d\n\n" for _ in range(300))
    document = page_of(text)
    assert document.body is not None
    section = document.body.preamble
    assert "strategies:" not in section_markdown(document, section.blocks, html_of(document, section))


PIECES = [
    *(
        "- ",
        "1. ",
        "3) ",
        "> ",
        "a",
        "b ",
        "\n",
        "\n",
        "\n\n",
        "  ",
        "    ",
        "\t",
        "\\\n",
        "  \n",
        "```\n",
        "# ",
        "## s\n",
    ),
    *(
        "- | [r] | ![r] |\n  |---|---|\n  | ",
        "> [r] | b\n> ---|---\n> ",
        "| a | b |\n|---|:-:|\n| ",
        " | ",
        "\\|",
        "`c|d`",
        "**",
        "&lt;",
        "<http://a.b>",
        "[x](factor:a)",
        "---\n",
    ),
    *(
        '![al](../images/i.png "t")',
        "![al](../images/i.png)",
        "[![z][r]][r]",
        "[r]",
        "[r]",
        "![r]",
        "[r][]",
        "[a *b*][r]",
    ),
    *("[r]: ../images/x.png 'T \"t\" &amp;copy; \\\\ | x'\n", "\n\n[r]: ../images/x(1).png\n", "\n\n> [r]: </b c>\n"),
    *("\n\n- [r]: http://a.b/?x=1&copy;\n\n", "[u]: /unused\n", "[r]: /a\n  'two\nlines'\n", f"\n{COMMENT}\n"),
]


@settings(max_examples=tries(300))
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_section_stands_by_itself(text: str) -> None:
    compare(page_of(text))


@pytest.mark.parametrize("batch", range(3))
def test_generated_sections_stand_by_themselves(batch: int) -> None:
    for number in range(40):
        written = page(random.Random(f"markdown {batch} {number}"), small_house())
        compare(parse_page(Source(PAGE, written), Limits()))


def compare(document: Document) -> None:
    """Compare the two forms of each section by two renderers."""
    body = document.body
    if body is None or document.problems or any(inline.html for inline in body.inlines):
        return
    if any(not fence.closed for fence in body.fences):
        return
    for section in (body.preamble, *body.sections):
        if document.ignores and any(block.kind in JOINED for block in section.walk()):
            continue
        html = html_of(document, section)
        written = section_markdown(document, section.blocks, html)
        assert render(tokenize(written).tokens, lambda address: address).strip() == html
        aligned = STOCK.render(written).strip().replace('style="text-align:', 'class="align-')
        assert CROSS_LINK.sub("", aligned) == CROSS_LINK.sub("", html)


# Two of these that only a comment separates may become one: nothing else in Markdown separates them.
JOINED = frozenset({"bullet_list", "ordered_list", "blockquote", "code_block"})
