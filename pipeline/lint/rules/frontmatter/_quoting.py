"""Quotation marks around values, and comments that may have been meant as a part of a value."""

import re

from pipeline.source.text import Source, Span

# A comment with words in it that is no instruction to the linter.
COMMENT = re.compile(r"[ \t]+(?P<comment>#(?![ \t]*strategies:)[^\r\n]*[^\W_][^\r\n]*)")


def comment_at(source: Source, end: int) -> Span | None:
    """The comment behind a value that ends at `end`, or None."""
    match = COMMENT.match(source.text, end)
    if match is None:
        return None
    start = match.start("comment")
    return Span(source.path, start, start + len(match["comment"].rstrip()))


def within_quotes(text: str) -> str | None:
    """A text of one line between quotation marks; None when it would need escapes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return None if "'" in text else f"'{text}'"


def quoted(text: str) -> str:
    """A text of one line between quotation marks, with escapes only if they are needed."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return within_quotes(text) or f'"{escaped}"'


def closing(text: str, start: int) -> int:
    """The offset of the mark that closes the quotation mark at `start` on its line, or -1."""
    mark, at = text[start], start + 1
    while at < len(text):
        if text[at] == "\\" and mark == '"':
            at += 1
        elif text[at] == mark:
            if mark != "'" or text[at + 1 : at + 2] != "'":
                return at
            at += 1
        at += 1
    return -1
