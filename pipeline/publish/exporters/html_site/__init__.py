"""HTML: a site to read, search and look at; it needs nothing but a place for its files."""

from collections.abc import Iterator

from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.exporters.html_site.feeds import feeds
from pipeline.publish.exporters.html_site.files import assets, copies
from pipeline.publish.exporters.html_site.pages import gone_pages, list_pages, list_paths, start_pages
from pipeline.publish.exporters.html_site.site import site_of
from pipeline.publish.exporters.html_site.strategy_page import address_of, strategy_pages
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.records import Records


class HtmlSite(Exporter):
    """Assets, pages, and what machines ask for."""

    format = "html"

    def render(self, strategy: StrategyInputs) -> Iterator[File]:
        """A strategy's page, and the same as Markdown."""
        return strategy_pages(strategy)

    def render_site(self, site: Records) -> Iterator[File]:
        """All else."""
        own = site_of(site)
        yield from assets(own.layout.theme)
        paths = [address_of(head.id) for head in site.summaries]
        for page in start_pages(own):
            yield page
            paths.append(page.path.removeprefix("html/"))
        yield from gone_pages(own)
        yield from feeds(own, (*paths, *list_paths(own)))

    def render_last(self, site: Records, written: WrittenFiles) -> Iterator[File]:
        """The library's static files, and the images that its pages show."""
        return copies(site)


class HtmlLists(Exporter):
    """The pages of factors, categories and learner models: as much work as all else, so another process may do it."""

    format = "html"

    def render_site(self, site: Records) -> Iterator[File]:
        """All of them."""
        return list_pages(site_of(site))
