"""The clean text of a page: no link is left that only the library knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.clean_text import clean_text
from pipeline.source.parse import Limits, markdown_sections, parse_page
from pipeline.source.parse.markdown_links import parse_addresses
from pipeline.source.parse.plain_text import plain_text
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


@given(texts.filter(lambda text: "\ufeff" not in text))  # a finding of its own
def test_no_link_is_left_that_only_the_library_knows(text: str) -> None:
    document = parse_page(Source("content/strategies/a.md", FRONT + text), Limits())
    addresses = parse_addresses("../../".join(clean_text(document))) or ()
    assert [address for address in addresses if address.startswith(("factor:", "strategy:"))] == []


@given(texts)
def test_its_words_are_those_of_the_page(text: str) -> None:
    document = parse_page(Source("content/strategies/a.md", f"{FRONT}## A\n\n{text}\n\n## B\n\nEnd"), Limits())
    assert document.body
    shown = [(section.title, words(plain_text(document.body, section.blocks))) for section in document.body.sections]
    assert shown == [(title, words(part)) for title, part in markdown_sections("../../".join(clean_text(document)))]


def words(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("> [r]: factor:emotion\n\n[r]", "> [r]: ../../factors/emotion/index.html\n\n[r]"),
        ("- [r\\]s]:\n  <strategy:x>\n\n[r\\]s]", "- [r\\]s]:\n  <../../strategies/x/index.html.md>\n\n[r\\]s]"),
        (
            "[r]: <factor:emotion>[a](strategy:x)",
            "[r]: [factor:emotion](../../factors/emotion/index.html)[a](../../strategies/x/index.html.md)",
        ),
        ("[r]: factor:x[b *c*](strategy:y)", "[r]: factor:x[b *c*](../../strategies/y/index.html.md)"),
        ("[r]: factor:x\u00a0y\n\n[r]", "[r]: ../../factors/x%C2%A0y/index.html\n\n[r]"),
        ("![a](https://example.org/a.png)", "![a](https://example.org/a.png)"),
        ("\n \n\t[a](factor:x)\n\n", "\t[a](factor:x)"),
        ("a |\n|-|\n| \\| [a]( factor:x ) |", "a |\n|-|\n| \\| [a]( ../../factors/x/index.html ) |"),
    ],
    ids=[
        "a definition in a quotation",
        "one in a list",
        "no definition",
        "none either",
        "one with a no-break space in its address",
        "a remote image",
        "code at the start",
        "blanks around an address in a cell that is not as written",
    ],
)
def test_clean_text_says_what_the_page_says(text: str, clean: str) -> None:
    parts = clean_text(parse_page(Source("content/strategies/a.md", FRONT + text), Limits()))
    assert "../../".join(parts) == clean
