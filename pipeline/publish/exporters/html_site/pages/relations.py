"""The map of relations between strategies: on one page, or on pages for each category if there are many."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.direction import direction
from pipeline.publish.exporters.html_site.groups import CATEGORY, by_category, list_pages
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.paging import Group, ListPage, PagedList, text_height, title_height
from pipeline.publish.exporters.html_site.relation_map import ROW, Point, RelationMap, Relations, Ties
from pipeline.publish.exporters.html_site.scale import Scale
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import memoised

FOLDER = "relations"
# More relations of one kind are only counted: the others stand with the strategies that they lead to.
MAX_TIES = 24


@dataclass(frozen=True)
class RelationEntry:
    """A strategy in the list beside the map, with the strategies that it is related to."""

    strategy: StrategySummary
    mutual: list[StrategySummary]
    named: list[StrategySummary]
    named_by: list[StrategySummary]
    hidden: int  # relations that are not listed here

    @property
    def height(self) -> int:
        """Its height in the list, and that of its row on the map."""
        lists = [", ".join(other.title for other in each) for each in (self.mutual, self.named, self.named_by) if each]
        # Each list has some words before it.
        return title_height(self.strategy.title) + sum(text_height(f"{'x' * 40}{text}") for text in lists) + ROW + 16


@memoised
def relations_of(site: Site) -> Relations:
    """All relations between published strategies."""
    return Relations(site.records.coverage.relations, list(site.listings.by_id))


@page_kind()
def relation_pages(site: Site) -> Iterator[File]:
    """The map, in parts if it is large."""
    words = site.layout.words
    if not site.layout.has(FOLDER):
        return
    groups = [_entries(site, group) for group in by_category(site, site.listings.strategies)]
    title, about = words.gettext("Relations"), words.gettext("Which strategies are related, as a map and as a list.")
    values = {"drawn": partial(_drawn, site), "category": None}
    whole = PagedList(FOLDER, groups, _height)
    if len(whole.pages) == 1:
        yield from list_pages(site, TemplateInput("", "relations.html", title, about, values=values), whole)
        return
    lists = [PagedList(f"{FOLDER}/{category_of(group)}", [_near(site, group)], _height) for group in groups]
    overview = _overview(site, groups, {category_of(each.groups[0]): each.path(1) for each in lists})
    yield site.page(TemplateInput(path_in(FOLDER), "relations_overview.html", title, about, values=overview))
    for paged in lists:
        (group,) = paged.groups
        name = words.gettext("Relations: %(category)s", category=group.name)
        sheet = TemplateInput("", "relations.html", name, about, values=values | {"category": group.name})
        yield from list_pages(site, sheet, paged)


def category_of(group: Group[RelationEntry]) -> str:
    """The id of the category of a group."""
    return group.id.removeprefix(CATEGORY)


def _height(entry: RelationEntry) -> int:
    return entry.height


def _entries(site: Site, group: Group[StrategySummary]) -> Group[RelationEntry]:
    return Group.of(group.id, group.name, [_entry(site, each) for each in group.items], group.hue)


def _entry(site: Site, strategy: StrategySummary) -> RelationEntry:
    ties, known = relations_of(site).of(strategy.id), site.listings.by_id
    shown = Ties(*(ids[:MAX_TIES] for ids in ties))
    mutual, named, named_by = ([known[id_] for id_ in ids] for ids in shown)
    return RelationEntry(strategy, mutual, named, named_by, len(ties.all) - len(shown.all))


def _near(site: Site, group: Group[RelationEntry]) -> Group[RelationEntry]:
    """The same group with related strategies close to each other, so that most stand on one page."""
    entries = {entry.strategy.id: entry for entry in group.items}
    return Group.of(group.id, group.name, [entries[id_] for id_ in relations_of(site).near(entries)], group.hue)


def _drawn(site: Site, page: ListPage[RelationEntry]) -> RelationMap:
    """The map of the strategies on a page."""
    groups = [
        (group.name, group.hue or 0, [_point(entry.strategy, group.hue or 0) for entry in group.items])
        for group in page.groups
    ]
    return RelationMap(groups, relations_of(site), direction(site.records.library.language) == "rtl")


def _point(strategy: StrategySummary, hue: int) -> Point:
    return Point(strategy.id, strategy.title, address_of(strategy.id), hue)


def _overview(site: Site, groups: list[Group[RelationEntry]], paths: dict[str, str]) -> dict[str, object]:
    """The categories, the paths of their maps, and how many relations lead from each category to each."""
    known = site.listings.by_id
    numbers = Counter(
        (known[source].category.id, known[target].category.id) for source, target in site.records.coverage.relations
    )
    pairs = {frozenset(pair) for pair in site.records.coverage.relations}
    ends = ({known[id_].category.id for id_ in pair} for pair in pairs)
    within = Counter(category for categories in ends if len(categories) == 1 for category in categories)
    scale = Scale.of(numbers[one, other] for one in paths for other in paths)
    return {"groups": groups, "paths": paths, "within": within, "numbers": numbers, "scale": scale}
