"""Texts of disclaimers: plain words, or Markdown with links, bold, italics and several paragraphs."""

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.source.parse.inline import visible_text
from pipeline.source.parse.markdown import Tokenized, render, tokenize

# Inline tokens without markup, and those of markup that a disclaimer may have.
WORDS = frozenset({"text", "softbreak"})
MARKUP = frozenset({"em_open", "em_close", "strong_open", "strong_close", "link_open", "link_close"})
# A link of a disclaimer leads to a place that stays the same wherever the text is shown.
ADDRESS = re.compile(r"(?:https?://|mailto:)\S")
PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]
# The empty line between two paragraphs.
GAP = re.compile(r"\n[ \t]*\n")
# Tags of blocks and line breaks, which change no word; a quote or paragraph around the text is not a part of it.
LAYOUT = re.compile(r"</?(?:blockquote|p)>|<br>")


class _Part(NamedTuple):
    """A word or mark within a paragraph: markdown-it's name, the text, and the address of a link."""

    kind: str
    text: str
    address: str


@lru_cache(maxsize=256)
def is_plain(text: str) -> bool:
    """True when a text is one paragraph of plain words in Markdown."""
    parsed = _parsed(text)
    parts = _parts(parsed)
    shown = " ".join(part.text for part in parts)
    one_paragraph = [token.type for token in parsed.tokens] == PARAGRAPH
    return one_paragraph and all(part.kind in WORDS for part in parts) and shown.split() == text.split()


def is_disclaimer(text: str) -> bool:
    """True when a text is plain words, or Markdown that every reader shows in the same way."""
    parsed = _parsed(text)
    kinds, parts = [token.type for token in parsed.tokens], _parts(parsed)
    paragraphs = kinds == PARAGRAPH * (len(kinds) // len(PARAGRAPH))
    links = (part.address for part in parts if part.kind == "link_open")
    known = all(part.kind in WORDS | MARKUP for part in parts)
    return bool(kinds) and paragraphs and known and all(map(ADDRESS.match, links))


@lru_cache(maxsize=256)
def words_in(text: str) -> str:
    """The words of a disclaimer as readers see them, on one line."""
    return " ".join(words_by_paragraph(text))


@lru_cache(maxsize=256)
def words_by_paragraph(text: str) -> tuple[str, ...]:
    """The words of each paragraph of a disclaimer, on one line; plain words are as they were written."""
    if is_plain(text):
        return (text,)
    inline = (token.children or () for token in _parsed(text).tokens if token.type == "inline")
    return tuple(" ".join(visible_text(parts).split()) for parts in inline)


def html_of(text: str) -> str:
    """A disclaimer as safe HTML: paragraphs with links and emphasis."""
    return render(_parsed(text).tokens, lambda address: address)


def paragraphs_in(text: str) -> list[str]:
    """The paragraphs of a disclaimer in Markdown, each on one line."""
    return [" ".join(paragraph.split()) for paragraph in GAP.split(text.strip())]


@lru_cache(maxsize=256)
def marked_words(text: str) -> str:
    """The words and marks of a disclaimer, in the form of `without_layout`."""
    return without_layout(html_of(text))


def without_layout(html: str) -> str:
    """HTML of a disclaimer without paragraphs and line breaks, to compare its words, links and emphasis."""
    return " ".join(LAYOUT.sub(" ", html).replace("&quot;", '"').split())


def _parsed(text: str) -> Tokenized:
    try:
        return tokenize(text.strip())
    except RecursionError:  # brackets nested some hundred deep
        return Tokenized([], [], ())


def _parts(parsed: Tokenized) -> list[_Part]:
    children = (child for token in parsed.tokens for child in token.children or ())
    return [_Part(child.type, child.content, str(child.attrs.get("href", ""))) for child in children]
