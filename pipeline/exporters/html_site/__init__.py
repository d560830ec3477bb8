"""HTML: a site to read, search and look at; it needs nothing but a place for its files."""

from collections.abc import Iterator

from pipeline.exporter import File, exporter
from pipeline.exporters.html_site.feeds import feeds
from pipeline.exporters.html_site.pages import gone_pages, list_pages, start_pages
from pipeline.exporters.html_site.search import search_index
from pipeline.exporters.html_site.site import INDEX, Site
from pipeline.exporters.html_site.strategy_page import strategy_pages
from pipeline.model.records import Records


@exporter("html")
def html_site(records: Records) -> Iterator[File]:
    """Assets, pages, what machines ask for, and the index for full-text search."""
    site = Site(records)
    yield from site.theme.files()
    strategies: list[File] = []
    for file in strategy_pages(site):
        yield file
        if file.path.endswith(INDEX):
            strategies.append(file)
    paths = [page.path.removeprefix("html/") for page in strategies]
    for page in (*start_pages(site), *list_pages(site)):
        yield page
        paths.append(page.path.removeprefix("html/"))
    yield from gone_pages(site)
    yield from feeds(site, paths)
    if records.site.search:
        yield from search_index(strategies)
