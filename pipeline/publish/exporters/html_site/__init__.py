"""HTML: a site to read, search and look at; it needs nothing but a web server or a folder for its files."""

from collections.abc import Iterator
from itertools import chain

from pipeline.model.clean_text import MARKDOWN_PAGE
from pipeline.publish.exporter import Aggregate, Exporter, File, Shard, WrittenFiles
from pipeline.publish.exporters.html_site.feeds import feeds
from pipeline.publish.exporters.html_site.layout import layout_of
from pipeline.publish.exporters.html_site.llms import FULL, GUIDE, full_text, guide, link_base
from pipeline.publish.exporters.html_site.pages import gone_pages, list_pages, start_pages
from pipeline.publish.exporters.html_site.site import site_of
from pipeline.publish.exporters.html_site.strategy_markdown import markdown_page
from pipeline.publish.exporters.html_site.strategy_page import address_of, strategy_pages
from pipeline.publish.exporters.json_images import images
from pipeline.publish.inputs import OWN_STYLES, StrategyInputs
from pipeline.publish.records import Records
from pipeline.source.paths import STATIC_FOLDER

# The top of the site as seen from a strategy's page.
FROM_PAGE = "../../"
# The page as Markdown had this name. Links to it still work; a copy would make a bundle a twentieth larger.
FORMER_NAME = "index.md"
MOVED = f"The Markdown of this page is in [{MARKDOWN_PAGE}]({MARKDOWN_PAGE})."


class HtmlSite(Exporter):
    """Assets, pages, feeds, static files and images."""

    format = "html"

    def render(self, strategy: StrategyInputs) -> Iterator[File]:
        """A strategy's page."""
        return strategy_pages(strategy)

    def render_site(self, records: Records) -> Iterator[File]:
        """Assets, all other pages, and feeds."""
        site = site_of(records)
        theme = site.layout.theme
        yield from (*theme.assets, *([theme.translations] if theme.translations else []))
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


class HtmlMarkdown(Exporter):
    """The pages of strategies as Markdown, each by itself and all in one file, and the list of them."""

    format = "html"

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """All in one file."""
        yield full_text(records)

    def render(self, strategy: StrategyInputs) -> Iterator[File | Shard]:
        """A strategy's page as Markdown, and a note under its former name."""
        folder, page = f"html/strategies/{strategy.id}", markdown_page(strategy, FROM_PAGE)
        yield File(f"{folder}/{MARKDOWN_PAGE}", page.encode())
        yield File(f"{folder}/{FORMER_NAME}", f"{page.partition(chr(10))[0]}\n\n{MOVED}\n".encode())
        base = link_base(layout_of(strategy.shared).base)
        yield Shard(FULL, markdown_page(strategy, base).encode())

    def render_site(self, records: Records) -> Iterator[File]:
        """The list."""
        yield File(GUIDE, guide(site_of(records)).encode())


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
