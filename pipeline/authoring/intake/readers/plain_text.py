"""Plain text: headings are lines in capitals or alone between empty lines, or words of the house's headings.

Which lines are headings of the house is decided later, when the page policy is known; so every line that could be one
is kept as a line of its own.
"""

import re
from collections.abc import Iterator

from pipeline.authoring.intake.old_file import OldFile
from pipeline.authoring.intake.old_page import IsHeading, OldPage
from pipeline.model.plain_markdown import plain

ENDINGS = (".txt", ".text")
# In a text without longer lines, a line that is nearly as long as the longest goes on in the next.
WIDEST, FULL = 120, 0.6
# A mark at the start of an item, and that of a numbered one.
BULLET = re.compile(r"^\s*(?:[•◦▪‣·*–—-]|(?P<number>\d{1,3})[.)])\s+(?=\S)")
# The start of a heading in Markdown, which many write in plain text, too.
HASHES = re.compile(r"#{1,6}\s+(?=\S)")
# Most characters of a heading.
LONGEST = 90
# A web address in a text, without the marks that may follow it.
ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")
# A line that parts two others.
RULER = re.compile(r"[-=_*~#+. ]+")


def read(file: OldFile, is_heading: IsHeading) -> Iterator[OldPage]:
    """The one page of a text; its first line is the title if it could be a heading."""
    text = file.text
    lines = text.strip("\n").split("\n")
    first = HASHES.sub("", lines[0].strip(), count=1)
    title = first if could_be_heading(first) and not is_heading(first) else ""
    body = "\n".join(lines[1:] if title else lines)
    yield OldPage(file.name, file.stem, markdown_of(body, is_heading), text, title)


def markdown_of(text: str, is_heading: IsHeading, *, headings: bool = True) -> str:
    """A text as Markdown: known headings and lines in capitals have one `#`, others two.

    Others are short lines that stand alone, or above a line so long that it is a paragraph.
    """
    lines = [line.strip() for line in text.split("\n")]
    width = max(map(len, lines), default=0)
    written: list[str] = []
    kind = ""  # of the block above: h, -, 1 or p
    for index, line in enumerate(lines):
        before, after = (lines[at] if 0 <= at < len(lines) else "" for at in (index - 1, index + 1))
        if not line or RULER.fullmatch(line):
            continue
        known = headings and is_heading(line)
        alone = not (before or after) or len(after) > WIDEST
        if headings and (heading := _heading(line, alone=alone, known=known)):
            written += ["", heading]
            kind = "h"
        elif item := BULLET.match(line):
            new = "1" if item["number"] else "-"
            mark = f"{item['number']}." if item["number"] else "-"
            written += [*([] if kind == new else [""]), f"{mark} {marked_up(line[item.end() :])}"]
            kind = new
        elif kind not in ("", "h") and width <= WIDEST and len(before) > width * FULL:
            written.append(f"{'' if kind == 'p' else '   '}{marked_up(line)}")
        else:
            written += ["", marked_up(line)]
            kind = "p"
    return "\n".join(written[1:]) + "\n"


def _heading(line: str, *, alone: bool, known: bool) -> str:
    """A line as a heading in Markdown; empty for other lines."""
    if marked := HASHES.match(line):
        return f"{marked.group().strip()} {marked_up(line[marked.end() :])}"
    if known or (line.isupper() and could_be_heading(line)):
        return f"# {marked_up(line)}"
    return f"## {marked_up(line)}" if alone and could_be_heading(line) and not BULLET.match(line) else ""


def could_be_heading(line: str) -> bool:
    """True for a short line that does not end like a sentence."""
    return 0 < len(line) <= LONGEST and line[-1] not in ".!?;,:…" and any(map(str.isalpha, line))


def marked_up(line: str) -> str:
    """A line as Markdown, with its web addresses as links."""
    parts, end = [], 0
    for match in ADDRESS.finditer(line):
        parts += [line[end : match.start()], match.group()]
        end = match.end()
    texts = [*parts[::2], line[end:]]
    written = [_spaced(text, first=index == 0) for index, text in enumerate(texts)]
    links = [f"<{address}>" for address in parts[1::2]]
    return "".join(text + link for text, link in zip(written, [*links, ""], strict=True))


def _spaced(text: str, *, first: bool) -> str:
    """A part of a line as Markdown, with the spaces around it."""
    bare = text.strip(" ")
    if not bare:
        return " " if text and not first else ""
    lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return ("" if first else lead) + (plain(bare) if first else plain(f"x{bare}")[1:]) + tail
