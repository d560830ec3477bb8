"""Curly quotation marks and apostrophes in running text, by markdown-it's own rule for them."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import NamedTuple, cast

from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

# A block with more marks is no prose and stays as it is: the rule compares each mark with all before it.
MOST_MARKS = 2_000


class Piece(NamedTuple):
    """A piece of the text of one block: its depth of inline tags, and whether it must stay as it is."""

    text: str
    depth: int = 0
    fixed: bool = False


def curled(pieces: Sequence[Piece], marks: Sequence[str]) -> list[str]:
    """The pieces with the marks of a language: opening, closing, and both for a quote within a quote.

    A mark without a partner stays straight, for nobody knows what it means; an apostrophe needs none.
    """
    if sum(each.text.count('"') + each.text.count("'") for each in pieces) > MOST_MARKS:
        return [each.text for each in pieces]
    tokens = [
        Token("code_inline" if each.fixed else "text", "", 0, content=each.text, level=each.depth) for each in pieces
    ]
    state = SimpleNamespace(md=SimpleNamespace(options=SimpleNamespace(quotes=marks)))
    process_inlines(tokens, cast("StateCore", state))  # it looks at nothing else of the state
    return [token.content for token in tokens]
