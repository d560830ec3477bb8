"""Common YAML mistakes on a line, each with edits that may fix it; `_mistakes` tries the edits."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from pipeline.lint.rules.frontmatter._lines import FieldFix, FieldLines, Line
from pipeline.lint.rules.frontmatter._quoting import closing, quoted
from pipeline.source.text import counted

# The curly marks that word processors write instead of straight ones.
CURLY = {"”": '"', "“": '"', "’": "'", "‘": "'"}
# `name:value`, and a colon or space from another script.
GLUED = re.compile(
    r"[ \t]*(?:-[ \t]+)*(?P<name>[^\W\d][\w-]*)(?P<colon>[:：])"
    r"(?P<gap>[ \t\u00a0\u2000-\u200a\u202f\u3000]*)(?=[^\s:])(?!//)"
)
# `-value`
GLUED_ITEM = re.compile(r"[ \t]*-(?=[^\s-])")
# `* value`
BULLET = re.compile(r"[ \t]*[*+][ \t]+(?=\S)")
# `-` and a tab.
ITEM_TAB = re.compile(r"[ ]*-[ ]*(?P<tabs>\t[ \t]*)")
# `name value`, `name = value`, `name; value`
NO_COLON = re.compile(r"[ \t]*(?:- +)?(?P<name>[^\W\d][\w-]*)(?P<gap>[ \t]*[=;][ \t]*|[ \t]+)(?=\S)")
# Characters with a special meaning at the start of a value.
SPECIAL = "@`%&*!|>?,]}-"
# A backslash that begins no escape of YAML.
STRAY_BACKSLASH = re.compile(
    r"\\(?![0abtnvfre \"/\\N_LP\n]|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
)


# Finds one kind of mistake on a line.
FixFinder = Callable[[FieldLines, Line], Iterator[FieldFix]]


def tab(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """A tab at the start of a line, or behind the hyphen of an item."""
    message = "a tab stands where only spaces may"
    if found := ITEM_TAB.match(line.text):
        tabs = found.span("tabs")
        yield line.fix(tabs, message, line.edit(*tabs, " "))
    indent = line.text[: line.indent]
    if "\t" not in indent:
        return
    above = layout.above(line)
    indent_above = above.text[: above.indent] if above else ""
    tabbed = [other for other in layout.lines if "\t" in other.text[: other.indent] and other.has_content]
    for width in ("  ", indent_above.partition("\t")[0], ""):
        edits = (
            other.edit(0, other.indent, other.text[: other.indent].replace("\t", width) if width == "  " else width)
            for other in tabbed
        )
        yield line.fix((indent.index("\t"), len(indent)), message, *edits, help_="indent with spaces")


def quote(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """A quotation mark that is never closed, or closed too early."""
    start, end = line.value or (0, 0)
    text = line.text[start:end]
    if not text or text[0] not in "\"'":
        return
    mark, closed = text[0], closing(text, 0)
    if closed < 0:
        if CURLY.get(text[-1]) == mark:
            message = "this text begins with a straight quotation mark and ends with a curly one"
            yield line.fix((end - 1, end), message, line.edit(end - 1, end, mark))
        message = f"the quotation mark {mark} that opens here is never closed"
        yield line.fix((start, start + 1), message, line.edit(end, end, mark), help_="close it")
    elif text[closed + 1 :].strip() and not text[closed + 1 :].lstrip().startswith("#"):
        inside = text[1:-1] if text[-1] == mark else text[1:] if text[closed + 1].isalpha() else text
        at = start + closed
        message = f"this quotation mark {mark} ends the text too early"
        yield line.fix((at, at + 1), message, line.edit(start, end, quoted(inside)))
    elif mark == '"' and (stray := STRAY_BACKSLASH.search(text)):
        message = "between double quotation marks a backslash begins a special character"
        edit = line.edit(start, start + closed + 1, quoted(text[1:closed]))
        yield line.fix((start + stray.start(), start + stray.end()), message, edit)


def missing_space(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """No ordinary space behind a colon or hyphen."""
    if found := GLUED.match(line.text):
        name, gap = found["name"], found["gap"]
        if found["colon"] == "：":
            message = f"the colon behind `{name}` is a wide one from another script"
            yield line.fix(found.span("colon"), message, line.edit(found.start("colon"), found.end(), ": "))
        elif gap.strip(" \t"):
            message = f"the space behind the colon of `{name}` is not an ordinary one"
            yield line.fix(found.span("gap"), message, line.edit(*found.span("gap"), " "))
        elif not gap:
            message = f"a space is missing behind the colon of `{name}`"
            yield line.fix(found.span("colon"), message, line.edit(found.end("colon"), found.end("colon"), " "))
    elif found := GLUED_ITEM.match(line.text):
        at = found.end()
        yield line.fix((at - 1, at), "a space is missing behind the hyphen", line.edit(at, at, " "))


def bullet(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """Items that begin with an asterisk or plus sign in place of a hyphen."""
    if not BULLET.match(line.text):
        return
    others = [other for other in layout.lines if BULLET.match(other.text)]
    edits = (other.edit(other.indent, other.indent + 1, "-") for other in others)
    yield line.fix((line.indent, line.indent + 1), "a list of fields begins each item with a hyphen", *edits)


def missing_colon(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """The name of a field that appears nowhere else, without a colon."""
    found = NO_COLON.match(line.text)
    if found and found["name"] in layout.known - layout.names:
        message = f"a colon is missing behind `{found['name']}`"
        yield line.fix(found.span("name"), message, line.edit(*found.span("gap"), ": "))


def list_next_to_name(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """A list with hyphens that begins on the line of its field."""
    if line.value is None or line.field is None or not line.text.startswith("- ", line.value[0]):
        return
    following = next(iter(layout.below(line)), None)
    indent = " " * (following.indent if following and following.is_item else line.indent + 2)
    at = line.value[0]
    gap = line.edit(line.field.end("colon"), at, layout.source.newline + indent)
    message = "a list with hyphens begins below the name of its field"
    yield line.fix((at, at + 1), message, gap)


def unquoted(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """A text that begins with a character of special meaning, or holds a colon and a space."""
    if line.value is None or line.field is None:
        return
    start, end = line.value
    text = line.text[start:end]
    if text[0] in SPECIAL:
        shown = "a backtick" if text[0] == "`" else f"`{text[0]}`"
        message = f"a text that begins with {shown} needs quotation marks around it"
        yield line.fix((start, start + 1), message, line.quote())
    elif line.is_plain and (at := _colon(text)) >= 0:
        message = "a text that holds a colon and a space needs quotation marks around it"
        yield line.fix((start + at, start + at + 1), message, line.quote())
    elif line.is_plain:
        yield from _unquoted_below(layout, line, start)


def _unquoted_below(layout: FieldLines, first: Line, start: int) -> Iterator[FieldFix]:
    """The colon is on one of the lines that continue the text."""
    below = list(takewhile(lambda line: line.has_content and line.indent > first.indent, layout.below(first)))
    found = next(((line, at) for line in below if (at := _colon(line.text)) >= 0), None)
    if found:
        line, at = found
        mark = "'" if any('"' in part.text for part in (first, *below)) else '"'
        end = len(below[-1].text.rstrip())
        message = "a text that holds a colon and a space needs quotation marks around it"
        yield line.fix((at, at + 1), message, first.edit(start, start, mark), below[-1].edit(end, end, mark))


def _colon(text: str) -> int:
    """The offset of a colon that would end the name of a field, or -1."""
    text = text.rstrip()
    at = text.find(": ")
    return at if at >= 0 else len(text) - 1 if text.endswith(":") else -1


def continued(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """The second line of a text, not indented."""
    above = layout.lines[line.number - 1] if line.number else None
    if above is None or not above.is_plain or line.field or line.is_item or not any(map(str.isalpha, line.text)):
        return
    width = " " * (above.indent + 2)
    more = takewhile(lambda other: other.has_content and not other.field and not other.is_item, layout.below(line))
    edits = [other.edit(0, other.indent, width) for other in (line, *more)]
    message = "this line goes on with the text above, but is not indented"
    yield line.fix(_start(line), message, *edits, help_=f"begin it with {len(width)} spaces")


def misindented(layout: FieldLines, line: Line) -> Iterator[FieldFix]:
    """A field or item whose indent differs from those around it; its children may move along."""
    field = line.field
    if not (field or line.is_item) or "\t" in line.text[: line.indent]:
        return
    if field and field["name"].strip() not in layout.known and _continues_text(layout, line):
        return  # more likely a text that holds a colon
    for width in _widths(layout, line):
        count = "no space" if not width else counted(width, "space")
        for block in _blocks(layout, line):
            edits = (other.edit(0, line.indent, " " * width) for other in block)
            message = "this line is not indented like the ones around it"
            yield line.fix(_start(line), message, *edits, help_=f"begin it with {count}")


def _continues_text(layout: FieldLines, line: Line) -> bool:
    """True for a line with a greater indent than a text without quotes that began above it."""
    above = layout.above(line)
    while above and not (above.field or above.is_item):
        above = layout.above(above)
    return above is not None and above.is_plain and line.indent > above.indent


def _blocks(layout: FieldLines, line: Line) -> Iterator[list[Line]]:
    """The lines that may move: one line, the line with its children, its complete block."""
    yield [line]
    following = [other for other in layout.below(line) if other.has_content]
    yield [line, *takewhile(lambda other: other.indent > line.indent, following)]
    yield [line, *takewhile(lambda other: other.indent >= line.indent, following)]


def _widths(layout: FieldLines, line: Line) -> list[int]:
    """Indents of the lines around one, nearest to its own first."""
    found = {0}
    for other in layout.lines[max(0, line.number - 20) : line.number + 20]:
        if other.has_content:
            content = len(other.text) - len(other.text.lstrip(" -"))
            found |= {other.indent, content if other.is_item else other.indent}
    return sorted(found - {line.indent}, key=lambda width: (abs(width - line.indent), width))


def _start(line: Line) -> tuple[int, int]:
    """The indent of a line, or its first word where it has none."""
    return 0, line.indent or len(line.text.split(maxsplit=1)[0])
