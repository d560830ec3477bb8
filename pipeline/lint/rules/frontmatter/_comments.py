"""Comments behind a value that may have been meant as a part of it."""

import re

from pipeline.source.text import Source, Span

# A comment with words in it that is no instruction to the check.
COMMENT = re.compile(r"[ \t]+(?P<comment>#(?![ \t]*strategies:)[^\r\n]*[^\W_][^\r\n]*)")


def comment_at(source: Source, end: int) -> Span | None:
    """The comment on the line on which a value ends, given where it ends, or None."""
    match = COMMENT.match(source.text, end)
    if match is None:
        return None
    start = match.start("comment")
    return Span(source.path, start, start + len(match["comment"].rstrip()))


def within_quotes(text: str) -> str | None:
    """A text of one line between quotation marks, as YAML reads it; None where that takes escapes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return None if "'" in text else f"'{text}'"
