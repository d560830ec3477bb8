"""Blocks as nearly all pages write them, read in one look; each function declines what is any different.

Then markdown-it's own rules read it. What is plain is kept so narrow that no rule but the obvious one could apply.
"""

import re

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

# A bracketed text that names no address: what begins so is prose.
NO_REFERENCE = r"\[[^\[\]\\\n]*\](?!:)"
# Text that begins like no other block.
PROSE = rf"(?:[^\s`~>*\-_+0-9<#|:=\[]|{NO_REFERENCE})[^\n]*"
# A heading whose text begins and ends in a character that is neither blank nor a hash; what is between may be anything.
HEADING = re.compile(r"(#{1,6})[ \t]+([^\s#](?:[^\n]*[^\s#])?)")
QUOTE = re.compile(rf"> ({PROSE})")
ITEM = re.compile(rf"([-*+]) ({PROSE})")
# Below an empty line, these go on with a list or make it a loose one.
LIST_GOES_ON = frozenset("*-+0123456789 \t")


Place = tuple[int, int, int]  # first line, line after the last, level


def push_paragraph(state: StateBlock, text: str, line: int, stop: int) -> None:
    """Add a paragraph at the level being read."""
    state.tokens += _paragraph(text, (line, stop, state.level))
    state.line = stop


def plain_heading(state: StateBlock, line: int) -> bool:
    """Read a heading such as `## Overview`."""
    match = HEADING.fullmatch(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
    if match is None:
        return False
    signs, text = match.groups()
    tag, place = f"h{len(signs)}", (line, line + 1, state.level)
    state.tokens += (
        _open("heading_open", tag, place, signs),
        _inline(text, place),
        _close("heading_close", tag, state.level, signs),
    )
    state.line = line + 1
    return True


def plain_quote(state: StateBlock, line: int) -> bool:
    """Read a quote of one line, with an empty line below it, which stands in no other block."""
    if state.level or (line + 1 < state.lineMax and not state.isEmpty(line + 1)):
        return False
    match = QUOTE.fullmatch(state.src, state.bMarks[line], state.eMarks[line])
    if match is None:
        return False
    state.tokens += (
        _open("blockquote_open", "blockquote", (line, line + 1, 0), ">"),
        *_paragraph(match[1], (line, line + 1, 1)),
        _close("blockquote_close", "blockquote", 0, ">"),
    )
    state.line = line + 1
    return True


def plain_list(state: StateBlock, line: int) -> bool:
    """Read a list whose items take a line each, with an empty line below it, which stands in no other block."""
    if state.level:
        return False
    sign, texts, stop = state.src[state.bMarks[line]], [], line
    while stop < state.lineMax and (match := ITEM.fullmatch(state.src, state.bMarks[stop], state.eMarks[stop])):
        if match[1] != sign:
            break  # another list; looking on from each would take quadratic time
        texts.append(match[2])
        stop += 1
    after = state.skipEmptyLines(stop)
    if not texts or (after < state.lineMax and (after == stop or state.src[state.bMarks[after]] in LIST_GOES_ON)):
        return False
    state.tokens += _list(sign, texts, line, after)
    state.line = after
    return True


def _list(sign: str, texts: list[str], line: int, after: int) -> list[Token]:
    """Tokens of a tight list. The empty lines below it belong to the last item."""
    tokens = [_open("bullet_list_open", "ul", (line, after, 0), sign)]
    for index, text in enumerate(texts, line):
        stop = index + 1 if index + 1 < line + len(texts) else after
        paragraph = _paragraph(text, (index, index + 1, 2))
        paragraph[0].hidden = paragraph[2].hidden = True
        tokens.append(_open("list_item_open", "li", (index, stop, 1), sign))
        tokens += paragraph
        tokens.append(_close("list_item_close", "li", 1, sign))
    tokens.append(_close("bullet_list_close", "ul", 0, sign))
    return tokens


def _paragraph(text: str, place: Place) -> tuple[Token, Token, Token]:
    return _open("paragraph_open", "p", place), _inline(mdTrim(text), place), _close("paragraph_close", "p", place[2])


# All fields in their order: by name, or set afterwards as `StateBlock.push` does, a token takes half as long again.
def _open(kind: str, tag: str, place: Place, markup: str = "") -> Token:
    return Token(kind, tag, 1, {}, [place[0], place[1]], place[2], None, "", markup, "", {}, True)


def _inline(text: str, place: Place) -> Token:
    return Token("inline", "", 0, {}, [place[0], place[1]], place[2] + 1, [], text, "", "", {}, True)


def _close(kind: str, tag: str, level: int, markup: str = "") -> Token:
    return Token(kind, tag, -1, {}, None, level, None, "", markup, "", {}, True)
