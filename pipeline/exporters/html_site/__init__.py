"""HTML: a site to read, search and look at; it needs nothing but a place for its files."""

from collections.abc import Iterator

from pipeline.exporter import Exporter, File, Written
from pipeline.exporters.html_site.feeds import feeds
from pipeline.exporters.html_site.pages import gone_pages, list_pages, start_pages
from pipeline.exporters.html_site.site import Site
from pipeline.exporters.html_site.strategy_page import address_of, strategy_pages
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records
from pipeline.model.rendition import Rendition


class HtmlSite(Exporter):
    """Assets, pages, what machines ask for, and the index for full-text search."""

    format = "html"

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.site = Site(records)

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[File]:
        """A strategy's page, and the same as Markdown."""
        return strategy_pages(self.site, strategy, rendition)

    def rest(self, written: Written) -> Iterator[File]:
        """All else."""
        yield from self.site.theme.files()
        paths = [address_of(head.id) for head in self.records.heads]
        for page in (*start_pages(self.site), *list_pages(self.site)):
            yield page
            paths.append(page.path.removeprefix("html/"))
        yield from gone_pages(self.site)
        yield from feeds(self.site, paths)
        if self.records.site.search:
            from pipeline.exporters.html_site.search import search_index

            pages = (f"html/{address_of(head.id)}" for head in self.records.heads)
            yield from search_index(File(path, written.read(path)) for path in pages)
