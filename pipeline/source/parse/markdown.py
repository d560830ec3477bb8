"""The one configured Markdown parser: what it reads is what is checked and published.

CommonMark with tables and strikethrough. Raw HTML is read only to be refused, and renders escaped.
Each link, image, code span and HTML tag notes where in its block's text it stands (`token.meta`).
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from pipeline.source.parse.addresses import normalize_link
from pipeline.source.parse.definitions import Definition, definitions_of
from pipeline.source.parse.recording import IGNORES, record_blocks, record_inlines
from pipeline.source.parse.renderer import LinkResolver, Renderer

# Far above what `nested-too-deep` allows: markdown-it drops text nested deeper than this without a word.
MAX_NESTING = 100


@cache
def parser() -> MarkdownIt:
    """Build the parser once."""
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "xhtmlOut": False}, renderer_cls=Renderer)
    md.enable(["table", "strikethrough"]).disable("html_block")
    # Our own allow-list (`unsafe-link`, a required rule) speaks at the exact place; markdown-it's deny-list would
    # turn such a link into plain text instead.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.normalizeLink = normalize_link  # type: ignore[method-assign]
    record_blocks(md)
    record_inlines(md)
    return md


class Tokenized(NamedTuple):
    """A text as markdown-it's tokens, the lines of its ignore comments, and its link definitions."""

    tokens: list[Token]
    comments: list[int]
    definitions: tuple[Definition, ...]


def tokenize(text: str) -> Tokenized:
    """Parse Markdown.

    Table alignment becomes classes: a strict Content-Security-Policy blocks styles.
    """
    env: EnvType = {}
    tokens = parser().parse(text, env)
    for token in tokens if "|" in text else ():
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", None)):
            token.attrs["class"] = "align-" + str(style).removeprefix("text-align:")
    return Tokenized(tokens, sorted(set(env.get(IGNORES, []))), definitions_of(env))


def render(tokens: Sequence[Token], resolve: LinkResolver) -> str:
    """Render tokens to HTML; `resolve` gives the address that stands in the page for an address in the text."""
    md = parser()
    return str(md.renderer.render(tokens, md.options, {"resolve": resolve}))
