"""How the text inside a block is read: markdown-it's inline rules, each token noting its place, with short cuts.

Short cuts change nothing of what is read: `tests/test_fast_parser.py` holds them against the rules alone.
"""

import re
from collections.abc import Callable, Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    emphasis,
    entity,
    escape,
    html_inline,
    image,
    link,
    newline,
    strikethrough,
)
from markdown_it.token import Token

from pipeline.source.parse.addresses import PLAIN

AT = "at"  # token.meta: (start, end) in the block's inline text
LABEL_END = "label_end"  # token.meta of links and images: where the text in brackets ends
MARK = "mark"  # token.meta of what opens and closes emphasis: where its mark (for strong text: one half of it) stands

# Where a rule might apply, or the text of a link ends.
NEXT = re.compile(r"[\n\\`~*_\[\]<&!]")
# Text up to the next character that begins something: an ampersand that begins no entity and a bang that begins no
# image are text, and so is a bracket that closes nothing.
TEXT = re.compile(r"(?:[^\n\\`~*_\[<&!]++|&(?![A-Za-z#])|!(?!\[))*+")
# A link whose text holds nothing special and whose address is left as it is: nearly every link of our pages.
LINK = re.compile(rf"\[((?:[^\n\\`~*_\[\]<&!]++|&(?![A-Za-z#])|!)*+)\]\(({PLAIN})\)")
BLANKS = re.compile(r"[ \t]*")
# Short of `maxNesting` markdown-it looks no further into brackets; then it is asked itself.
DEEP = 50

InlineRule = Callable[[StateInline, bool], bool]


def _recording(rule: InlineRule, kind: str) -> InlineRule:
    """Wrap an inline rule so that the token it makes knows its place."""
    bracket = {"link_open": 0, "image": 1}.get(kind)

    def record(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
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


_any_link = _recording(link, "link_open")
_autolink = _recording(autolink, "link_open")
_html_inline = _recording(html_inline, "html_inline")


def _link(state: StateInline, silent: bool) -> bool:
    """Read a link: a plain one by one look, any other by markdown-it's rule."""
    match = LINK.match(state.src, state.pos, state.posMax)
    if match is None or state.level > DEEP:
        return _any_link(state, silent)
    if not silent:
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": match[2]}
        token.meta = {AT: match.span(), LABEL_END: match.end(1)}
        state.append_pending(match[1])
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _angled(state: StateInline, silent: bool) -> bool:
    return _autolink(state, silent) or _html_inline(state, silent)


# The one rule that may apply at a character: each begins by asking for just that. markdown-it calls all eleven in turn.
RULES: Mapping[str, InlineRule] = {
    "\n": newline,
    "\\": escape,
    "`": _recording(backtick, "code_inline"),
    "~": _noting_marks(strikethrough.tokenize),
    "*": _noting_marks(emphasis.tokenize),
    "_": _noting_marks(emphasis.tokenize),
    "[": _link,
    "!": _recording(image, "image"),
    "<": _angled,
    "&": entity,
}


def _by_character(state: StateInline, silent: bool) -> bool:
    """Read on by the one rule that may apply, or up to where one might."""
    start = state.pos
    rule = RULES.get(state.src[start])
    if rule is not None:
        return rule(state, silent)
    following = NEXT.search(state.src, start)
    end = following.start() if following else state.posMax
    if end == start:
        return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _plain(content: str) -> list[Token] | None:
    """The tokens of text that holds nothing but words, plain links and line breaks, or None."""
    tokens: list[Token] = []
    at = 0
    while True:
        end = TEXT.match(content, at).end()  # type: ignore[union-attr]  # it matches emptiness
        text = content[at:end]
        begins = content[end : end + 1]
        if begins == "\n":
            _break(tokens, text)
            at = BLANKS.match(content, end + 1).end()  # type: ignore[union-attr]  # so does this
            continue
        if text:
            tokens.append(_text(text))
        if not begins:
            return tokens
        match = LINK.match(content, end) if begins == "[" else None
        if match is None:
            return None
        at = match.end()
        _push_link(tokens, match)


def _break(tokens: list[Token], text: str) -> None:
    """Add the text before a line ending and the break that it makes, as the rule `newline` does."""
    bare = text.rstrip(" ")
    if bare:
        tokens.append(_text(bare))
    kind = "hardbreak" if len(text) - len(bare) > 1 else "softbreak"
    tokens.append(Token(kind, "br", 0))


def _push_link(tokens: list[Token], match: re.Match[str]) -> None:
    text, address = match.groups()
    meta = {AT: match.span(), LABEL_END: match.end(1)}
    tokens.append(Token("link_open", "a", 1, {"href": address}, None, 0, None, "", "", "", meta))
    if text:
        tokens.append(_text(text, 1))
    tokens.append(Token("link_close", "a", -1))


def _text(content: str, level: int = 0) -> Token:
    return Token("text", "", 0, {}, None, level, None, content)


def _inline(state: StateCore) -> None:
    """Read the text of every block; in place of markdown-it's core rules `inline` and `text_join`."""
    others = []
    for token in state.tokens:
        if token.type == "inline":
            children = _plain(token.content)
            if children is None:
                children = []
                state.md.inline.parse(token.content, state.md, state.env, children)
                others.append(token)
            token.children = children
    if others:
        text_join(StateCore(state.src, state.md, state.env, others))


def configure_inline(md: MarkdownIt) -> None:
    """Put our way of calling the inline rules in place of markdown-it's."""
    md.inline.ruler.before("text", "by_character", _by_character)
    md.inline.ruler.enableOnly("by_character")
    md.core.ruler.at("inline", _inline)
    md.core.ruler.disable("text_join")
