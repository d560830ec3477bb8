from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.source.parse import Block, Body, Document
from pipeline.source.text import Edit, Span

# No intended list begins with this number or a higher one, and no intended item skips to it.
HIGH = 100


class Number(NamedTuple):
    """The number of an item: its value, the number as it is written with its mark, and its position."""

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
                yield _not_a_list(document, numbers)
                found = _skips(numbers)
            else:
                found = _out_of_order(numbers)
            yield from (_not_shown(number, shown) for number, shown in found)
            following = numbers[-1].value + 1


def _number(document: Document, body: Body, item: Block) -> Number:
    token = body.tokens[item.tokens[0]]
    written = token.info + token.markup
    span = document.source.line_span(item.lines[0])
    text = document.source.slice(span)
    if text.count(written) == 1:
        start = span.start + text.index(written)
        span = Span(span.path, start, start + len(written))
    return Number(int(token.info), written, span)


def _escaped(written: str) -> str:
    return f"{written[:-1]}\\{written[-1]}"


def _not_a_list(document: Document, numbers: list[Number]) -> Finding:
    _, written, span = numbers[0]
    remedy = f"write `{_escaped(written)}`"
    exact = len(numbers) == 1 and document.source.slice(span) == written
    fix = Fix(remedy, (Edit(span, _escaped(written)),), Safety.UNSAFE) if exact else None
    message = f"`{written}` begins a list here, and plain text leaves out the numbers of lists"
    return Finding(span, message, f"begin with another word, or {remedy}", fix=fix)


def _out_of_order(numbers: list[Number]) -> Iterator[tuple[Number, int]]:
    """Numbers that readers would not see, each with the one they would.

    A skip to a high number is probably text, so each is reported; of the others only the first, as it is the cause of
    those below it.
    """
    skips = list(_skips(numbers))
    yield from skips
    others = [pair for pair in _counted(numbers) if pair not in skips]
    values = [number.value for number, _ in others]
    if len(set(values[1:])) <= 1 and values[-1] in (0, 1):
        return  # many authors write the same number before each item
    for index, (number, shown) in enumerate(others):
        if number.value not in (shown, values[0] + index):
            yield number, shown
            return


def _skips(numbers: list[Number]) -> Iterator[tuple[Number, int]]:
    """High numbers that are not the next one: years for the most part."""
    return ((number, shown) for number, shown in _counted(numbers) if number.value != shown and number.value >= HIGH)


def _counted(numbers: list[Number]) -> Iterator[tuple[Number, int]]:
    """Each number with the one that readers would see."""
    return zip(numbers, count(numbers[0].value), strict=False)


def _not_shown(number: Number, shown: int) -> Finding:
    message = f"readers would see the number {shown} here, not {number.value}"
    remedy = "number the items one after the other, or begin each with a hyphen"
    if number.value >= HIGH:
        escaped = _escaped(number.written)
        remedy = f"if it begins a sentence, write `{escaped}` with an empty line above; else number the items in order"
    return Finding(number.span, message, remedy)
