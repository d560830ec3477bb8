"""Long lists in groups, cut into pages that stay short on a narrow screen, too.

How high an item will be is estimated from the length of its words; the estimate is rather too high.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pipeline.publish.exporters.html_site.layout import INDEX
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import cached_property

# Pixels of a list on one page, on a screen 360 pixels wide. No page should be higher than 12,000 with all around it.
PAGE_HEIGHT = 8000
HEADING_HEIGHT = 90
# Characters on a line of such a screen, and the height of the line.
TITLE_LINE, SUMMARY_LINE = (30, 28), (34, 23)
TITLE_MARGIN, CARD_MARGIN = 8, 100
# Longer lists show titles in place of cards.
MAX_CARDS = 36

Item = TypeVar("Item")


@dataclass(frozen=True)
class Group(Generic[Item]):
    """Items below a heading, or a part of them: `total` counts all, `continued` says that others stand before.

    `id` is that of the thing that they have in common; its prefix makes it unlike other ids on the page.
    """

    id: str
    name: str
    items: Sequence[Item]
    total: int
    hue: int | None = None  # the colour of a category
    note: str = ""  # more words beside the name
    continued: bool = False

    @classmethod
    def of(cls, id_: str, name: str, items: Sequence[Item], hue: int | None = None) -> "Group[Item]":
        """A complete group."""
        return cls(id_, name, items, len(items), hue)

    def below(self, prefix: str, name: str) -> "Group[Item]":
        """The same group as a part of something else, whose name comes first."""
        return replace(self, id=prefix + self.id, name=name, note=self.name)


@dataclass(frozen=True)
class PagedList(Generic[Item]):
    """A list in groups on one or more pages; `folder` is that of the first page. A dense one shows names only."""

    folder: str
    groups: Sequence[Group[Item]]
    height: Callable[[Item], int]
    page_height: int = PAGE_HEIGHT
    dense: bool = True

    @property
    def total(self) -> int:
        """The number of all items."""
        return sum(len(group.items) for group in self.groups)

    @cached_property
    def pages(self) -> list[list[Group[Item]]]:
        """The groups on each page, or their parts; an empty list is one page."""
        return list(_cut(self.groups, self.height, self.page_height)) or [[]]

    def path(self, number: int) -> str:
        """Path of a page by its number, which begins with 1."""
        return "/".join((self.folder, *([str(number)] if number > 1 else []), INDEX))

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Where each group begins, by its id."""
        return {
            group.id: f"{self.path(number)}#{group.id}"
            for number, groups in enumerate(self.pages, 1)
            for group in groups
            if not group.continued
        }

    @property
    def sheets(self) -> "Iterator[ListPage[Item]]":
        """The pages, each with what it needs to know of the others."""
        return (ListPage(self, number) for number in range(1, len(self.pages) + 1))


@dataclass(frozen=True)
class ListPage(Generic[Item]):
    """One page of a list, by its number."""

    whole: PagedList[Item]
    number: int

    @property
    def groups(self) -> Sequence[Group[Item]]:
        """What stands on it."""
        return self.whole.pages[self.number - 1]

    @property
    def path(self) -> str:
        """Its path."""
        return self.whole.path(self.number)

    @property
    def paths(self) -> list[str]:
        """The paths of all pages of the list."""
        return [self.whole.path(number) for number in range(1, len(self.whole.pages) + 1)]

    @property
    def numbers(self) -> list[int | None]:
        """The numbers of pages to link to: the first, the last, some close by, and every tenth. None is a gap."""
        last = len(self.whole.pages)
        shown = {1, last, *range(10, last, 10), *range(max(1, self.number - 2), min(last, self.number + 2) + 1)}
        found: list[int | None] = []
        for number in sorted(shown):
            found += [None, number] if found and number - 1 not in shown else [number]
        return found


def _cut(groups: Sequence[Group[Item]], height: Callable[[Item], int], page_height: int) -> Iterator[list[Group[Item]]]:
    """The parts of groups that stand on each page."""
    page: list[Group[Item]] = []
    left = page_height
    for group in groups:
        heights = [height(item) for item in group.items]
        # A group that would be cut begins a new page, if that leaves no page more than half empty.
        if page and HEADING_HEIGHT + sum(heights) > left <= page_height // 2:
            yield page
            page, left = [], page_height
        start = 0
        while start < len(heights):
            end = _end(heights, start, left - HEADING_HEIGHT)
            if end == start and page:
                yield page
                page, left = [], page_height
                continue
            end = max(end, start + 1)
            page.append(replace(group, items=group.items[start:end], continued=start > 0))
            left -= HEADING_HEIGHT + sum(heights[start:end])
            start = end
    if page:
        yield page


def _end(heights: Sequence[int], start: int, room: int) -> int:
    """The place after the last item that has room."""
    end = start
    while end < len(heights) and heights[end] <= room:
        room -= heights[end]
        end += 1
    return end


def title_height(title: str) -> int:
    """The height of a title in a list."""
    return _lines(title, TITLE_LINE) + TITLE_MARGIN


def card_height(strategy: StrategySummary) -> int:
    """The height of a strategy's card."""
    return _lines(strategy.title, TITLE_LINE) + _lines(strategy.summary, SUMMARY_LINE) + CARD_MARGIN


def text_height(text: str) -> int:
    """The height of a paragraph."""
    return _lines(text, SUMMARY_LINE) + TITLE_MARGIN


def _lines(text: str, line: tuple[int, int]) -> int:
    width = len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return -(-width // line[0]) * line[1]


def strategy_list(folder: str, groups: Iterable[Group[StrategySummary]]) -> PagedList[StrategySummary]:
    """A list of strategies: cards, or titles if there are many."""
    found = list(groups)
    dense = sum(len(group.items) for group in found) > MAX_CARDS
    height = (lambda item: title_height(item.title)) if dense else card_height
    return PagedList(folder, found, height, dense=dense)
