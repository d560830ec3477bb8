"""Curly quotes on pages: where they stand, where they do not, and that nothing else changes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.exporters.html_site.quotes import MARKS, Quotes, marks_of
from pipeline.publish.verify.page import HtmlPage, normalized

ENGLISH = Quotes.of("en", [])
NOTE = 'Shown as "examples" only, not as the makers\' claims.'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<p>"There\'s a logo," he says.</p>', "<p>“There’s a logo,” he says.</p>"),
        ("<p>She says &quot;it&#39;s &#39;fine&#39;&quot; twice.</p>", "<p>She says “it’s ‘fine’” twice.</p>"),
        # Across inline tags, but not from one block to the next.
        ('<p>"<em>Well</em>, <a href="x">no</a>"</p>', '<p>“<em>Well</em>, <a href="x">no</a>”</p>'),
        ('<p>"One</p><p>two"</p>', '<p>"One</p><p>two"</p>'),
        ('<li>"A</li>\n<li>b"</li>', '<li>"A</li>\n<li>b"</li>'),
        ("<p>the students' <em>dogs</em>'</p>", "<p>the students’ <em>dogs</em>’</p>"),
        # Code, addresses, attributes, data and everything unseen.
        ('<p>"<code>a "b" c</code>"</p>', '<p>“<code>a "b" c</code>”</p>'),
        ('<pre><code>"x"</code></pre>', '<pre><code>"x"</code></pre>'),
        ("<p>https://example.org/it's/here, it's</p>", "<p>https://example.org/it's/here, it’s</p>"),
        ('<p title="it\'s">a</p>', '<p title="it\'s">a</p>'),
        ('<script type="x">{"a": "it\'s"}</script>', '<script type="x">{"a": "it\'s"}</script>'),
        ('<!-- "it\'s" --><head><title>it\'s</title></head>', '<!-- "it\'s" --><head><title>it\'s</title></head>'),
        # What nobody can know stays: a lone mark, inches, a mark inside a word.
        ('<p>A 5" board "and more</p>', '<p>A 5" board "and more</p>'),
        ('<p>a"b</p>', '<p>a"b</p>'),
        ("<p>a &lt; b &amp; c's</p>", "<p>a &lt; b &amp; c’s</p>"),
        ('<p>"one<br>\ntwo"</p>', "<p>“one<br>\ntwo”</p>"),
    ],
)  # fmt: skip
def test_where_they_stand(written: str, shown: str) -> None:
    assert ENGLISH.page(written) == shown


def test_disclaimers_stay_word_for_word() -> None:
    quotes = Quotes.of("en", [NOTE, "No marks here."])
    page = f"<p>It's so.</p><div><p>{NOTE}</p></div><li>Note: <em>{NOTE}</em></li>"
    assert quotes.page(page) == page.replace("It's", "It’s")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en-GB", "“a ‘b’ c’s”"),
        ("de-AT", "„a ‚b‘ c’s“"),
        ("es", "“a ‘b’ c’s”"),
        ("fr", "«\u202fa «\u202fb\u202f» c’s\u202f»"),
        ("fr-CH", "«a ‹b› c’s»"),
        ("ar", "”a ’b‘ c’s“"),
        ("tlh", "\"a 'b' c's\""),
    ],
)
def test_each_language_has_its_own(language: str, shown: str) -> None:
    quotes = Quotes.of(language, [])
    assert quotes.page("<p>\"a 'b' c's\"</p>") == f"<p>{shown}</p>"
    assert quotes.text("\"a 'b' c's\"") == shown


MARK = re.compile("[\"'“”„«»‹›‘’‚\u202f]")
TAGS = ["<p>", "</p>", "<em>", "</em>", "<br>", "<code>", "</code>", '<a href="it\'s">', "</a>", "&amp;", "&#39;"]
HTML = st.lists(
    st.sampled_from(TAGS)
    | st.text("ab1 .,\"'\n&lt;", max_size=8).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    max_size=20,
).map("".join)  # fmt: skip


@given(HTML, st.sampled_from(sorted([*MARKS, "fr"])))
def test_letters_and_white_space_stay(html: str, language: str) -> None:
    shown = Quotes(marks_of(language)).page(html)
    before, after = (re.split("(<[^<>]*>)", each) for each in (html, shown))
    assert before[1::2] == after[1::2]
    for old, new in zip(before[::2], after[::2], strict=True):
        assert MARK.sub("", unescape(old)) == MARK.sub("", unescape(new))
    assert normalized(HtmlPage.read(shown).text) == normalized(HtmlPage.read(html).text)
