"""The Markdown parser and renderer, which checks and exports share.

CommonMark with tables and strikethrough. Raw HTML is recognised only to be refused, and is rendered as text.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from pipeline.source.parse.addresses import Definition, definitions_of, normalize_link
from pipeline.source.parse.recording import IGNORES, record_blocks, record_inlines

LinkResolver = Callable[[str], str]
# Far above the limit of `nested-too-deep`: markdown-it silently drops text that is nested deeper than this.
MAX_NESTING = 100


class Renderer(RendererHTML):
    """HTML renderer; `env["resolve"]` returns the address in the page for an address in the text."""

    def paragraph_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Render the start of a paragraph; in a tight list, separate it from the previous one by a line feed."""
        if tokens[index].hidden and index and tokens[index - 1].hidden:
            return "\n"  # only an ignore comment stood between them
        return self.renderToken(tokens, index, options, env)

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Render the start of a link."""
        return self.renderToken([_resolved(tokens[index], "href", env)], 0, options, env)

    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Render an image."""
        return super().image([_resolved(tokens[index], "src", env)], 0, options, env)

    def html_inline(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Show raw HTML as text."""
        return escapeHtml(tokens[index].content)


def _resolved(token: Token, attribute: str, env: EnvType) -> Token:
    """Copy the token of a link or image and resolve its address."""
    resolve: LinkResolver = env["resolve"]
    return token.copy(attrs=token.attrs | {attribute: resolve(str(token.attrs[attribute]))})


# Block rules that apply only to texts with some of these characters.
NEEDED = {
    "table": ("|",),
    "code": ("    ", "\t"),
    "fence": ("```", "~~~"),
    "reference": ("]:",),
    "ignore_comment": ("<!--",),
}


@cache
def parser(*without: str) -> MarkdownIt:
    """Build the parser once, or one without some rules."""
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "xhtmlOut": False}, renderer_cls=Renderer)
    md.enable(["table", "strikethrough"]).disable("html_block")
    # The required rule `unsafe-link` reports such links at their position; markdown-it's deny-list would turn them
    # into plain text.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.normalizeLink = normalize_link  # type: ignore[method-assign]
    record_blocks(md)
    record_inlines(md)
    md.block.ruler.disable(without)
    return md


class Tokenized(NamedTuple):
    """The tokens of a text, the lines of its ignore comments, and its link definitions."""

    tokens: list[Token]
    comments: list[int]
    definitions: tuple[Definition, ...]


def tokenize(text: str) -> Tokenized:
    """Parse Markdown; table alignment becomes classes, as a strict Content-Security-Policy blocks styles."""
    env: EnvType = {}
    unused = [rule for rule, needed in NEEDED.items() if not any(each in text for each in needed)]
    tokens = parser(*unused).parse(text, env)
    for token in tokens if "|" in text else ():
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", None)):
            token.attrs["class"] = "align-" + str(style).removeprefix("text-align:")
    return Tokenized(tokens, sorted(set(env.get(IGNORES, []))), definitions_of(env))


def render(tokens: Sequence[Token], resolve: LinkResolver) -> str:
    """Render tokens to HTML; `resolve` returns the address in the page for an address in the text."""
    md = parser()
    return str(md.renderer.render(tokens, md.options, {"resolve": resolve}))
