"""Categories: a page that lists all, and a page for each."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.site import Site


@page_kind()
def category_pages(site: Site) -> Iterator[File]:
    """The list of categories, and the page of each."""
    yield site.page(TemplateInput(path_in("categories"), "categories.html", site.layout.words.gettext("Categories")))
    for category in site.records.categories:
        path, values = path_in("categories", category.id), {"category": category}
        yield site.page(TemplateInput(path, "category.html", category.name, category.description, values=values))
