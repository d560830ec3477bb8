"""Titles, names and summaries in Markdown: whatever stands in them, readers see just that."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.model.plain_markdown import named_link, plain

# Not ours: with what other readers take for marks, too.
READER = MarkdownIt("gfm-like", {"linkify": False})
PIECES = (
    *("a", "B", "1", " ", "  ", "#", "-", "+", "*", "_", "`", "~", "~~", "<", ">", "[", "]", "(", ")", "!", "|", "="),
    *(
        "\\",
        "&",
        ";",
        "&amp;",
        "&#35;",
        "&copy",
        ".",
        "1.",
        "2)",
        "- ",
        "# ",
        "> ",
        "---",
        "```",
        "[x](../y)",
        "![a](b)",
    ),
    *("<i>", "</i>", "<!--", "-->", "<https://example.org>", "[a]: b", "'", '"', ":", "é", "’", "\t", "\n"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


def seen(markdown: str) -> tuple[list[str], str]:
    """The kinds of blocks of a text, and what a reader sees of it if it is nothing but text."""
    tokens = READER.parse(markdown)
    parts = [child for token in tokens for child in token.children or ()]
    assert all(part.type == "text" for part in parts), [part.type for part in parts]
    return [token.type for token in tokens if token.nesting >= 0 and token.type != "inline"], "".join(
        part.content for part in parts
    )


def folded(text: str) -> str:
    return " ".join(text.split())


@given(texts.filter(str.strip))
@example("A [x](../y) *b* <i> `c`")
@example("C #")
@example("# C ##")
@example("    four blanks")
@example("1. first")
@example("---")
def test_a_text_means_nothing_but_itself(text: str) -> None:
    for markdown, kinds in (
        (f"# {plain(text)}", ["heading_open"]),
        (f"a\n\n{plain(text)}\n\nb", ["paragraph_open"] * 3),
        (f"- {plain(text)}", ["bullet_list_open", "list_item_open", "paragraph_open"]),
        (f"- a: {plain(text)}", ["bullet_list_open", "list_item_open", "paragraph_open"]),
    ):
        found, words = seen(markdown)
        assert found == kinds, markdown
        assert folded(text) in folded(words), markdown


@given(texts)
def test_a_name_leads_where_it_should(name: str) -> None:
    tokens = READER.parse(f"- {named_link(name, '../y')}: end")
    (inline,) = (token for token in tokens if token.type == "inline")
    assert inline.children is not None
    assert [child.attrs["href"] for child in inline.children if child.type == "link_open"] == ["../y"]
    words = "".join(child.content for child in inline.children)
    assert folded(words.removesuffix(": end")) == folded(name)


@pytest.mark.parametrize("text", ["Think, Pair, Share", "Fish & Chips", "5 - 3 > 1", "C#", "3.5 hours", "It’s “fine”!"])
def test_what_means_nothing_stays_as_it_is(text: str) -> None:
    assert plain(text) == text
