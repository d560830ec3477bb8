"""Strategies in groups for long lists, and the pages of such a list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.paging import Group, PagedList
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.records import sort_key
from pipeline.publish.strategy_summary import StrategySummary

Item = TypeVar("Item")
# The heading of what begins with no letter.
NO_LETTER = "#"
# The beginning of the id of a category's group.
CATEGORY = "category-"


def strategies_of(site: Site, ids: Collection[str]) -> list[StrategySummary]:
    """Strategies of these ids, by title."""
    return site.listings.sorted(list(ids))


def by_category(site: Site, strategies: Iterable[StrategySummary]) -> list[Group[StrategySummary]]:
    """A group for each category that has any of the strategies."""
    found: dict[str, list[StrategySummary]] = defaultdict(list)
    for strategy in strategies:
        found[strategy.category.id].append(strategy)
    return [
        Group.of(CATEGORY + category.id, category.name, found[category.id], site.records.hues[category.id])
        for category in site.records.categories
        if category.id in found
    ]


def by_letter(strategies: Iterable[StrategySummary]) -> list[Group[StrategySummary]]:
    """A group for each first letter of the titles, in the order of the strategies."""
    found: dict[str, list[StrategySummary]] = defaultdict(list)
    for strategy in strategies:
        found[first_letter(strategy.title)].append(strategy)
    return [Group.of(f"letter-{letter_slug(letter)}", letter, members) for letter, members in found.items()]


def first_letter(words: str) -> str:
    """The letter under which words are listed."""
    first = sort_key(words)[:1].upper()
    return first if first.isalpha() else NO_LETTER


def letter_slug(letter: str) -> str:
    """A letter in an address: itself if it is one of ASCII, else its code."""
    if letter == NO_LETTER:
        return "other"
    return letter.lower() if letter.isascii() else "u" + "-".join(f"{ord(character):x}" for character in letter)


def list_pages(site: Site, first: TemplateInput, paged: PagedList[Item]) -> Iterator[File]:
    """The pages of a list. `first` is the input of the first page; its template gets the part as `page`."""
    for page in paged.sheets:
        sheet = replace(first, path=page.path, values={**first.values, "page": page})
        if page.number > 1:
            words = site.layout.words
            number = words.number(page.number)
            title = words.gettext("%(title)s, page %(number)s", title=first.title, number=number)
            sheet = replace(sheet, title=title, data=None)
        yield site.page(sheet)
