"""What in `content/` no line of the lists holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tests.trace import Own, Trace, Traced
from tests.trace.numbers import PARTS, RANGES, figures_in
from tests.trace.prose import addresses, statements


def untraced_in_work(item: dict[str, Any], work: Traced | None) -> Iterator[str]:
    """The facts of a work in `content/references.yaml` that its own lines do not hold."""
    if work is None:
        yield f"{item['id']}: no line"
        return
    issued = item.get("issued", "")
    facts = {
        "year": (issued[:4], work.years),
        "date": (issued if len(issued) > len("2018") else "", work.dates),
        "page": (item.get("page"), work.locators),
        "number": (item.get("number"), work.locators),
        "DOI": (item.get("DOI"), work.DOI),
        "URL": (item.get("URL"), work.URLs),
        "ERIC": (item.get("archive_location"), work.ERIC),
    }
    yield from (f"{item['id']}: {name} {value}" for name, (value, held) in facts.items() if value and value not in held)
    volume, issue = item.get("volume"), item.get("issue")
    whole = [f"{volume}({issue})"] if volume and issue else []
    if not {*whole} & {*work.locators} and not {*filter(None, (volume, issue))} <= {*work.locators}:
        yield f"{item['id']}: volume {volume}, issue {issue}"


def untraced_addresses(text: str, trace: Trace) -> Iterator[str]:
    """The web addresses of a file that are neither those of a listed work nor of a listed video."""
    yield from (address for address in addresses(text) if address not in trace.addresses)


def untraced_figures(page: str, text: str, trace: Trace, own: Collection[Own]) -> Iterator[str]:
    """The figures of a page that neither a work cited beside them nor `ours.yaml` holds."""
    for statement in statements(text):
        held = {number for key in statement.works if key in trace.works for number in trace.works[key].numbers}
        for figure in figures_in(statement.text):
            if not holds(held, figure.value) and not allowed(figure.start, figure.end, statement.text, page, own):
                yield f"{page}: {figure.value} in: {statement.text}"


def allowed(start: int, end: int, text: str, page: str, own: Collection[Own]) -> bool:
    """Whether the words around a figure are listed for its page."""
    for each in own:
        if each.page == page:
            at = text.find(each.words)
            while at >= 0:
                if at <= start and end <= at + len(each.words):
                    return True
                at = text.find(each.words, at + 1)
    return False


def holds(numbers: Collection[str], value: str) -> bool:
    """Whether a figure is among numbers, or is a word for one of them: `hundreds` for 424, `quarter` for 25%."""
    if value not in RANGES:
        return PARTS.get(value, value) in numbers
    least, most = RANGES[value]
    return any(least <= float(each) < most for each in numbers if each.replace(".", "").isdigit())


def unneeded(own: Own, text: str, trace: Trace, others: Collection[Own]) -> Iterator[str]:
    """Why an entry of `ours.yaml` must go: all figures are held without it, or its work does not hold them."""
    with_it, without = ([*untraced_figures(own.page, text, trace, each)] for each in ((own, *others), others))
    if with_it == without:
        yield f"{own.page}: `{own.words}` is not needed"
    if own.work:
        numbers = trace.works[own.work].numbers
        values = (figure.value for figure in figures_in(own.words))
        yield from (f"{own.page}: {value} is not in {own.work}" for value in values if not holds(numbers, value))
