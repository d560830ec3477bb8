"""The index from A to Z: on one page, or with a page for each letter if it is long."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.groups import letter_slug, list_pages
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.listings import IndexEntry
from pipeline.publish.exporters.html_site.page_kind import page_kind
from pipeline.publish.exporters.html_site.paging import Group, PagedList, title_height
from pipeline.publish.exporters.html_site.site import Site

FOLDER = "a-z"


@page_kind()
def index_pages(site: Site) -> Iterator[File]:
    """Strategies, factors and terms of own vocabularies by their first letter."""
    words = site.layout.words
    index = site.listings.index()
    groups = [Group.of(f"letter-{letter_slug(letter)}", letter, entries) for letter, entries in index.items()]
    whole, title = PagedList(FOLDER, groups, _height), words.gettext("A–Z")
    description = _description(site)
    if len(whole.pages) == 1:
        one = {"index": index, "letters": whole.addresses, "groups": groups, "current": ""}
        yield from list_pages(site, TemplateInput("", "a_z.html", title, description, values=one), whole)
        return
    lists = [PagedList(f"{FOLDER}/{letter_slug(group.name)}", [group], _height) for group in groups]
    letters = {group.id: paged.path(1) for group, paged in zip(groups, lists, strict=True)}
    values: dict[str, object] = {"index": index, "letters": letters, "groups": groups, "current": "", "page": None}
    yield site.page(TemplateInput(whole.path(1), "a_z.html", title, description, values=values))
    for group, paged in zip(groups, lists, strict=True):
        name = words.gettext("A–Z: %(letter)s", letter=group.name)
        about = _description_of_letter(site, group.name)
        yield from list_pages(
            site, TemplateInput("", "a_z.html", name, about, values=values | {"current": group.id}), paged
        )


def _description(site: Site) -> str:
    words, records = site.layout.words, site.records
    if records.vocabularies:
        return words.gettext("Strategies and terms, and other names of terms.")
    if records.factors:
        return words.gettext("Strategies and factors, and other names of factors.")
    return words.gettext("All strategies from A to Z")


def _description_of_letter(site: Site, letter: str) -> str:
    words, records = site.layout.words, site.records
    if records.vocabularies:
        return words.gettext("Strategies and terms that begin with %(letter)s.", letter=letter)
    if records.factors:
        return words.gettext("Strategies and factors that begin with %(letter)s.", letter=letter)
    return words.gettext("Strategies that begin with %(letter)s.", letter=letter)


def _height(entry: IndexEntry) -> int:
    return title_height(f"{entry.words} {entry.name if entry.name != entry.words else entry.term or entry.kind}")
