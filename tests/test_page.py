"""The readers of pages: the fast one and its like say what the thorough ones say."""

from __future__ import annotations

import re
from html import unescape

import pytest
from conftest import LIBRARY
from hypothesis import given
from hypothesis import strategies as st
from sites import BASE, EVERYTHING, edition_of, library_file, site_of
from test_schema import ROOT

from pipeline.model.policy import same_words
from pipeline.publish.verify.page import HtmlPage, normalized, read_any, read_plain

# Pieces of pages, sound and broken, that are put together at random.
NAMES = ("p", "a", "img", "br", "script", "style", "title", "template", "textarea", "meta", "h2", "svg", "P", "1")
KEYS = ("href", "id", "src", "alt", "srcset", "type", "http-equiv", "content", "data", "hidden", "x:y", "ID", "=")
VALUES = (
    *("", "a", "../b/index.html", "a b, c 2x", "refresh", "0; url=x", "application/ld+json", "a&amp;b", "&lt;i&gt;"),
    *("&#34;", "&unknown;", "&amp", "&ampx;", "a>b", "a<b", "\n", " ", "ä“", "'", "&", "&#0;", "&#x110000;"),
)
attributes = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES), st.sampled_from('""""\' ')), max_size=3)


@st.composite
def start_tags(draw: st.DrawFn) -> str:
    written = "".join(
        draw(st.sampled_from((" ", " ", " ", " ", "\n", "  ", "/")))
        + (key if mark == " " else f"{key}={mark}{value}{mark}")
        for key, value, mark in draw(attributes)
    )
    return (
        f"<{draw(st.sampled_from(NAMES))}{written}{draw(st.sampled_from(('>', '>', '>', '>', '/>', ' />', ' >', '')))}"
    )


end_tags = st.sampled_from(NAMES).map(lambda name: f"</{name}>")
texts = st.sampled_from(
    (*VALUES, "<", ">", "<!-- a -->", "<!DOCTYPE html>", "<![CDATA[a]]>", "<?a>", "</>", "\r", "\x00")
)
soup = st.lists(start_tags() | end_tags | texts, max_size=12).map("".join)
seen_elements = st.sampled_from(
    ("<p>", "</p>", '<a href="b">', "</a>", '<img src="c" alt="&quot;d&amp;lt;">', "<br />")
)
unseen_elements = st.sampled_from(
    ("<title>a</title>", '<script type="application/ld+json">{"a":1}</script>', '<script src="d" defer></script>')
)
plain_texts = st.sampled_from(("a", " ", "\n", "&amp;lt;", "“é”", ">", "a > b", '" id="e', "|"))
plain = st.lists(seen_elements | unseen_elements | plain_texts, max_size=12).map("".join)


@given(soup)
def test_the_fast_reader_says_what_the_thorough_one_says_or_nothing(html: str) -> None:
    page = read_plain(html)
    assert page is None or page == read_any(html)


@given(plain)
def test_the_fast_reader_takes_plain_pages(html: str) -> None:
    assert read_plain(html) == read_any(html)


@pytest.mark.parametrize(
    ("root", "sources"),
    [(ROOT, []), (LIBRARY, [EVERYTHING]), (LIBRARY, [library_file(base_url=BASE)])],
    ids=["real", "everything", "with an address"],
)
def test_every_page_that_is_made_is_plain(root: object, sources: list[object]) -> None:
    """All but those with a `template` or a drawing: the others would take twenty times as long to prove."""
    site = site_of(edition_of(sources, root))  # type: ignore[arg-type]
    pages = {path: data.decode() for path, data in site.items() if path.endswith(".html")}
    assert len(pages) > 20
    drawn = {path for path, html in pages.items() if "<template" in html or "<svg" in html}
    assert {path for path, html in pages.items() if read_plain(html) is None} == drawn
    assert "index.html" in drawn
    for html in pages.values():
        assert HtmlPage.read(html) == read_any(html)


@given(st.text(st.sampled_from("a &;#1lt“”‘>|\\\n\t\x0b\u2028\xa0"), max_size=30))
def test_words_are_folded_as_ever(text: str) -> None:
    """White space and all kinds of quotation marks say nothing: pages show other marks than authors write."""
    assert normalized(text) == re.sub(r"[\s>|\\]+", "", same_words(unescape(text))).replace('"', "'")
