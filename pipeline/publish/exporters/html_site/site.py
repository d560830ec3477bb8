"""The pages that are about the library as a whole: a layout, and what pages list."""

from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import SiteLayout, TemplateInput, layout_of
from pipeline.publish.exporters.html_site.listings import Listings
from pipeline.publish.inputs import SharedInputs
from pipeline.publish.records import Records
from pipeline.source.memoise import memoised

# Cards that stand on a page before a reader asks for more; longer lists go without summaries.
MOST_CARDS = 48


@dataclass(frozen=True)
class Site:
    """The site of one library, but for the pages of its strategies."""

    records: Records

    @cached_property
    def layout(self) -> SiteLayout:
        """What all pages have in common."""
        return layout_of(SharedInputs.of(self.records))

    @cached_property
    def listings(self) -> Listings:
        """Lists that pages share."""
        return Listings(self.records)

    @property
    def is_searched(self) -> bool:
        """True when full-text search is wanted, and there is any strategy to be found."""
        return self.records.site.search and bool(self.records.summaries)

    def page(self, sheet: TemplateInput, root: str | None = None) -> File:
        """Render one page; its template may show all records and lists besides the page's own values."""
        own = {"records": self.records, "listings": self.listings, "most": MOST_CARDS}
        return self.layout.page(replace(sheet, values=own | dict(sheet.values)), root)


@memoised
def site_of(records: Records) -> Site:
    """The site of some records, of which there is one: what pages list is worked out once."""
    return Site(records)
