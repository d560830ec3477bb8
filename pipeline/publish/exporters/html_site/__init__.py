"""HTML: a site to read, search and look at; it needs nothing but a web server or a folder for its files."""

from collections.abc import Iterator
from itertools import chain

from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.exporters.html_site.feeds import feeds
from pipeline.publish.exporters.html_site.pages import gone_pages, list_pages, start_pages
from pipeline.publish.exporters.html_site.site import site_of
from pipeline.publish.exporters.html_site.strategy_page import address_of, strategy_pages
from pipeline.publish.exporters.json_images import images
from pipeline.publish.inputs import OWN_STYLES, StrategyInputs
from pipeline.publish.records import Records
from pipeline.source.paths import STATIC_FOLDER


class HtmlSite(Exporter):
    """Assets, pages, feeds, static files and images."""

    format = "html"

    def render(self, strategy: StrategyInputs) -> Iterator[File]:
        """A strategy's page, and the same as Markdown."""
        return strategy_pages(strategy)

    def render_site(self, records: Records) -> Iterator[File]:
        """Assets, all other pages, and feeds."""
        site = site_of(records)
        yield from site.layout.theme.assets
        paths = [address_of(summary.id) for summary in records.summaries]
        for page in chain(start_pages(site), list_pages(site)):
            yield page
            paths.append(page.path.removeprefix("html/"))
        yield from gone_pages(site)
        yield from feeds(site, paths)

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """The library's static files, and the images that its pages show."""
        for path, read in sorted(records.site.files.items()):
            if path.startswith(f"{STATIC_FOLDER}/") and path != OWN_STYLES:
                yield File(f"html/{path}", read())
        yield from images(records)


class HtmlSearch(Exporter):
    """The index of all strategies' pages for full-text search."""

    format = "html"

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """Every file of the index; none where nothing can be searched."""
        if site_of(records).is_searched:
            # Imports a program that few runs need.
            from pipeline.publish.exporters.html_site.search import search_index

            pages = (f"html/{address_of(summary.id)}" for summary in records.summaries)
            yield from search_index(File(path, written.read(path)) for path in pages)
