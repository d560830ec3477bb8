"""HTML: the index for full-text search of the site."""

from collections.abc import Iterator

from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.exporters.html_site.site import site_of
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.records import Records


class HtmlSearch(Exporter):
    """The index of all strategies' pages, if the site is to have one and there are any."""

    format = "html"

    def render_last(self, site: Records, written: WrittenFiles) -> Iterator[File]:
        """Every file of the index."""
        if site_of(site).is_searched:
            from pipeline.publish.exporters.html_site.search import search_index  # brings a program that few runs need

            pages = (f"html/{address_of(head.id)}" for head in site.summaries)
            yield from search_index(File(path, written.read(path)) for path in pages)
