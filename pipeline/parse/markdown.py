"""The one configured Markdown parser: what it reads is what is checked and published.

CommonMark with tables and strikethrough. Raw HTML is read only to be refused, and renders escaped.
Each link, image, code span and HTML tag notes where in its block's text it stands (`token.meta`).
"""

from collections.abc import Callable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from pipeline.parse.addresses import normalize_link
from pipeline.parse.block_rules import IGNORES, configure_blocks
from pipeline.parse.inline_rules import configure_inline

# Far above what `nested-too-deep` allows: markdown-it drops text nested deeper than this without a word.
MAX_NESTING = 100

LinkResolver = Callable[[str], str]


def _link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    resolve: LinkResolver = env["resolve"]
    token = tokens[index]
    title = token.attrGet("title")
    shown = f' title="{escapeHtml(str(title))}"' if title else ""
    return f'<a href="{escapeHtml(resolve(str(token.attrs["href"])))}"{shown}>'


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    resolve: LinkResolver = env["resolve"]
    token = tokens[index]
    title = token.attrGet("title")
    shown = f' title="{escapeHtml(str(title))}"' if title else ""
    words = self.renderInlineAsText(token.children, options, env)
    return f'<img src="{escapeHtml(resolve(str(token.attrs["src"])))}" alt="{escapeHtml(words)}"{shown}>'


def _html_inline(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    return escapeHtml(tokens[index].content)


@cache
def parser() -> MarkdownIt:
    """Build the parser once."""
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "xhtmlOut": False})
    md.enable(["table", "strikethrough"]).disable("html_block")
    # Our own allow-list (`unsafe-link`, a required rule) speaks at the exact place; markdown-it's deny-list would
    # turn such a link into plain text instead.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.normalizeLink = normalize_link  # type: ignore[method-assign]
    configure_blocks(md)
    configure_inline(md)
    md.add_render_rule("link_open", _link_open)
    md.add_render_rule("image", _image)
    md.add_render_rule("html_inline", _html_inline)
    return md


def tokenize(text: str) -> tuple[list[Token], list[int]]:
    """Parse Markdown into markdown-it's tokens, and give the lines of ignore comments.

    Table alignment becomes classes: a strict Content-Security-Policy blocks styles.
    """
    env: EnvType = {}
    tokens = parser().parse(text, env)
    for token in tokens:
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", None)):
            token.attrs["class"] = "align-" + str(style).removeprefix("text-align:")
    return tokens, sorted(set(env.get(IGNORES, [])))


def render(tokens: Sequence[Token], resolve: LinkResolver) -> str:
    """Render tokens to HTML; `resolve` gives the address that stands in the page for an address in the text."""
    md = parser()
    return str(md.renderer.render(tokens, md.options, {"resolve": resolve}))
