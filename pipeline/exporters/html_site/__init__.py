"""HTML: a site to read, search and look at; it needs nothing but a place for its files."""

from collections.abc import Iterator

from pipeline.exporter import Exporter, File, Written
from pipeline.exporters.html_site.feeds import feeds
from pipeline.exporters.html_site.pages import gone_pages, list_pages, list_paths, start_pages
from pipeline.exporters.html_site.site import Site
from pipeline.exporters.html_site.strategy_page import address_of, strategy_pages
from pipeline.lazy import kept
from pipeline.model.head import Head
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records
from pipeline.model.rendition import Rendition
from pipeline.places import TEMPLATES_FOLDER


@kept
def site_of(records: Records) -> Site:
    """The site of some records, of which there is one: what pages list is worked out once."""
    return Site(records)


class HtmlSite(Exporter):
    """Assets, pages, and what machines ask for."""

    format = "html"

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.site = site_of(records)

    def around(self, head: Head) -> object:
        """Its neighbours, and colours of categories; all that lists say, if the library's own templates may show it."""
        if self.records.site.below(TEMPLATES_FOLDER):
            return self.records.lists
        listings = self.site.listings
        shelves = [head.category.id, *(self.records.card(id_).category for id_ in head.related)]
        beside = [other and (other.id, other.title) for other in listings.beside(head)]
        return beside, [listings.hues[id_] for id_ in shelves]

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[File]:
        """A strategy's page, and the same as Markdown."""
        return strategy_pages(self.site, strategy, rendition)

    def rest(self, written: Written) -> Iterator[File]:
        """All else."""
        yield from self.site.theme.files()
        paths = [address_of(head.id) for head in self.records.heads]
        for page in start_pages(self.site):
            yield page
            paths.append(page.path.removeprefix("html/"))
        yield from gone_pages(self.site)
        yield from feeds(self.site, (*paths, *list_paths(self.site)))


class HtmlLists(Exporter):
    """The pages of factors, categories and learner models: as much work as all else, so another process may do it."""

    format = "html"

    def rest(self, written: Written) -> Iterator[File]:
        """All of them."""
        return list_pages(site_of(self.records))
