"""The one configured Markdown parser: what it reads is what is checked and published.

CommonMark with tables and strikethrough. Raw HTML is read only to be refused, and renders escaped.
Each link, image, code span and HTML tag notes where in its block's text it stands (`token.meta`).
"""

from collections.abc import Callable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, autolink, backtick, emphasis, html_inline, image, link, strikethrough
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from pipeline.parse.ignores import BODY_COMMENT

AT = "at"  # token.meta: (start, end) in the block's inline text
LABEL_END = "label_end"  # token.meta of links and images: where the text in brackets ends
MARK = "mark"  # token.meta of what opens and closes emphasis: where its mark (for strong text: one half of it) stands
# Far above what `nested-too-deep` allows: markdown-it drops text nested deeper than this without a word.
MAX_NESTING = 100

IGNORES = "ignores"  # env: lines taken by ignore comments
# Blocks that an ignore comment may end: all that it could stand in the middle of.
ENDS = ["paragraph", "reference", "blockquote", "list"]

InlineRule = Callable[[StateInline, bool], bool]
LinkResolver = Callable[[str], str]


def _recording(rule: InlineRule, opener: str, kind: str) -> InlineRule:
    """Wrap an inline rule so that the token it makes knows its place. `opener` is what the rule itself asks first."""
    bracket = {"link_open": 0, "image": 1}.get(kind)

    def record(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if state.src[start] != opener:
            return False
        count = len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            # Text still pending is pushed first, so the token is the first or the second new one.
            token = next((token for token in state.tokens[count : count + 2] if token.type == kind), None)
            if token is not None:
                token.meta[AT] = (start, state.pos)
                if bracket is not None:
                    label_end = state.md.helpers.parseLinkLabel(state, start + bracket, kind == "link_open")
                    token.meta[LABEL_END] = label_end
        return True

    return record


def _noting_marks(rule: InlineRule) -> InlineRule:
    """Wrap the rule that reads marks of emphasis: each is a text token until its partner is found."""

    def record(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        at = state.pos
        for token in reversed(state.tokens[count:]):
            at -= len(token.content)
            if at < start:
                break  # text that was pending
            token.meta[MARK] = at
        return True

    return record


def _ignore_comment(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """Consume an ignore comment without a trace; a block rule for markdown-it."""
    start = state.bMarks[startLine] + state.tShift[startLine]
    if not state.src.startswith("<!--", start) or state.is_code_block(startLine):
        return False
    if not BODY_COMMENT.fullmatch(state.src, start, state.eMarks[startLine]):
        return False
    if not silent:
        state.env.setdefault(IGNORES, []).append(startLine)
        state.line = startLine + 1
    return True


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
    md.block.ruler.before("heading", "ignore_comment", _ignore_comment, {"alt": ENDS})
    for name, rule, opener, kind in (
        ("link", link, "[", "link_open"),
        ("image", image, "!", "image"),
        ("autolink", autolink, "<", "link_open"),
        ("html_inline", html_inline, "<", "html_inline"),
        ("backticks", backtick, "`", "code_inline"),
    ):
        md.inline.ruler.at(name, _recording(rule, opener, kind))
    md.inline.ruler.at("emphasis", _noting_marks(emphasis.tokenize))
    md.inline.ruler.at("strikethrough", _noting_marks(strikethrough.tokenize))
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
