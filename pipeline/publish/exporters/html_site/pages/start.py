"""Home and About."""

from collections.abc import Iterator

from pipeline.model.clean_text import MARKDOWN_PAGE
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import INDEX, TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.pages.grades import FOLDER as GRADES
from pipeline.publish.exporters.html_site.pages.grades import band_name, bands_of
from pipeline.publish.exporters.html_site.pages.own import about_of
from pipeline.publish.exporters.html_site.pages.product_design import FOLDER as PRODUCT_DESIGN
from pipeline.publish.exporters.html_site.pages.product_design import product_heading, product_sections
from pipeline.publish.exporters.html_site.safety import rendered
from pipeline.publish.exporters.html_site.sections import note_of, with_addresses
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
            records.library.description
            or words.ngettext(
                "%(num)s strategy to read, filter and search.",
                "%(num)s strategies to read, filter and search.",
                len(records.summaries),
            ),
            scripts=("home",),
            search=site.is_searched,
            data=library_data(records),
            values={"catalog": site.catalog_digits, "grades": _grades(site), "ways": _ways(site)},
        )
    )


def _grades(site: Site) -> list[tuple[str, str]]:
    """Path and name of the page of each band of grades."""
    return [(path_in(GRADES, band.slug), band_name(site, band)) for band in bands_of(site)]


def _ways(site: Site) -> list[tuple[str, str]]:
    """Path and name of other ways into the library."""
    words = site.layout.words
    ways = [(path_in(GRADES), words.gettext("Factors by grade"))] if site.layout.has("factors") else []
    ways += [
        (path_in("coverage"), words.gettext("Coverage map")),
        (path_in("relations"), words.gettext("Map of relations")),
        (path_in("a-z"), words.gettext("A–Z")),
    ]
    ways = [(path, name) for path, name in ways if site.layout.has(path.partition("/")[0])]
    ways += [(path_in(each.id), each.many) for each in site.records.vocabularies]
    if product_sections(site):
        ways.append((path_in(PRODUCT_DESIGN), product_heading(site)))
    return ways


def about_page(site: Site, data_page: str = "") -> File:
    """The page "About", with a link to the page "Data" where there is one."""
    words = site.layout.words
    path, own = "about/index.html", about_of(site)
    title, about = words.gettext("About"), words.gettext("Publisher, licence and privacy.")
    if site.records.disclaimers:
        about = words.gettext("Publisher, licence, disclaimers and privacy.")
    values: dict[str, object] = {"data_page": data_page, "own_text": None, "note_of": note_of}
    values["own"] = site.own_lines("library", site.records.library_fields)
    if own is None:
        return site.page(TemplateInput(path, "about.html", title, about, values=values))
    values["own_text"] = rendered(with_addresses(own.html, site.layout.root(path)))
    description = own.description or about
    return site.page(TemplateInput(path, "about.html", own.title, description, beside=MARKDOWN_PAGE, values=values))
