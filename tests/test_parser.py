"""Our additions to markdown-it change none of its tokens and no byte of its HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from commonmark_examples import examples
from conftest import HERE, LIBRARY
from effort import sample, tries
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from benchmarks.corpus import generate
from pipeline.source.parse.ignores import BODY_COMMENT
from pipeline.source.parse.markdown import render, tokenize
from pipeline.source.text import BOM

CONTENT = HERE.parent / "content" / "strategies"
FIELDS = ("type", "tag", "nesting", "map", "content", "markup", "info", "level", "hidden", "block")
# Blocks that an ignore comment ends.
ENDS = ["paragraph", "reference", "blockquote", "list"]
Read = tuple[list[dict[str, Any]], list[int]]


def ignore_comment(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Our one block rule, in its simplest form."""
    start = state.bMarks[line] + state.tShift[line]
    if state.is_code_block(line) or not state.src.startswith("<!--", start):
        return False
    if not BODY_COMMENT.fullmatch(state.src, start, state.eMarks[line]):
        return False
    if not silent:
        state.env.setdefault("taken", set()).add(line)
        state.line = line + 1
    return True


def normalized(address: str) -> str:
    """An address as markdown-it has it; that of a factor or strategy without escapes where it then can be read."""
    decoded = unquote(address)
    readable = decoded.isprintable() and not re.search(r":\s|\s$|\ufffd", decoded)
    return decoded if address.startswith(("factor:", "strategy:")) and readable else normalizeLink(address)


@cache
def plain_parser() -> MarkdownIt:
    """markdown-it with the features of ours, by its own rules."""
    parser = MarkdownIt("commonmark", {"maxNesting": 100, "xhtmlOut": False})
    parser.enable(["table", "strikethrough"]).disable("html_block")
    parser.validateLink = lambda url: True
    parser.normalizeLink = normalized
    parser.block.ruler.before("heading", "ignore_comment", ignore_comment, {"alt": ENDS})
    parser.add_render_rule("html_inline", lambda self, tokens, index, *_: escapeHtml(tokens[index].content))
    parser.add_render_rule("paragraph_open", paragraph_open)
    return parser


def paragraph_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    """In the item of a tight list only an ignore comment parts two paragraphs; their words must not grow together."""
    if tokens[index].hidden and index and tokens[index - 1].hidden:
        return "\n"
    return self.renderToken(tokens, index, options, env)


def facts(token: Token) -> dict[str, Any]:
    """All of a token but the places that ours notes; an alignment is a class there and a style here."""
    attributes = dict(token.attrs)
    if token.type in ("th_open", "td_open") and "style" in attributes:
        attributes["class"] = str(attributes.pop("style")).replace("text-align:", "align-")
    children = None if token.children is None else [facts(child) for child in token.children]
    return {name: getattr(token, name) for name in FIELDS} | {"attrs": attributes, "children": children}


def plainly(text: str) -> Read:
    env: dict[str, Any] = {}
    tokens = plain_parser().parse(text, env)
    return [facts(token) for token in tokens], sorted(env.get("taken", ()))


def by_ours(text: str) -> Read:
    tokens, comments, _ = tokenize(text)
    return [facts(token) for token in tokens], comments


def assert_same(text: str) -> None:
    found, expected = by_ours(text), plainly(text)
    for ours, theirs in zip(found[0], expected[0], strict=False):
        assert ours == theirs, text
    assert found == expected, text


FOLDERS = {"real": CONTENT, "library": LIBRARY, "cases": HERE / "cases", "broken": HERE / "broken"}


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def test_examples_of_the_specification() -> None:
    for item in examples():
        for text in (item.markdown, item.markdown.replace("\n", "\r\n"), item.markdown.rstrip("\n")):
            assert_same(text)


@pytest.mark.parametrize("marker", ["> ", "- ", "10. ", ">", "   > - ", "> > ", "\t"])
def test_examples_inside_other_blocks(marker: str) -> None:
    """In the first line only (the others are lazy or stand outside), in every line, and hung under the first."""
    hanging = " " * len(marker)
    for item in examples():
        lines = item.markdown.splitlines(keepends=True)
        assert_same(marker + item.markdown)
        assert_same("".join(marker + line for line in lines))
        assert_same(marker + hanging.join(lines))


def test_examples_one_after_another() -> None:
    """Each right below another, with nothing between: what interrupts a paragraph, what goes on lazily."""
    found = examples()
    for first, second in zip(found, found[7:], strict=False):
        assert_same(first.markdown + second.markdown)


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_pages(folder: Path) -> None:
    pages = sorted(folder.rglob("*.md"))
    assert pages
    for page in sample(pages, 3, lambda page: page.parent):
        text = read(page)
        assert_same(text)
        assert_same(text.partition("\n---\n")[2])
        assert_same(hard_wrapped(text))


def hard_wrapped(text: str, width: int = 60) -> str:
    """The text with its long lines broken, as many editors save it."""
    lines = []
    for line in text.splitlines():
        done = ""
        for word in line.split(" "):
            if len(done) + len(word) > width:
                lines.append(done.rstrip())
                done = ""
            done += word + " "
        lines.append(done.rstrip())
    return "\n".join(lines) + "\n"


def test_a_generated_library(tmp_path: Path) -> None:
    generate(tmp_path, 60)
    pages = sorted((tmp_path / "content" / "strategies").glob("*.md"))
    assert len(pages) == 60
    for page in pages:
        assert_same(read(page))


# What means something to a block, at the start of a line.
STARTS = ["# ", "## ", "#", "> ", ">", "- ", "* ", "+ ", "1. ", "2) ", "    ", "\t", "  ", " ", "---", "===", "- - -"]
STARTS += ["***", "```", "~~~", "| a | b |\n|---|:-:|\n| c | d |\n", "|-|\n", ":-", "-|-", "[ref]: /url 'title'\n"]
STARTS += ["[a]:"]
STARTS += ["<!-- strategies: ignore doubled-word -- why -->\n", "<!--", "1234567890. ", "-", "- [x] ", "* * *\n"]
# What means something inside a line.
INSIDE = ["*", "**", "_", "__", "~~", "~", "`", "``", "[", "]", "(", ")", "](", "![", "<", ">", "\\", "&", "!", "|"]
INSIDE += [":"]
INSIDE += ["[working memory](factor:working-memory)", "[trust](strategy:building-trust#why)", "![alt](a.png)", "[ref]"]
INSIDE += ["[a *b*](https://example.org/a_b?c=d&e=f#g)", "[x](https://example.org/%C3%A9%zz)", "[x](<a b> 'title')"]
INSIDE += ["[y](http://Example.ORG:80/)", "[](factor:x)", "[a](factor:)", "[a!](factor:b)", "[a & b](factor:b)", "!["]
INSIDE += ["<https://example.org/>", "<a@b.org>", "<b>", "</b>", "<!-- c -->", "&amp;", "&#35;", "&copy", "& "]
INSIDE += ["  \n", "\\\n"]
INSIDE += ["[a\nb](factor:c)", "[a](factor:b", "[a][ref]", "[ref][]", "*a*", "**a**", "~~a~~", "`a`", "it's", "“so”"]
WORDS = ["a", "word ", " ", "\n", "\n\n", ". ", "é", "\u00a0", "\u2003", "\x0b", "\x85", "\u2028", BOM, "\x00"]
WORDS += ["\r\n", "0"]
# Whole lines, and what may stand before them: what they make of the line above depends on its indent.
LINES = ["a", "b | c", "|-|-|", ":-|-", "-|-", "|a|b|", "-", "- a", "* a", "+ b", "1. x", "2. y", "10) a", "1.", "> q"]
LINES += [">", ">     c", "> - b", "- - a", "===", "---", "***", "# h", "## h #", "#", "```", "~~~", "[r]: /u", "[r]"]
LINES += [
    "[r]: /u 'ti",
    "tle'",
    "[a\\",
    "]: b",
    "<!-- strategies: ignore x -- y -->",
    "",
    "",
    "",
    "[a](factor:b)",
    "-\tfoo",
]
LINES += ["\x0b", "\x0c# h", "#\x0bx", "# x\x0b", "\u00a0| a |", ">\tbar", "- ", " \tq", "a  ", "a\\"]
BEFORE = ["", "", "", "> ", "- ", "  ", "    ", "   ", " ", "> > ", "\t"]
soup = st.lists(st.sampled_from(STARTS + INSIDE + WORDS * 2 + ["\n"] * 20), max_size=40).map("".join)
line = st.tuples(st.sampled_from(BEFORE), st.sampled_from(LINES)).map("".join)
lines = st.lists(line, min_size=1, max_size=9).map("\n".join)
characters = st.text("ab \n\t\\`*_~[]()<>!&#-+=|:.1>'\"", max_size=60)


@settings(max_examples=tries(400), deadline=None)
@given(lines)
def test_any_lines(text: str) -> None:
    assert_same(text)


@settings(max_examples=tries(400), deadline=None)
@given(soup | characters)
@example("[a](factor:b)\n===")
@example("> [a](factor:b)\nlazy\n- item\nlazy\n\n|-|\n")
@example("a\nb | c\n|-|-|\nd | e\n")
@example("- a\nb | c\n:-|-\nd | e\n")
@example("- a\n  b | c\n  :-|-\n  d | e\n")
@example("a\n  b\n\tc\n     d\n# e")
def test_any_mixture(text: str) -> None:
    assert_same(text)


@settings(max_examples=tries(200), deadline=None)
@given(soup | lines | characters)
@example("- a\n  <!-- strategies: ignore x -- y -->\n  b\n")
def test_any_mixture_is_published_alike(text: str) -> None:
    """HTML of a text and of each part of it is that of markdown-it's renderer."""
    parser = plain_parser()
    tokens, _, _ = tokenize(text)
    expected = parser.parse(text)
    for token in expected:
        if style := token.attrs.pop("style", None):
            token.attrs["class"] = str(style).replace("text-align:", "align-")
    assert render(tokens, str) == parser.renderer.render(expected, parser.options, {})
    for first in range(len(tokens)):
        part = parser.renderer.render(expected[first : first + 5], parser.options, {})
        assert render(tokens[first : first + 5], str) == part


address = st.from_regex(
    r"(https?://|factor:|strategy:|mailto:|//|/|#)?[A-Za-z0-9.:/?#@%&=+,;~*'!$_-]{0,90}", fullmatch=True
)


@settings(max_examples=tries(400), deadline=None)
@given(address | st.text("ab./:?#@%25é[]é-_ ", max_size=30).map("https://example.org/".__add__))
@example("https://" + "a" * 64 + ".org")
@example("https://" + "a.b." * 70 + "org/")
@example("https://" + ("a" * 63 + ".") * 5 + "org")
@example("http://Example.ORG/%7Efoo%2")
@example("factor:" + "a" * 260)
def test_addresses_are_made_the_same(address: str) -> None:
    assert_same(f"[a]({address}) and <{address}>\n\n[b]\n\n[b]: {address}")
