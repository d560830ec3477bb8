"""Pages of the site that differ on the web, where the data is beside the site: the page "Data", and links to data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.model.clean_text import MARKDOWN_PAGE
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.pages.start import about_page
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.schema.versions import PublishedVersionV1

DATA_PAGE = "data/index.html"
# Headings by folder; any other is its own heading.
TITLES = {"csv": "CSV", "json": "JSON", "schemas": "TypeScript", "sqlite": "SQLite", "xlsx": "Excel"}
UNITS = ("bytes", "kB", "MB", "GB")


@dataclass(frozen=True)
class DataFile:
    """A file to download; `path` is relative to the top of the site."""

    path: str
    description: str
    bytes: int
    sha256: str

    @property
    def format(self) -> str:
        """The folder that it is in."""
        return self.path.partition("/")[0]

    @property
    def size(self) -> str:
        """Its size in decimal units, with three digits at most."""
        number, unit = float(self.bytes), 0
        while number >= 999.5 and unit < len(UNITS) - 1:
            number, unit = number / 1000, unit + 1
        return f"{number:.3g} {UNITS[unit]}"


def web_pages(site: Site, files: Sequence[DataFile], versions: Sequence[PublishedVersionV1]) -> Iterator[File]:
    """The page "Data", and the page "About" with a link to it."""
    formats = [
        (name, TITLES.get(name, name), list(group)) for name, group in groupby(files, key=lambda each: each.format)
    ]
    values = {"formats": formats, "versions": versions, "citation": _citation(site)}
    words = site.layout.words
    description = words.gettext("The library as data: formats, sizes, checksums, versions, licence and how to cite.")
    title = words.gettext("Data")
    yield site.page(TemplateInput(DATA_PAGE, "data.html", title, description, values=values, alone=True))
    yield about_page(site, data_page=DATA_PAGE)


def with_record_link(site: Site, id_: str, page: bytes) -> bytes:
    """The page of a strategy with a link to its record, behind the link to its Markdown.

    A page without the packaged list of links stays as it is.
    """
    links = getattr(site.layout.theme.environment.get_template("cite.html").module, "data_links", None)
    if links is None:  # a template of the library stands in its place
        return page
    record = f"{site.layout.root(address_of(id_))}json/strategies/{id_}.json"
    return page.replace(links(MARKDOWN_PAGE).encode(), links(MARKDOWN_PAGE, record).encode(), 1)


def _citation(site: Site) -> str:
    library = site.records.library
    version = site.layout.words.gettext("version %(version)s", version=library.version)
    year = max((each.updated for each in site.records.summaries), default="")[:4]
    parts = [f"{library.publisher} ({year})." if year else f"{library.publisher}.", f"{library.title}"]
    return " ".join([parts[0], f"{parts[1]}, {version}.", site.layout.base]).strip()
