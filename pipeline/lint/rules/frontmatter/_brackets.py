"""Slips between brackets: never closed, closed by another, a comma too many or too few."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.lint.rules.frontmatter._lines import CLOSERS, COMMENT, OPENERS, FieldLines, Line, LineMark, marks, quoted
from pipeline.lint.rules.frontmatter._mends import FieldFix

# What stands where a closing bracket is due.
LOOKALIKE = re.compile(r"[)}\]>]$")
# `value name: value`: where a comma is missing between two fields.
SIDE_BY_SIDE = re.compile(r"(?<=[^\s,{\[:])(?P<gap>[ \t]+)(?P<name>[^\W\d][\w-]*):[ \t]")


def bracket(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """Every slip of a value that begins with a bracket on this line."""
    line = layout.lines[index]
    if line.value is None or line.text[line.value[0]] not in OPENERS:
        return
    found = list(marks(layout, index, line.value[0]))
    yield from _commas(found)
    yield from _side_by_side(layout, line)
    opened: list[LineMark] = []
    for mark in found:
        if mark.text in OPENERS:
            opened.append(mark)
        elif mark.text in CLOSERS:
            wanted = OPENERS[opened[-1].text]
            if mark.text != wanted:
                yield _exchanged(mark.line, mark.at, opened[-1], wanted)
            opened.pop()
        if not opened:
            yield from _rest(line, mark)
            return
    yield from _unclosed(layout, opened, found[-1].line)


def _exchanged(line: Line, at: int, opener: LineMark, wanted: str) -> FieldFix:
    message = f"`{line.text[at]}` does not close the bracket `{opener.text}`"
    return FieldFix(line.span(at, at + 1), message, "write", (line.edit(at, at + 1, wanted),))


def _unclosed(layout: FieldLines, opened: list[LineMark], last: Line) -> Iterator[FieldFix]:
    """The bracket is still open where the next field begins."""
    lines = layout.lines[layout.index(last.start) :]
    for line in lines[1:]:
        if not line.says_something or line.field or line.is_item:
            break
        last = line
    end = len(COMMENT.sub("", last.text).rstrip())
    wanted = "".join(OPENERS[mark.text] for mark in reversed(opened))
    if LOOKALIKE.search(last.text[:end]) and last.text[end - 1] not in CLOSERS:
        yield _exchanged(last, end - 1, opened[-1], wanted)
    first = opened[0]
    message = f"the bracket `{first.text}` that opens here is never closed"
    yield FieldFix(first.line.span(first.at, first.at + 1), message, "close it", (last.edit(end, end, wanted),))


def _rest(line: Line, last: LineMark) -> Iterator[FieldFix]:
    """What stands behind the bracket that closes the value."""
    after = last.at + 1
    rest = last.line.text[after:].strip()
    if not rest or rest.startswith("#") or line.value is None:
        return
    if set(rest) <= CLOSERS | {" "}:
        at = last.line.text.index(rest[0], after)
        message = f"the bracket `{rest[0]}` closes nothing"
        yield FieldFix(last.line.span(at, at + 1), message, "write", (last.line.edit(after, len(last.line.text), ""),))
    elif last.line is line and line.field:
        start, end = line.value
        message = f"a text that begins with `{line.text[start]}` needs quotation marks around it"
        edit = line.edit(start, end, quoted(line.text[start:end]))
        yield FieldFix(line.span(start, start + 1), message, "write", (edit,))


def _commas(found: list[LineMark]) -> Iterator[FieldFix]:
    for one, other in pairwise(found):
        between = one.line.text[one.at + len(one.text) : other.at] if one.line is other.line else ""
        if between.strip():
            continue
        if other.text == "," and one.text in (",", *OPENERS):
            line, at = other.line, other.at
            blanks = len(line.text) - at - 1 - len(line.text[at + 1 :].lstrip(" ")) if one.text in OPENERS else 0
            end = at + 1 + blanks
            yield FieldFix(
                line.span(at, at + 1), "no value stands before this comma", "write", (line.edit(at, end, ""),)
            )
        elif one.text[0] in "\"'" and other.text[0] in "\"'" and len(one.text) > 1:
            line, at = one.line, one.at + len(one.text)
            yield FieldFix(
                other.line.span(other.at, other.at + len(other.text)),
                "a comma is missing before this value",
                "write",
                (line.edit(at, at, ","),),
            )
    yield from _open_quotes(found)


def _open_quotes(found: list[LineMark]) -> Iterator[FieldFix]:
    """A quotation mark that is closed only on another line, or never."""
    for one, other in pairwise([*found, None]):
        assert one is not None
        if one.text not in ("'", '"'):
            continue
        end = other.at if other is not None and other.line is one.line else len(one.line.text.rstrip())
        message = f"the quotation mark {one.text} that opens here is never closed"
        yield FieldFix(one.line.span(one.at, one.at + 1), message, "close it", (one.line.edit(end, end, one.text),))


def _side_by_side(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """Two fields without a comma between them."""
    for match in SIDE_BY_SIDE.finditer(line.text):
        if match["name"] in layout.known:
            edit = line.edit(match.start("gap"), match.start("gap"), ",")
            yield FieldFix(line.span(*match.span("name")), "a comma is missing before this value", "write", (edit,))
