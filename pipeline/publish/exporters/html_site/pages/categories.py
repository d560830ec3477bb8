"""Categories: a page that lists all, and a page for each."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.groups import by_letter, list_pages, strategies_of
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.paging import MAX_CARDS, Group, strategy_list
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.term_names import successors

FOLDER = "categories"


@page_kind()
def category_pages(site: Site) -> Iterator[File]:
    """The list of categories, and the page of each."""
    words = site.layout.words
    about = words.gettext("The shelves of this library, each with what its strategies have in common.")
    yield site.page(TemplateInput(path_in(FOLDER), "categories.html", words.gettext("Categories"), about))
    successor = successors(site.records.categories)
    for category in site.records.categories:
        values: dict[str, object] = {
            "category": category,
            "successor": successor.get(category.id),
            "own": site.own_lines("category", category.fields),
        }
        found = strategies_of(site, category.strategies)
        groups = by_letter(found) if len(found) > MAX_CARDS else [Group.of("strategies", "", found)]
        sheet = TemplateInput("", "category.html", category.name, category.description, values=values)
        yield from list_pages(site, sheet, strategy_list(f"{FOLDER}/{category.id}", groups))
