"""Tokens to HTML: markdown-it's renderer with resolved links and images, and without raw HTML."""

from collections.abc import Callable, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LinkResolver = Callable[[str], str]


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
