"""The layout and the lists that pages about the library share."""

from dataclasses import dataclass, replace

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.catalog import catalog_file
from pipeline.publish.exporters.html_site.layout import SiteLayout, TemplateInput, layout_of
from pipeline.publish.exporters.html_site.listings import Listings
from pipeline.publish.exporters.html_site.own_values import OwnLine, Values, own_lines
from pipeline.publish.inputs import SharedInputs
from pipeline.publish.records import Records
from pipeline.source.memoise import cached_property, memoised

# Cards on a page before a reader asks for more; longer lists show titles only.
MAX_CARDS = 40


@dataclass(frozen=True)
class Site:
    """The site of one library, without the pages of its strategies."""

    records: Records

    @cached_property
    def layout(self) -> SiteLayout:
        """The layout of all pages."""
        return layout_of(SharedInputs.of(self.records))

    @cached_property
    def listings(self) -> Listings:
        """The lists that pages share."""
        return Listings(self.records, self.layout.words)

    @cached_property
    def catalog(self) -> File:
        """What scripts know of all strategies and terms."""
        return catalog_file(self.listings, self.layout.quotes)

    @property
    def catalog_digits(self) -> str:
        """The digits in the name of the catalog, by which scripts find it."""
        return self.catalog.path.split(".")[-2]

    @property
    def is_searched(self) -> bool:
        """True when full-text search is requested and there is a strategy to find."""
        return self.records.site.search and bool(self.records.summaries)

    def own_lines(self, holder: str, values: Values) -> list[OwnLine]:
        """The values of the library's own fields of a term, or of the library."""
        return own_lines(self.layout.words, self.records.policy.fields_on(holder), values)

    def page(self, inputs: TemplateInput, root: str | None = None) -> File:
        """Render one page. Its template gets all records and lists besides the page's own values."""
        own = {"records": self.records, "listings": self.listings, "most": MAX_CARDS}
        return self.layout.page(replace(inputs, values=own | dict(inputs.values)), root)


@memoised
def site_of(records: Records) -> Site:
    """The site of these records, one for all exporters: its lists are computed once."""
    return Site(records)
