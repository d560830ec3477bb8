"""Common mistakes between brackets: never closed, closed by another, a comma too many or too few."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.lint.rules.frontmatter._lines import (
    CLOSERS,
    COMMENT,
    OPENERS,
    FieldFix,
    FieldLines,
    Line,
    LineMark,
    marks,
)

# A character that may have been typed instead of a closing bracket.
LOOKALIKE = re.compile(r"[)}\]>]$")
# `value name: value`: where a comma is missing between two fields.
SIDE_BY_SIDE = re.compile(r"(?<=[^\s,{\[:])(?P<gap>[ \t]+)(?P<name>[^\W\d][\w-]*):[ \t]")


def bracket(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """Every mistake in a value that begins with a bracket on this line."""
    if line.value is None or line.text[line.value[0]] not in OPENERS:
        return
    found = list(marks(layout, line, line.value[0]))
    yield from _commas(found)
    yield from _side_by_side(layout, line)
    opened: list[LineMark] = []
    for mark in found:
        if mark.text in OPENERS:
            opened.append(mark)
        elif mark.text in CLOSERS:
            expected = OPENERS[opened[-1].text]
            if mark.text != expected:
                yield _wrong_closer(mark.line, mark.at, opened[-1], expected)
            opened.pop()
        if not opened:
            yield from _text_behind(line, mark)
            return
    yield from _unclosed(layout, opened, found[-1].line)


def _wrong_closer(line: Line, at: int, opener: LineMark, expected: str) -> FieldFix:
    message = f"`{line.text[at]}` does not close the bracket `{opener.text}`"
    return line.fix((at, at + 1), message, line.edit(at, at + 1, expected))


def _unclosed(layout: FieldLines, opened: list[LineMark], last: Line) -> Iterator[FieldFix]:
    """A bracket that is still open where the next field begins."""
    for line in layout.below(last):
        if not line.has_content or line.field or line.is_item:
            break
        last = line
    end = len(COMMENT.sub("", last.text).rstrip())
    expected = "".join(OPENERS[mark.text] for mark in reversed(opened))
    if LOOKALIKE.search(last.text[:end]) and last.text[end - 1] not in CLOSERS:
        yield _wrong_closer(last, end - 1, opened[-1], expected)
    line, at, opener = opened[0]
    message = f"the bracket `{opener}` that opens here is never closed"
    yield line.fix((at, at + 1), message, last.edit(end, end, expected), help_="close it")


def _text_behind(line: Line, last: LineMark) -> Iterator[FieldFix]:
    """Text behind the bracket that closes the value."""
    after = last.at + 1
    text = last.line.text[after:].strip()
    if not text or text.startswith("#") or line.value is None:
        return
    if set(text) <= CLOSERS | {" "}:
        at = last.line.text.index(text[0], after)
        edit = last.line.edit(after, len(last.line.text), "")
        yield last.line.fix((at, at + 1), f"the bracket `{text[0]}` closes nothing", edit)
    elif last.line is line and line.field:
        start, _ = line.value
        message = f"a text that begins with `{line.text[start]}` needs quotation marks around it"
        yield line.fix((start, start + 1), message, line.quote())


def _commas(found: list[LineMark]) -> Iterator[FieldFix]:
    """Commas without a value before them, and values without a comma between them."""
    for one, other in pairwise(found):
        line, end = one.line, one.at + len(one.text)
        if other.line is line and line.text[end : other.at].strip():
            continue
        if other.text == "," and one.text in (",", *OPENERS):
            at, after = other.at, other.line.text[other.at + 1 :]
            blanks = len(after) - len(after.lstrip(" ")) if one.text in OPENERS else 0
            edit = other.line.edit(at, at + 1 + blanks, "")
            yield other.line.fix((at, at + 1), "no value stands before this comma", edit)
        elif one.text[0] in "\"'" and other.text[0] in "\"'" and len(one.text) > 1:
            columns = other.at, other.at + len(other.text)
            yield other.line.fix(columns, "a comma is missing before this value", line.edit(end, end, ","))
    yield from _open_quotes(found)


def _open_quotes(found: list[LineMark]) -> Iterator[FieldFix]:
    """A quotation mark that is closed only on another line, or never."""
    for (line, at, text), other in zip(found, [*found[1:], None], strict=True):
        if text in ("'", '"'):
            end = other.at if other is not None and other.line is line else len(line.text.rstrip())
            message = f"the quotation mark {text} that opens here is never closed"
            yield line.fix((at, at + 1), message, line.edit(end, end, text), help_="close it")


def _side_by_side(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """Two fields without a comma between them."""
    for match in SIDE_BY_SIDE.finditer(line.text):
        if match["name"] in layout.known:
            edit = line.edit(match.start("gap"), match.start("gap"), ",")
            yield line.fix(match.span("name"), "a comma is missing before this value", edit)
