"""Additions to markdown-it's rules: ignore comments, unclosed fences, and the position of each inline token."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, fence
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    emphasis,
    html_inline,
    image,
    link,
    strikethrough,
)
from markdown_it.token import Token

from pipeline.source.parse.addresses import PLAIN
from pipeline.source.parse.ignores import BODY_COMMENT

IGNORES = "ignores"  # env: lines of ignore comments
UNCLOSED = "unclosed"  # token.meta of a code fence: true when no line closes it
AT = "at"  # token.meta: (start, end) in the block's inline text
LABEL_END = "label_end"  # token.meta of links and images: where the text in brackets ends
MARK = "mark"  # token.meta of what opens and closes emphasis: where its mark (for strong text: one half of it) begins
# The blocks that a fence or an ignore comment interrupts.
INTERRUPTED: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
# Text in which no inline rule applies.
TEXT = r"[^\n\\`~*_\[\]<&!]"
# Such text, or a link with such a label and an address that normalisation leaves unchanged.
TEXT_OR_LINK = re.compile(rf"(?P<text>{TEXT}++)|\[(?P<label>{TEXT}*+)\]\((?P<href>{PLAIN})\)")

InlineRule = Callable[[StateInline, bool], bool]


def record_blocks(md: MarkdownIt) -> None:
    """Add the rule for ignore comments and mark unclosed fences."""
    md.block.ruler.before("heading", "ignore_comment", _ignore_comment, INTERRUPTED)
    md.block.ruler.at("fence", _fence, INTERRUPTED)


def record_inlines(md: MarkdownIt) -> None:
    """Record the position of each link, image, code span, HTML tag and mark of emphasis."""
    ruler = md.inline.ruler
    ruler.at("link", _recording(link, "link_open", bracket=0))
    ruler.at("image", _recording(image, "image", bracket=1))
    ruler.at("autolink", _recording(autolink, "link_open"))
    ruler.at("html_inline", _recording(html_inline, "html_inline"))
    ruler.at("backticks", _recording(backtick, "code_inline"))
    ruler.at("emphasis", _recording_marks(emphasis.tokenize))
    ruler.at("strikethrough", _recording_marks(strikethrough.tokenize))
    md.core.ruler.at("normalize", _normalize)
    md.core.ruler.at("inline", _inline)


def _ignore_comment(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """Consume an ignore comment, which reaches no output."""
    start = state.bMarks[startLine] + state.tShift[startLine]
    if not state.src.startswith("<!--", start) or state.is_code_block(startLine):
        return False
    if not BODY_COMMENT.fullmatch(state.src, start, state.eMarks[startLine]):
        return False
    if not silent:
        state.env.setdefault(IGNORES, []).append(startLine)
        state.line = startLine + 1
    return True


def _fence(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """Read a fenced code block; it is unclosed when its last line belongs to the code."""
    if not fence(state, startLine, endLine, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        remaining = state.getLines(startLine + 1, state.line, state.sCount[startLine], True)
        token.meta[UNCLOSED] = remaining == token.content
    return True


def _recording(rule: InlineRule, kind: str, bracket: int | None = None) -> InlineRule:
    """Wrap an inline rule so that its token records its position.

    `bracket` is where the text in brackets begins. An autolink has none; to look for it would read all that follows.
    """

    def record(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            # Pending text is pushed first, so the token is the first or the second new one.
            token = next((token for token in state.tokens[count : count + 2] if token.type == kind), None)
            if token is not None:
                token.meta[AT] = (start, state.pos)
                if bracket is not None:
                    label_end = state.md.helpers.parseLinkLabel(state, start + bracket, kind == "link_open")
                    token.meta[LABEL_END] = label_end
        return True

    return record


def _recording_marks(rule: InlineRule) -> InlineRule:
    """Wrap a rule that reads marks of emphasis; each is a text token until its partner is found."""

    def record(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        position = state.pos
        for token in reversed(state.tokens[count:]):
            position -= len(token.content)
            if position < start:
                break  # text that was pending
            token.meta[MARK] = position
        return True

    return record


def _normalize(state: StateCore) -> None:
    """Normalise line ends and null characters faster than markdown-it, which replaces each line end."""
    state.src = state.src.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _inline(state: StateCore) -> None:
    """Parse inline text; most blocks hold only words and plain links, which need no inline rule."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = _text_and_links(token.content)
            if token.children is None:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _text_and_links(content: str) -> list[Token] | None:
    """The tokens of text that holds only words and plain links; None when it holds anything else."""
    tokens: list[Token] = []
    end = 0
    for match in TEXT_OR_LINK.finditer(content):
        if match.start() != end:
            return None
        end = match.end()
        if text := match["text"]:
            tokens.append(Token("text", "", 0, content=text))
            continue
        meta = {AT: match.span(), LABEL_END: match.end("label")}
        tokens.append(Token("link_open", "a", 1, {"href": match["href"]}, meta=meta))
        if label := match["label"]:
            tokens.append(Token("text", "", 0, level=1, content=label))
        tokens.append(Token("link_close", "a", -1))
    return tokens if end == len(content) else None
