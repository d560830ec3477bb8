"""What each slip looks like on a line, and the edits that would mend it. Whether they do is tried elsewhere."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.lint.rules.frontmatter._lines import FieldLines, Line, closing, quoted
from pipeline.source.text import Edit, Span

# The curly marks that word processors put in place of straight ones.
CURLY = {"”": '"', "“": '"', "’": "'", "‘": "'"}
# `name:value`, and colons or blanks that only look like ordinary ones.
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
# Characters that mean something else at the start of a value.
SPECIAL = "@`%&*!|>?,]}-"
# A backslash that YAML knows nothing of.
STRAY_BACKSLASH = re.compile(
    r"\\(?![0abtnvfre \"/\\N_LP\n]|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
)


class FieldFix(NamedTuple):
    """A slip that a line may hold: where, in words, what to do, and the edits."""

    span: Span
    message: str
    help: str
    edits: tuple[Edit, ...]


def tab(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """A tab at the start of a line, or behind the hyphen of an item."""
    line = layout.lines[index]
    message = "a tab stands where only spaces may"
    if found := ITEM_TAB.match(line.text):
        yield FieldFix(line.span(*found.span("tabs")), message, "write", (line.edit(*found.span("tabs"), " "),))
    lead = line.text[: line.indent]
    if "\t" not in lead:
        return
    above = layout.above(index)
    beside = layout.lines[above].text if above is not None else ""
    tabbed = [other for other in layout.lines if "\t" in other.text[: other.indent] and other.says_something]
    place = line.span(lead.index("\t"), len(lead))
    for width in ("  ", beside[: len(beside) - len(beside.lstrip(" "))], ""):
        edits = (
            other.edit(0, other.indent, other.text[: other.indent].replace("\t", width) if width == "  " else width)
            for other in tabbed
        )
        yield FieldFix(place, message, "indent with spaces", tuple(edits))


def quote(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """A quotation mark that is never closed, or closed too early."""
    line = layout.lines[index]
    if line.value is None:
        return
    start, end = line.value
    text = line.text[start:end]
    if text[0] not in "\"'":
        return
    mark, closed = text[0], closing(text, 0)
    if closed < 0:
        if CURLY.get(text[-1]) == mark:
            message = "this text begins with a straight quotation mark and ends with a curly one"
            yield FieldFix(line.span(end - 1, end), message, "write", (line.edit(end - 1, end, mark),))
        message = f"the quotation mark {mark} that opens here is never closed"
        yield FieldFix(line.span(start, start + 1), message, "close it", (line.edit(end, end, mark),))
    elif text[closed + 1 :].strip() and not text[closed + 1 :].lstrip().startswith("#"):
        inside = text[1:-1] if text[-1] == mark else text[1:] if text[closed + 1].isalpha() else text
        message = f"this quotation mark {mark} ends the text too early"
        yield FieldFix(
            line.span(start + closed, start + closed + 1), message, "write", (line.edit(start, end, quoted(inside)),)
        )
    elif mark == '"' and (stray := STRAY_BACKSLASH.search(text)):
        message = "between double quotation marks a backslash begins a special character"
        edit = line.edit(start, start + closed + 1, quoted(text[1:closed]))
        yield FieldFix(line.span(start + stray.start(), start + stray.end()), message, "write", (edit,))


def missing_space(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """No ordinary space behind a colon or hyphen."""
    line = layout.lines[index]
    if found := GLUED.match(line.text):
        name, gap = found["name"], found["gap"]
        if found["colon"] == "：":
            message = f"the colon behind `{name}` is a wide one from another script"
            edit, place = line.edit(found.start("colon"), found.end(), ": "), found.span("colon")
        elif gap.strip(" \t"):
            message = f"the space behind the colon of `{name}` is not an ordinary one"
            edit, place = line.edit(*found.span("gap"), " "), found.span("gap")
        else:
            message = f"a space is missing behind the colon of `{name}`"
            edit, place = line.edit(found.end("colon"), found.end("colon"), " "), found.span("colon")
        if found["colon"] == "：" or not gap or gap.strip(" \t"):
            yield FieldFix(line.span(*place), message, "write", (edit,))
    elif found := GLUED_ITEM.match(line.text):
        at = found.end()
        yield FieldFix(
            line.span(at - 1, at), "a space is missing behind the hyphen", "write", (line.edit(at, at, " "),)
        )


def bullet(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """Items that begin with an asterisk or plus sign in place of a hyphen."""
    line = layout.lines[index]
    if not BULLET.match(line.text):
        return
    others = [other for other in layout.lines if BULLET.match(other.text)]
    edits = tuple(other.edit(other.indent, other.indent + 1, "-") for other in others)
    place = line.span(line.indent, line.indent + 1)
    yield FieldFix(place, "a list of fields begins each item with a hyphen", "write", edits)


def missing_colon(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """The name of a field that stands nowhere else, without a colon."""
    line = layout.lines[index]
    found = NO_COLON.match(line.text)
    if found and found["name"] in layout.known - layout.names:
        edit = line.edit(*found.span("gap"), ": ")
        place = line.span(*found.span("name"))
        yield FieldFix(place, f"a colon is missing behind `{found['name']}`", "write", (edit,))


def list_beside_name(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """A list with hyphens that begins on the line of its field."""
    line = layout.lines[index]
    if line.value is None or line.field is None or not line.text.startswith("- ", line.value[0]):
        return
    following = layout.lines[index + 1] if index + 1 < len(layout.lines) else None
    indent = " " * (following.indent if following and following.is_item else line.indent + 2)
    at = line.value[0]
    gap = line.edit(line.field.end("colon"), at, layout.source.newline + indent)
    message = "a list with hyphens begins below the name of its field"
    yield FieldFix(line.span(at, at + 1), message, "write", (gap,))


def unquoted(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """A text that begins with a character of another meaning, or holds a colon and a space."""
    line = layout.lines[index]
    if line.value is None or line.field is None:
        return
    start, end = line.value
    text = line.text[start:end]
    if text[0] in SPECIAL:
        shown = "a backtick" if text[0] == "`" else f"`{text[0]}`"
        message = f"a text that begins with {shown} needs quotation marks around it"
        yield FieldFix(line.span(start, start + 1), message, "write", (line.edit(start, end, quoted(text)),))
    elif line.is_plain and (at := _colon(text)) >= 0:
        message = "a text that holds a colon and a space needs quotation marks around it"
        yield FieldFix(line.span(start + at, start + at + 1), message, "write", (line.edit(start, end, quoted(text)),))
    elif line.is_plain:
        yield from _unquoted_below(layout, index, start)


def _unquoted_below(layout: FieldLines, index: int, start: int) -> Iterator[FieldFix]:
    """The colon stands on one of the lines with which the text goes on."""
    first = layout.lines[index]
    below = []
    for line in layout.lines[index + 1 :]:
        if not line.says_something or line.indent <= first.indent:
            break
        below.append(line)
    found = next(((line, at) for line in below if (at := _colon(line.text)) >= 0), None)
    if found:
        line, at = found
        mark = "'" if any('"' in part.text for part in (first, *below)) else '"'
        end = len(below[-1].text.rstrip())
        message = "a text that holds a colon and a space needs quotation marks around it"
        yield FieldFix(
            line.span(at, at + 1), message, "write", (first.edit(start, start, mark), below[-1].edit(end, end, mark))
        )


def _colon(text: str) -> int:
    """Where a colon stands that would end a field's name, or -1."""
    bare = text.rstrip()
    at = bare.find(": ")
    return at if at >= 0 else len(bare) - 1 if bare.endswith(":") else -1


def continued(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """The second line of a text, not indented."""
    line = layout.lines[index]
    above = layout.lines[index - 1] if index else None
    if above is None or not above.is_plain or line.field or line.is_item or not any(map(str.isalpha, line.text)):
        return
    width = " " * (above.indent + 2)
    edits = []
    for other in layout.lines[index:]:
        if not other.says_something or other.field or other.is_item:
            break
        edits.append(other.edit(0, other.indent, width))
    message = "this line goes on with the text above, but is not indented"
    yield FieldFix(_begin(line), message, f"begin it with {len(width)} spaces", tuple(edits))


def misindented(layout: FieldLines, index: int) -> Iterator[FieldFix]:
    """A field or item that stands further in or out than those around it; what hangs below it moves along."""
    line = layout.lines[index]
    field = line.field
    if not (field or line.is_item) or "\t" in line.text[: line.indent]:
        return
    if field and field["name"].strip() not in layout.known and _goes_on(layout, index):
        return  # more likely a text that holds a colon
    for width in _widths(layout, index):
        count = "no space" if not width else f"{width} space{'' if width == 1 else 's'}"
        for moved in _blocks(layout, index):
            edits = tuple(other.edit(0, line.indent, " " * width) for other in moved)
            yield FieldFix(
                _begin(line), "this line is not indented like the ones around it", f"begin it with {count}", edits
            )


def _goes_on(layout: FieldLines, index: int) -> bool:
    """True for a line that is further in than a text without quotes that began above it."""
    at = layout.above(index)
    while at is not None and not (layout.lines[at].field or layout.lines[at].is_item):
        at = layout.above(at)
    return at is not None and layout.lines[at].is_plain and layout.lines[index].indent > layout.lines[at].indent


def _blocks(layout: FieldLines, index: int) -> Iterator[list[Line]]:
    """What may move along with a line: nothing, what stands further in below it, its whole block."""
    own = layout.lines[index].indent
    yield [layout.lines[index]]
    for least in (own + 1, own):
        block = [layout.lines[index]]
        for line in layout.lines[index + 1 :]:
            if line.says_something and line.indent < least:
                break
            if line.says_something:
                block.append(line)
        yield block


def _widths(layout: FieldLines, index: int) -> list[int]:
    """Indents of the lines around one, nearest to its own first."""
    own = layout.lines[index].indent
    found = {0}
    for line in layout.lines[max(0, index - 20) : index + 20]:
        if line.says_something:
            content = len(line.text) - len(line.text.lstrip(" -"))
            found |= {line.indent, content if line.is_item else line.indent}
    return sorted(found - {own}, key=lambda width: (abs(width - own), width))


def _begin(line: Line) -> Span:
    """The indent of a line, or its first word where it has none."""
    return line.span(0, line.indent or len(line.text.split(maxsplit=1)[0]))


MendFinder = Callable[[FieldLines, int], Iterator[FieldFix]]
