"""Tokens to HTML: markdown-it's renderer, with our links and images, no raw HTML, and short cuts for plain tags.

Short cuts change no byte: `tests/test_fast_parser.py` holds them against the renderer alone.
"""

from collections.abc import Callable, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LinkResolver = Callable[[str], str]


class Renderer(RendererHTML):
    """Writes text and the tags without attributes directly; the rest by markdown-it's rules.

    These join each tag from five parts, most of them empty.
    """

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """Render blocks. `env["resolve"]` gives the address in the page for an address in the text."""
        out: list[str] = []
        for index, token in enumerate(tokens):
            if token.type == "inline":
                out.append(self.renderInline(token.children or (), options, env))
            elif token.hidden:  # the paragraph of a tight list
                if token.nesting == 1 and index and tokens[index - 1].hidden:
                    out.append("\n")  # an ignore comment stood between it and the one before
            elif token.nesting == -1:
                out.append(f"</{token.tag}>\n")
            elif token.nesting == 1 and not token.attrs:
                out.append(_opening(tokens, index))
            elif rule := self.rules.get(token.type):
                out.append(rule(tokens, index, options, env))
            else:
                out.append(self.renderToken(tokens, index, options, env))
        return "".join(out)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        """Render the text of a block."""
        out: list[str] = []
        for index, token in enumerate(tokens):
            if token.type == "text":
                out.append(escapeHtml(token.content))
            elif token.nesting == -1:
                out.append(f"</{token.tag}>")
            elif rule := self.rules.get(token.type):
                out.append(rule(tokens, index, options, env))
            else:
                out.append(self.renderToken(tokens, index, options, env))
        return "".join(out)

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Render the beginning of a link."""
        resolve: LinkResolver = env["resolve"]
        token = tokens[index]
        title = token.attrGet("title")
        shown = f' title="{escapeHtml(str(title))}"' if title else ""
        return f'<a href="{escapeHtml(resolve(str(token.attrs["href"])))}"{shown}>'

    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Render an image."""
        resolve: LinkResolver = env["resolve"]
        token = tokens[index]
        title = token.attrGet("title")
        shown = f' title="{escapeHtml(str(title))}"' if title else ""
        words = self.renderInlineAsText(token.children, options, env)
        return f'<img src="{escapeHtml(resolve(str(token.attrs["src"])))}" alt="{escapeHtml(words)}"{shown}>'

    def html_inline(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        """Show raw HTML as text."""
        return escapeHtml(tokens[index].content)


def _opening(tokens: Sequence[Token], index: int) -> str:
    """The opening tag of a block, and the line feeds around it."""
    tag = tokens[index].tag
    before = "\n" if index and tokens[index - 1].hidden else ""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following and (
        following.type == "inline" or following.hidden or (following.nesting == -1 and following.tag == tag)
    ):
        return f"{before}<{tag}>"
    return f"{before}<{tag}>\n"
