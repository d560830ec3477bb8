"""The slips that most often break front matter, each with the mended line.

A slip is only told of when the mended text really reads further: what looks like one is tried, not guessed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.parse import Limits
from pipeline.parse.yaml_events import read_front_matter
from pipeline.text import Edit, Source, Span, apply

# `  - name: value`: indent with list mark, name, colon, space, value.
FIELD = re.compile(
    r"^(?P<lead>[ \t]*(?:- +)?)(?P<name>[A-Za-z_][\w-]*)(?P<colon>:)(?P<space>[ \t]*)(?P<value>.*?)[ \t]*$"
)
# A line of words that begins like a field but has no colon.
WORDS = re.compile(r"^(?P<name>[a-z_]+)[ \t]+[^:\s][^:]*$")
INDENT = re.compile(r"^[ \t]*")
CLOSING = {"[": "]", "{": "}"}
# Characters that have a meaning of their own at the start of a value.
SPECIAL = "@`%&*!|>#,]}?"


@dataclass(frozen=True, slots=True)
class Slip:
    """What an author slipped on, where, and the edit that mends it."""

    span: Span
    message: str
    help: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the front matter: its text and where it starts in the file."""

    source: Source
    start: int
    text: str

    def span(self, start: int, end: int) -> Span:
        return self.source.span(self.start + start, self.start + end)

    def edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(self.span(start, end), text)


def find_slip(source: Source, front: Span, stopped: int, opened: int) -> Slip | None:
    """The slip behind a fault, or None. `stopped` is where reading ended, `opened` where what it read began."""
    lines = [_line(source, offset) for offset in (opened, stopped)]
    above = source.line_index(stopped) - 1
    while above >= source.line_index(front.start) and not _text(source, above).strip():
        above -= 1
    if above >= source.line_index(front.start):
        lines.append(_line(source, source.line_starts[above]))
    for line in dict.fromkeys(lines):
        for recognise in RECOGNISERS:
            for slip in recognise(line):
                if _reads_further(source, front, slip, stopped):
                    return slip
    return None


def _text(source: Source, index: int) -> str:
    return source.slice(source.line_span(index))


def _line(source: Source, offset: int) -> _Line:
    span = source.line_span(source.line_index(offset))
    return _Line(source, span.start, source.slice(span))


def _reads_further(source: Source, front: Span, slip: Slip, stopped: int) -> bool:
    """True when the mended front matter reads without a fault, or with its next one further down."""
    mended = Source(source.path, apply(source.text, slip.edits))
    grown = len(mended.text) - len(source.text)
    _, problems = read_front_matter(mended, Span(front.path, front.start, front.end + grown), Limits())
    fatal = next((problem for problem in problems if problem.kind != "duplicate-key"), None)
    if fatal is None:
        return True
    line = mended.line_index(fatal.span.start)
    return line > source.line_index(stopped)


def _mended(line: _Line, edits: tuple[Edit, ...]) -> str:
    """The line as it should be, for the help."""
    shifted = [Edit(Span("", e.span.start - line.start, e.span.end - line.start), e.text) for e in edits]
    return apply(line.text, shifted).strip()


def _slip(line: _Line, place: tuple[int, int], message: str, remedy: str, *edits: Edit) -> Slip:
    return Slip(line.span(*place), message, f"{remedy}:\n{_mended(line, edits)}", edits)


def _tab_indent(line: _Line) -> Iterator[Slip]:
    indent = INDENT.match(line.text)
    if indent and "\t" in indent.group():
        edit = line.edit(0, indent.end(), indent.group().replace("\t", "  "))
        yield _slip(line, indent.span(), "a tab stands at the start of this line", "indent with spaces", edit)


def _unclosed_quote(line: _Line) -> Iterator[Slip]:
    field = FIELD.match(line.text)
    value = field["value"] if field else line.text.strip()
    start = field.start("value") if field else len(line.text) - len(line.text.lstrip())
    for mark in "\"'":
        if value.startswith(mark) and value.count(mark) % 2:
            end = start + len(value)
            edit = line.edit(end, end, mark)
            yield _slip(
                line, (start, start + 1), f"the quotation mark {mark} that opens here is never closed", "close it", edit
            )


def _unclosed_bracket(line: _Line) -> Iterator[Slip]:
    field = FIELD.match(line.text)
    if field and field["value"][:1] in CLOSING:
        opening = field["value"][0]
        end = field.end("value")
        edit = line.edit(end, end, CLOSING[opening])
        place = (field.start("value"), field.start("value") + 1)
        yield _slip(line, place, f"the bracket `{opening}` that opens here is never closed", "close it", edit)


def _missing_space(line: _Line) -> Iterator[Slip]:
    field = FIELD.match(line.text)
    if field and not field["space"] and field["value"]:
        at = field.end("colon")
        place = (field.start("colon"), at)
        yield _slip(
            line, place, f"a space is missing behind the colon of `{field['name']}`", "write", line.edit(at, at, " ")
        )


def _missing_colon(line: _Line) -> Iterator[Slip]:
    words = WORDS.match(line.text)
    if words:
        at = words.end("name")
        message = f"a colon is missing behind `{words['name']}`"
        yield _slip(line, words.span("name"), message, "write", line.edit(at, at, ":"))


def _unquoted(line: _Line) -> Iterator[Slip]:
    """A value that holds a colon, or begins with a character that has a meaning of its own."""
    field = FIELD.match(line.text)
    if not field or not field["value"]:
        return
    value, start = field["value"], field.start("value")
    if value[0] in "\"'":
        quoted, place, what = (
            _whole(value),
            (start, start + 1),
            "only a part of this value stands between quotation marks",
        )
    elif ": " in value or value.endswith(":"):
        at = start + (value.find(": ") if ": " in value else len(value) - 1)
        quoted, place, what = (
            _quoted(value),
            (at, at + 1),
            "a colon inside a value needs quotation marks around the value",
        )
    elif value[0] in SPECIAL:
        quoted, place = _quoted(value), (start, start + 1)
        what = f"a value that begins with `{value[0]}` needs quotation marks around it"
    else:
        return
    yield _slip(line, place, what, "write", line.edit(start, start + len(value), quoted))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _whole(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _bad_indent(line: _Line) -> Iterator[Slip]:
    """A line that stands further in or out than the fields around it."""
    indent = INDENT.match(line.text)
    assert indent is not None
    index = line.source.line_index(line.start)
    above = [_text(line.source, number) for number in range(max(0, index - 20), index)]
    widths = [len(INDENT.match(text).group()) for text in reversed(above) if text.strip() and text.strip() != "---"]  # type: ignore[union-attr]
    for width in dict.fromkeys([0, *widths, 2]):
        if width != indent.end():
            edit = line.edit(0, indent.end(), " " * width)
            place = indent.span() if indent.end() else (0, min(1, len(line.text)))
            count = f"{width} {'space' if width == 1 else 'spaces'}" if width else "no space"
            yield _slip(
                line, place, "this line is not indented like the ones around it", f"begin it with {count}", edit
            )


RECOGNISERS: tuple[Callable[[_Line], Iterator[Slip]], ...] = (
    _tab_indent,
    _unclosed_quote,
    _unclosed_bracket,
    _missing_space,
    _missing_colon,
    _unquoted,
    _bad_indent,
)
