"""Text as Markdown that means nothing but itself: titles, names and summaries."""

import re

# Characters that Markdown could take for marks, and an ampersand that begins a reference of a character.
MARKS = re.compile(r"[\\\[\]*_`<~]|&(?=#[0-9xX]|[A-Za-z][A-Za-z0-9]*;)")
# What makes a heading, a quotation, a list or a ruler of a line that begins with it: the last character is escaped.
START = re.compile(r"(?:#{1,6}|[-+]|[0-9]{1,9}[.)])(?=[ \t]|$)|-(?=[- \t]*$)|>")
# Hashes that end a heading and are not shown.
CLOSING = re.compile(r"(?<=[ \t])#(?=#*$)")
# The text goes on behind it, on the same line.
LINE_END = re.compile(r"[ \t]*[\r\n]\s*")


def escaped(text: str) -> str:
    """A text within a line of Markdown, with its marks escaped."""
    return MARKS.sub(r"\\\g<0>", text)


def plain(text: str) -> str:
    """A text of one line as Markdown, wherever it stands: as a heading, a paragraph, an item, or within one."""
    line = CLOSING.sub(r"\\#", escaped(LINE_END.sub(" ", text.strip(" \t\r\n"))))
    start = START.match(line)
    return line if start is None else f"{line[: start.end() - 1]}\\{line[start.end() - 1 :]}"


def named_link(name: str, address: str) -> str:
    """A link as Markdown."""
    return f"[{plain(name)}]({address})"
