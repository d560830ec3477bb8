"""The index from A to Z."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.site import Site


@page_kind()
def index_pages(site: Site) -> Iterator[File]:
    """Strategies and factors by their first letter."""
    title = site.layout.words.gettext("A–Z")
    yield site.page(TemplateInput(path_in("a-z"), "a_z.html", title, values={"index": site.listings.index()}))
