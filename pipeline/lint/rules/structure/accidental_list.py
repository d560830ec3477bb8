from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.source.parse import Block, Body, Document
from pipeline.source.text import Edit, Span

# No list that is meant as one begins with such a number, and no item that is meant as one jumps to it.
HIGH = 100


class Number(NamedTuple):
    """The number of an item: as it counts, as it is written with its mark, and where."""

    value: int
    written: str
    span: Span


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def accidental_list(document: Document, context: Context) -> Iterator[Finding]:
    """A number at the start of a line became the number of a list's item.

    A year that begins a paragraph is shown as an item's number, and is missing where pages are plain text. The numbers
    of a list always follow one another, whatever is written: a year that begins a line below an item is shown nowhere.

    Bad:
        1984. That year the school opened its doors.

    Good:
        In 1984 the school opened its doors.

    Bad:
        1. Look back.
        2. Name one thing.
        4. Plan one thing.

    Good:
        1. Look back.
        2. Name one thing.
        3. Plan one thing.

    Bad:
        1. Look back.
        2. Name one thing.
        2024. That year the school opened its doors.

    Good:
        1. Look back.
        2. Name one thing.

        In 2024 the school opened its doors.
    """
    body = document.body
    if body is None:
        return
    following = 1
    for block in body.walk():
        if block.kind == "heading":
            following = 1
        elif block.kind == "ordered_list":
            numbers = [_number(document, body, item) for item in block.children]
            first = numbers[0].value
            if first >= HIGH or (len(numbers) == 1 and first not in (0, 1, following)):
                yield _no_list(document, numbers)
                yield from (_not_shown(*leap) for leap in _leaps(numbers))
            else:
                yield from (_not_shown(*found) for found in _out_of_order(numbers))
            following = numbers[-1].value + 1


def _number(document: Document, body: Body, item: Block) -> Number:
    token = body.tokens[item.tokens[0]]
    written = token.info + token.markup
    line = document.source.line_span(item.lines[0])
    text = document.source.slice(line)
    if text.count(written) == 1:
        start = line.start + text.index(written)
        return Number(int(token.info), written, Span(line.path, start, start + len(written)))
    return Number(int(token.info), written, line)


def _no_list(document: Document, numbers: list[Number]) -> Finding:
    _, written, span = numbers[0]
    escaped = f"{written[:-1]}\\{written[-1]}"
    exact = len(numbers) == 1 and document.source.slice(span) == written
    fix = Fix(f"write `{escaped}`", (Edit(span, escaped),), Safety.UNSAFE) if exact else None
    message = f"`{written}` begins a list here, and plain text leaves out the numbers of lists"
    return Finding(span, message, f"begin with another word, or write `{escaped}`", fix=fix)


def _out_of_order(numbers: list[Number]) -> Iterator[tuple[Number, int]]:
    """Numbers that readers would not see, each with the one they would.

    Every leap is one, since it is likely to be text; of the others only the first, for it puts out those below it.
    """
    leaps = list(_leaps(numbers))
    yield from leaps
    leapt = {number.span for number, _ in leaps}
    meant = [(number, shown) for number, shown in _counted(numbers) if number.span not in leapt]
    values = [number.value for number, _ in meant]
    if len(set(values[1:])) <= 1 and values[-1] in (0, 1):
        return  # all alike is a habit of many
    for index, (number, shown) in enumerate(meant):
        if number.value not in (shown, values[0] + index):
            yield number, shown
            return


def _leaps(numbers: list[Number]) -> Iterator[tuple[Number, int]]:
    """High numbers that are not the next one: years for the most part."""
    return ((number, shown) for number, shown in _counted(numbers) if number.value != shown and number.value >= HIGH)


def _counted(numbers: list[Number]) -> Iterator[tuple[Number, int]]:
    """Each number with the one that readers would see."""
    return zip(numbers, count(numbers[0].value), strict=False)


def _not_shown(number: Number, shown: int) -> Finding:
    message = f"readers would see the number {shown} here, not {number.value}"
    remedy = "number the items one after the other, or begin each with a hyphen"
    if number.value >= HIGH:
        escaped = f"{number.written[:-1]}\\{number.written[-1]}"
        remedy = f"if it begins a sentence, write `{escaped}` with an empty line above; else number the items in order"
    return Finding(number.span, message, remedy)
