"""How lines become blocks: markdown-it's block rules, each called only where a line's first character allows it.

Short cuts change nothing of what is read: `tests/test_fast_parser.py` holds them against the rules alone.
"""

import re
from collections.abc import Callable, Mapping

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    code,
    fence,
    heading,
    hr,
    lheading,
    list_block,
    paragraph,
    reference,
    table,
)
from markdown_it.rules_core import StateCore

from pipeline.source.parse.ignores import BODY_COMMENT
from pipeline.source.parse.plain_blocks import NO_REFERENCE, plain_heading, plain_list, plain_quote, push_paragraph

IGNORES = "ignores"  # env: lines taken by ignore comments
UNCLOSED = "unclosed"  # token.meta of a code fence: true when no line closes it
BRACKETED = re.compile(NO_REFERENCE)

BlockRule = Callable[[StateBlock, int, int, bool], bool]
Rules = Mapping[str, tuple[BlockRule, ...]]


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


def _ruler(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read a ruler, which ends as it begins; the items of a list begin like one and end in words."""
    return state.src[state.eMarks[line] - 1] in "*-_ \t" and hr(state, line, end, silent)


def _reference(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read the address of reference links; most lines that begin with a bracket begin with a link."""
    if BRACKETED.match(state.src, state.bMarks[line] + state.tShift[line]):
        return False
    return reference(state, line, end, silent)


def _fence(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read a code block, and note whether a line closes it."""
    if not fence(state, line, end, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        token.meta[UNCLOSED] = not _closes(state, token.markup, line, state.line - 1)
    return True


def _closes(state: StateBlock, markup: str, first: int, last: int) -> bool:
    """True when the last line of a code block is its closing fence: reading stops at the first such line."""
    if last == first or state.is_code_block(last):
        return False
    written = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].rstrip(" \t")
    return written.startswith(markup) and not written.strip(markup[0])


def _plain(plain: Callable[[StateBlock, int], bool], rule: BlockRule) -> BlockRule:
    """The short cut, and the rule for what it declines."""
    return lambda state, line, end, silent: plain(state, line) or rule(state, line, end, silent)


def _by_character(*rules: tuple[BlockRule, str]) -> Rules:
    """The rules by the first character of a line, each with those that it itself asks for, in markdown-it's order."""
    characters = {character for _, openers in rules for character in openers}
    return {sign: tuple(rule for rule, openers in rules if sign in openers) for sign in characters}


FENCE, RULER, COMMENT = (_fence, "`~"), (_ruler, "*-_"), (_ignore_comment, "<")
QUOTE, LIST, HEADING = (blockquote, ">"), (list_block, "*-+0123456789"), (heading, "#")
STARTS = _by_character(
    FENCE,
    (_plain(plain_quote, blockquote), ">"),
    RULER,
    (_plain(plain_list, list_block), "*-+"),
    (list_block, "0123456789"),
    (_reference, "["),
    COMMENT,
    (_plain(plain_heading, heading), "#"),
)
# What ends each kind of block when its next line begins with it: markdown-it's `alt` chains, and the ignore comment.
ENDS: Mapping[str, Rules] = {
    "paragraph": _by_character(FENCE, QUOTE, RULER, LIST, COMMENT, HEADING),
    "reference": _by_character(FENCE, QUOTE, RULER, LIST, COMMENT, HEADING),
    "blockquote": _by_character(FENCE, QUOTE, RULER, LIST, COMMENT, HEADING),
    "list": _by_character(FENCE, QUOTE, RULER, COMMENT),
}
# The second line of a table begins with one of these.
TABLE = frozenset("|-:")
# A line that makes a table or a heading of the one above it begins with one of these.
SECOND = TABLE | {"="}
# A line that begins with any other character goes on with the paragraph above it, and makes nothing else of it.
NOT_PROSE = frozenset(ENDS["paragraph"]) | SECOND


def _may_be_table(state: StateBlock, line: int, end: int) -> bool:
    if line + 1 >= end:
        return False
    begin = state.bMarks[line + 1] + state.tShift[line + 1]
    return begin < state.eMarks[line + 1] and state.src[begin] in TABLE


def _ending(kind: str) -> BlockRule:
    """The one rule that says whether a line ends a block of a kind."""
    rules = ENDS[kind]
    spans_tables = kind in ("paragraph", "reference")

    def ends(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        if not silent or state.is_code_block(line):
            return False
        if spans_tables and _may_be_table(state, line, end) and table(state, line, end, True):
            return True
        begin = state.bMarks[line] + state.tShift[line]
        # At the end of the text there is no character.
        return any(rule(state, line, end, True) for rule in rules.get(state.src[begin : begin + 1], ()))

    return ends


_ends_paragraph = _ending("paragraph")


class Blocks(ParserBlock):
    """markdown-it's parser of blocks, which reads each by the rules that its first character allows."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler.disable("html_block")
        originals = (("table", table), ("fence", fence), ("blockquote", blockquote), ("hr", hr), ("list", list_block))
        for name, rule in (*originals, ("heading", heading)):
            self.ruler.at(name, rule)  # takes it out of the chains of what ends a block
        for kind in ENDS:
            self.ruler.push(f"ends_{kind}", _ending(kind), {"alt": [kind]})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Read the blocks of a range of lines."""
        line, empty_lines = startLine, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                return
            if state.level >= state.md.options.maxNesting:
                state.line = endLine
                return
            _read_block(state, line, endLine)
            # A list is tight as long as no empty line stands before the last block of an item.
            state.tight = not empty_lines
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                empty_lines = True
            if line < endLine and state.isEmpty(line):
                empty_lines = True
                line += 1
                state.line = line


def _read_block(state: StateBlock, line: int, end: int) -> None:
    """Read the block that begins on a line, by the rules that may apply; one of them always does."""
    if state.is_code_block(line):
        code(state, line, end, False)
        return
    if _may_be_table(state, line, end) and table(state, line, end, False):
        return
    begin = state.bMarks[line] + state.tShift[line]
    for rule in STARTS.get(state.src[begin], ()):
        if rule(state, line, end, False):
            return
    if not _prose(state, line) and not lheading(state, line, end, False):
        paragraph(state, line, end, False)


def _prose(state: StateBlock, line: int) -> bool:
    """Read a paragraph, unless a line may make something else of it: then markdown-it's rules have to look."""
    parent, state.parentType = state.parentType, "paragraph"
    stop = _stop_of_prose(state, line)
    state.parentType = parent
    if stop is None:
        return False
    if stop == line + 1:
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    else:
        text = state.getLines(line, stop, state.blkIndent, False)
    push_paragraph(state, text, line, stop)
    return True


def _stop_of_prose(state: StateBlock, line: int) -> int | None:
    """The line at which a paragraph ends; None when it may be a heading with a line below it or run into a table."""
    src, begins, ends, shifts, indents = state.src, state.bMarks, state.eMarks, state.tShift, state.sCount
    stop = line + 1
    while stop < state.lineMax:
        begin = begins[stop] + shifts[stop]
        if begin >= ends[stop]:
            return stop
        # A line that is indented by more than three goes on with the paragraph whatever it says; so does a lazy one
        # inside a quote, whose indent is below zero.
        if src[begin] in NOT_PROSE and 0 <= indents[stop] <= state.blkIndent + 3:
            if src[begin] in SECOND and indents[stop] >= state.blkIndent:
                return None
            if _ends_paragraph(state, stop, state.lineMax, True):
                return stop
        stop += 1
    return stop


def _normalize(state: StateCore) -> None:
    """Unify line endings and replace NUL, as markdown-it's rule does; it replaces each line feed by itself."""
    state.src = state.src.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def configure_blocks(md: MarkdownIt) -> None:
    """Put our way of calling the block rules in place of markdown-it's."""
    md.block = Blocks()
    md.core.ruler.at("normalize", _normalize)
