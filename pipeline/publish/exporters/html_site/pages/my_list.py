"""My list: the strategies that a reader chose, which only the reader's browser knows."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.site import Site


@page_kind()
def my_list_page(site: Site) -> Iterator[File]:
    """The page on which a reader compares, prints and shares the list."""
    words = site.layout.words
    title = words.gettext("My list")
    description = words.gettext("Strategies that you choose: to compare, print and share.")
    values = {"catalog": site.catalog_digits}
    yield site.page(TemplateInput(path_in("my-list"), "my_list.html", title, description, ("mylist",), values=values))
