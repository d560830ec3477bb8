"""The clean text of a page: the quick way says what the thorough one says, or nothing."""

from __future__ import annotations

import pytest
from conftest import HERE
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.clean_text import clean_text, text_of_any, text_of_plain_links
from pipeline.source.parse import Limits, parse_page
from pipeline.source.parse.markdown_links import parse_addresses
from pipeline.source.text import Source

FRONT = "---\ntitle: A\n---\n"
# Links of ours that are plain, links that are not, and what looks like one and is none.
PLAIN = ("[a](factor:emotion)", "[b *c*](strategy:daily-review)", '[a](factor:emotion "t")', "[x](https://example.org)")
OTHER = (
    *("[a]( factor:emotion)", "[a](<factor:emotion>)", "<factor:emotion>", "[a][r]", "[r]: factor:emotion"),
    *("![a](factor:emotion)", "![a](../images/a.png)", "[a](factor:emo%74ion)", "[a](factor:Emotion)", "[a](factor:)"),
    *("`[a](factor:emotion)`", "\\[a](factor:emotion)", "[a]\\(factor:emotion)", "[a](factor:emotion", "](factor:x)"),
    *("[a [b](factor:x)](factor:emotion)", '[a](factor:x "](factor:y")', "[a](\nfactor:emotion)", "[a](\tfactor:x)"),
    *("    [a](factor:emotion)", "\t[a](factor:emotion)", "```\n[a](factor:x)\n```", "~~~\n[a](factor:x)\n~~~"),
    *("<!-- strategies: ignore x -->", "<b>[a](factor:x)</b>", "> [a](factor:x)", "&#91;a](factor:x)"),
    *("[a](factor:x)>", "\ufeff", "[a](&#102;actor:emotion)", "[a](factor&colon;emotion)", "[a](https://b.c?d=1&e=2)"),
    *('[a](https://b.c "](factor:emotion)")', "[a](https://b.c/](factor:emotion))", "a & b", "&amp;"),
)
texts = st.lists(st.sampled_from((*PLAIN, *OTHER, "a", "- ", "\n", "\n\n", "\r\n", "  ")), max_size=9).map("".join)


def both(text: str) -> tuple[str | None, str]:
    """What the quick way and the thorough one say of a page with a text."""
    document = parse_page(Source("content/strategies/a.md", FRONT + text), Limits())
    return text_of_plain_links(document, len(FRONT)), text_of_any(document, len(FRONT))


@given(texts)
def test_the_quick_way_says_what_the_thorough_one_says_or_nothing(text: str) -> None:
    quick, thorough = both(text)
    assert quick is None or quick == thorough


@pytest.mark.parametrize("link", PLAIN)
def test_the_quick_way_takes_plain_links(link: str) -> None:
    quick, thorough = both(f"## A\n\nOne {link} and\n- {link}\n")
    assert quick == thorough != ""
    assert "(factor:" not in thorough
    assert "(strategy:" not in thorough


def test_the_quick_way_is_enough_for_most_real_pages() -> None:
    pages = sorted((HERE.parent / "content" / "strategies").glob("*.md"))
    documents = [parse_page(Source(path.name, path.read_text("utf-8")), Limits()) for path in pages]
    quick = 0
    for document in documents:
        assert document.front_span is not None
        begin = document.source.line_starts[document.source.line_index(document.front_span.end) + 1]
        text = text_of_plain_links(document, begin)
        quick += text is not None
        assert text is None or text.strip() == clean_text(document) == text_of_any(document, begin).strip()
    assert quick > len(pages) / 2


@given(texts.filter(lambda text: "\ufeff" not in text))  # a finding of its own
def test_no_link_is_left_that_only_the_library_knows(text: str) -> None:
    document = parse_page(Source("content/strategies/a.md", FRONT + text), Limits())
    addresses = parse_addresses(clean_text(document)) or ()
    assert [address for address in addresses if address.startswith(("factor:", "strategy:"))] == []


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("> [r]: factor:emotion\n\n[r]", "> [r]: ../../factors/emotion/index.html\n\n[r]"),
        ("- [r\\]s]:\n  <strategy:x>\n\n[r\\]s]", "- [r\\]s]:\n  <../x/index.md>\n\n[r\\]s]"),
        (
            "[r]: <factor:emotion>[a](strategy:x)",
            "[r]: [factor:emotion](../../factors/emotion/index.html)[a](../x/index.md)",
        ),
        ("[r]: factor:x\u00a0y\n\n[r]", "[r]: ../../factors/x%C2%A0y/index.html\n\n[r]"),
        ("![a](https://example.org/a.png)", "![a](https://example.org/a.png)"),
        ("\n \n\t[a](factor:x)\n\n", "\t[a](factor:x)"),
        ("a |\n|-|\n| \\| [a]( factor:x ) |", "a |\n|-|\n| \\| [a]( ../../factors/x/index.html ) |"),
    ],
    ids=[
        "a definition in a quotation",
        "one in a list",
        "no definition",
        "one with a no-break space in its address",
        "a remote image",
        "code at the start",
        "blanks around an address in a cell that is not as written",
    ],
)
def test_clean_text_says_what_the_page_says(text: str, clean: str) -> None:
    assert clean_text(parse_page(Source("content/strategies/a.md", FRONT + text), Limits())) == clean
