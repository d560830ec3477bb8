"""Home and About."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import INDEX, TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind
from pipeline.publish.exporters.html_site.safety import embedded
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.linked_data import library_data


@page_kind()
def start_pages(site: Site) -> Iterator[File]:
    """Home and About."""
    yield home_page(site)
    yield about_page(site)


def home_page(site: Site) -> File:
    """Home: the library, to be searched and filtered."""
    records, words = site.records, site.layout.words
    return site.page(
        TemplateInput(
            INDEX,
            "index.html",
            records.library.title,
            words.ngettext(
                "%(num)s strategy to read, filter and search.",
                "%(num)s strategies to read, filter and search.",
                len(records.summaries),
            ),
            scripts=("home",),
            search=site.is_searched,
            data=library_data(records),
            values={"data": embedded(site.listings.data())},
        )
    )


def about_page(site: Site, data_page: str = "") -> File:
    """The page "About", with a link to the page "Data" where there is one."""
    title = site.layout.words.gettext("About")
    return site.page(TemplateInput("about/index.html", "about.html", title, values={"data_page": data_page}))
