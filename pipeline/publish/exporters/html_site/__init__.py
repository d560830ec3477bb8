"""HTML: a site to read, search and look at; it needs nothing but a web server or a folder for its files."""

from collections.abc import Iterator, Sequence

from pipeline.model.clean_text import MARKDOWN_PAGE
from pipeline.model.images import bundle_path
from pipeline.publish.exporter import Aggregate, Exporter, File, Shard, WrittenFiles
from pipeline.publish.exporters.html_site.citing import citation_files
from pipeline.publish.exporters.html_site.feeds import crawler_files, feed
from pipeline.publish.exporters.html_site.layout import layout_of
from pipeline.publish.exporters.html_site.llms import FULL, GUIDE, full_text, guide, link_base
from pipeline.publish.exporters.html_site.page_kind import page_kinds
from pipeline.publish.exporters.html_site.pages.product_design import text_pages, text_paths
from pipeline.publish.exporters.html_site.search_document import search_document
from pipeline.publish.exporters.html_site.site import site_of
from pipeline.publish.exporters.html_site.strategy_markdown import markdown_page, moved_note
from pipeline.publish.exporters.html_site.strategy_page import address_of, strategy_pages
from pipeline.publish.exporters.json_images import images
from pipeline.publish.feed import ids_in_feed
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.own_pages import own_page_path, pictures_of
from pipeline.publish.records import Records
from pipeline.publish.share import SHARE, share_of
from pipeline.source.paths import IMAGES_FOLDER

# The top of the site as seen from a strategy's page.
FROM_PAGE = "../../"
# The page as Markdown had this name. Links to it still work; a copy would make a bundle a twentieth larger.
FORMER_NAME = "index.md"


class HtmlSite(Exporter):
    """Assets, pages, the feed, files for crawlers, static files and images."""

    format = "html"

    def render(self, strategy: StrategyInputs) -> Iterator[File]:
        """A strategy's page."""
        return strategy_pages(strategy)

    def render_site(self, records: Records) -> Iterator[File]:
        """Assets, all other pages, and files for crawlers."""
        site = site_of(records)
        theme = site.layout.theme
        yield from (*theme.assets, site.catalog, *([theme.translations] if theme.translations else []))
        tongues = site.layout.tongues
        paths = [address_of(summary.id) for summary in records.summaries if not tongues.original_of(summary.languages)]
        left_out = {own_page_path(page.id) for page in records.own_pages if tongues.original_of(page.languages)}
        for kind in page_kinds():
            for page in kind.make(site):
                yield page
                if kind.listed and page.path not in left_out:
                    paths.append(page.path.removeprefix("html/"))
        yield from crawler_files(site, [*paths, *text_paths(site)])

    def featured(self, records: Records) -> list[str]:
        """The strategies that the feed has."""
        return ids_in_feed(records.summaries)

    def render_featured(self, records: Records, strategies: Sequence[StrategyInputs]) -> Iterator[File]:
        """The feed."""
        yield feed(site_of(records), strategies)

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """The library's static files, and the images that its pages show."""
        for path, read in records.site.static.items():
            yield File(f"html/{path}", read())
        yield from images(records)
        others = {path for page in records.own_pages for path in pictures_of(page)}
        others |= {records.info.logo.image} if records.info.logo else set()
        for path in sorted(others.difference(records.pictures)):
            if path.startswith(f"{IMAGES_FOLDER}/") and path in records.site.files:
                yield File(bundle_path(path), records.site.files[path]())


class HtmlShare(Exporter):
    """Pictures for sharing: one of the library and one of each strategy. They need an address that others can load."""

    format = "html"

    def render(self, strategy: StrategyInputs) -> Iterator[File]:
        """The picture of a strategy."""
        if strategy.shared.library.base_url:
            # Imports the library that draws, which a site without an address does not need.
            from pipeline.publish.exporters.html_site.share_image import HUES, ShareImage

            category = strategy.summary.category
            hue = HUES[strategy.hues[category.id]]
            title, library = strategy.summary.title, strategy.shared.library.title
            yield File(share_of(strategy.id), ShareImage(title, category.name, library, hue).png())

    def render_site(self, records: Records) -> Iterator[File]:
        """The picture of the library."""
        if records.library.base_url:
            from pipeline.publish.exporters.html_site.share_image import ShareImage

            yield File(SHARE, ShareImage(records.library.title, below=records.library.publisher).png())


class HtmlProductDesign(Exporter):
    """Pages for designers of products, with parts of the pages of strategies."""

    format = "html"

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """The pages that have texts."""
        return text_pages(site_of(records), lambda path: written.read(f"html/{path}").decode())


class HtmlCitations(Exporter):
    """Files for reference managers, beside each strategy's page."""

    format = "html"

    def render(self, strategy: StrategyInputs) -> Iterator[File]:
        """How to cite the page, and the references on it, in each format."""
        return citation_files(strategy)


class HtmlMarkdown(Exporter):
    """The pages of strategies as Markdown, each by itself and all in one file, and the list of them."""

    format = "html"

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """All in one file."""
        yield full_text(site_of(records))

    def render(self, strategy: StrategyInputs) -> Iterator[File | Shard]:
        """A strategy's page as Markdown, and a note under its former name."""
        folder, page = f"html/strategies/{strategy.id}", markdown_page(strategy, FROM_PAGE)
        yield File(f"{folder}/{MARKDOWN_PAGE}", page.encode())
        layout = layout_of(strategy.shared)
        yield File(f"{folder}/{FORMER_NAME}", moved_note(layout.words, page).encode())
        base = link_base(layout.base)
        yield Shard(FULL, markdown_page(strategy, base).encode())

    def render_site(self, records: Records) -> Iterator[File]:
        """The list."""
        yield File(GUIDE, guide(site_of(records)).encode())


class HtmlSearch(Exporter):
    """The index of all strategies' pages for full-text search."""

    format = "html"

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """Every file of the index; none where nothing can be searched."""
        site = site_of(records)
        if site.is_searched:
            # Imports a program that few runs need.
            from pipeline.publish.exporters.html_site.search import search_index

            yield from search_index(
                search_document(site, summary, written.read(f"html/{address_of(summary.id)}").decode())
                for summary in records.summaries
            )
