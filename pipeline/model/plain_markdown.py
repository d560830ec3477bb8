"""Plain text as Markdown: titles, names and summaries."""

import re
from functools import lru_cache

# Characters with a meaning in Markdown, and an ampersand at the start of a character reference.
MARKS = re.compile(r"[\\\[\]*_`<~]|&(?=#[0-9xX]|[A-Za-z][A-Za-z0-9]*;)")
# The start of a heading, a quote, a list or a thematic break: its last character is escaped.
START = re.compile(r"(?:#{1,6}|[-+]|[0-9]{1,9}[.)])(?=[ \t]|$)|-(?=[- \t]*$)|>")
# Closing hashes of a heading, which are not rendered.
CLOSING = re.compile(r"(?<=[ \t])#(?=#*$)")
# The end of a line, which becomes a space.
LINE_END = re.compile(r"[ \t]*[\r\n]\s*")


def escaped(text: str) -> str:
    """A text within a line of Markdown, with its marks escaped."""
    return MARKS.sub(r"\\\g<0>", text)


# Many pages show the same names, titles and summaries.
@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text as one line of Markdown: a heading, a paragraph, a list item, or a part of one."""
    line = CLOSING.sub(r"\\#", escaped(LINE_END.sub(" ", text.strip(" \t\r\n"))))
    start = START.match(line)
    return line if start is None else f"{line[: start.end() - 1]}\\{line[start.end() - 1 :]}"


def named_link(name: str, address: str) -> str:
    """A link as Markdown."""
    return f"[{plain(name)}]({address})"
