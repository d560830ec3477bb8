"""A real browser, the sites it visits, and an eye on everything that may go wrong in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import own_vocabularies
import pytest
from conftest import HERE
from playwright.sync_api import Browser, BrowserContext, Page
from sites import EVERYTHING, OWN_PAGE, crowd, edition_of, served, site_of, write

from benchmarks.site.browser import started
from benchmarks.site.kinds import PageFile, pages_of
from pipeline.publish.exporters.html_site.data_page import DATA_PAGE, DataFile, web_pages
from pipeline.publish.exporters.html_site.layout import SiteLayout, TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kinds
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.publication_inputs import PublicationInputs

# Below a path of some depth: no address may lean on standing at the top of a server.
FOLDER = "deep/down"
# Pages that only a large library has are in this folder, and those of vocabularies of a library's own in the other.
MANY = "many"
TERMS = "terms"
# A page with less than this share of another's bytes is worth a look of its own.
SLIGHT = 0.6
# A row of the table of headers in docs/hosting.md.
HEADER = re.compile(r"^\| `([\w-]+)` \| `(.+)` \|$", re.MULTILINE)
# Runs before anything on a page: notes what a page should never do, and how far its parts move by themselves.
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
window.faults = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (text) => window.faults.push(`${name}: ${text}`);
document.addEventListener("securitypolicyviolation", (event) =>
  window.faults.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("tools")


@contextmanager
def templates_noted() -> Iterator[dict[str, str]]:
    """The templates of all pages that are made meanwhile, by path."""
    noted: dict[str, str] = {}
    render = SiteLayout.page

    def page(self: SiteLayout, sheet: TemplateInput, *rest: str | None) -> object:
        noted[sheet.path] = sheet.template
        return render(self, sheet, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SiteLayout, "page", page)
        yield noted


def ids_of(edition: PublicationInputs) -> set[str]:
    """Ids of everything but strategies."""
    records = edition.site
    return {term.id for term in (*records.factors, *records.categories, *records.learner_models)}


@dataclass
class MadeSite:
    """All files of a site by their paths; its pages by their kinds; the template of each page."""

    files: dict[str, bytes]
    kinds: dict[str, list[PageFile]]
    templates: dict[str, str]

    @classmethod
    def of(cls, edition: PublicationInputs) -> MadeSite:
        """Make the site of a library, with the page Data that only a folder to deploy has."""
        with templates_noted() as templates:
            files = site_of(edition)
            data = [DataFile("csv/factors.csv", "factors", 2048, "0123456789abcdef" * 4)]
            web = {file.path.removeprefix("html/"): file.data for file in web_pages(Site(edition.site), data, [])}
        files[DATA_PAGE] = web[DATA_PAGE]
        return cls(files, pages_of(files.items(), ids_of(edition)), templates)

    def add_further_kinds(self, edition: PublicationInputs, folder: str) -> None:
        """Add pages that only another library has, such as the second page of a list, in a folder of their own."""
        site = Site(edition.site)
        with templates_noted() as templates:
            files = {file.path.removeprefix("html/"): file.data for kind in page_kinds() for file in kind.make(site)}
        known, kinds = set(self.templates.values()), pages_of(files.items(), ids_of(edition))
        new = {
            kind: pages
            for kind, pages in kinds.items()
            if kind not in self.kinds or templates[pages[0].path] not in known
        }
        for kind, pages in new.items():
            self.kinds[f"{folder}/{kind}"] = [replace(page, path=f"{folder}/{page.path}") for page in pages]
            self.templates |= {f"{folder}/{page.path}": templates[page.path] for page in pages}
            self.files |= {f"{folder}/{page.path}": files[page.path] for page in pages}
        self.files |= {f"{folder}/{file.path.removeprefix('html/')}": file.data for file in site.layout.theme.assets}

    def looked_at(self) -> list[str]:
        """The heaviest page of each kind, and the lightest if much is left out there.

        A page that has moved leads on before one can look.
        """
        kinds = [pages for kind, pages in self.kinds.items() if not kind.endswith("(moved)")]
        slight = [pages[-1] for pages in kinds if pages[-1].bytes < SLIGHT * pages[0].bytes]
        return [page.path for page in (*(pages[0] for pages in kinds), *slight)]


@dataclass
class Visit:
    """A page of the browser. `problems` are errors of scripts and the console, `requests` all addresses asked for."""

    page: Page
    origin: str
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.problems.append(said.text))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.origin + path)
        return self.page

    @property
    def faults(self) -> list[str]:
        """Everything that went wrong so far."""
        return self.problems + list(self.page.evaluate("window.faults ?? []"))

    @property
    def outside(self) -> list[str]:
        """Requests that left the site."""
        return [url for url in self.requests if not url.startswith((self.origin, "data:"))]


Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="session")
def edition() -> PublicationInputs:
    """The test library, a page with one of everything, one of its own, and some more; no one said where it will be."""
    return edition_of([EVERYTHING, OWN_PAGE, *crowd(9)], search=True)


@pytest.fixture(scope="session")
def made(edition: PublicationInputs) -> MadeSite:
    """Its site, and what a large library and one with vocabularies of its own have besides."""
    made = MadeSite.of(edition)
    made.add_further_kinds(edition_of(crowd(500), rules=()), MANY)
    made.add_further_kinds(edition_of(own_vocabularies.sources(), rules=()), TERMS)
    return made


@pytest.fixture(scope="session")
def folder(made: MadeSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on a disk."""
    return write(made.files, tmp_path_factory.mktemp("site") / FOLDER)


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where that site is served."""
    with served(folder.parents[1]) as origin:
        yield f"{origin}{FOLDER}/"


@pytest.fixture(scope="session")
def headers() -> dict[str, str]:
    """What the documentation tells a server to send."""
    return dict(HEADER.findall((HERE.parent / "docs" / "hosting.md").read_text(encoding="utf-8")))


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """Opens a new visit: options are those of a browser's context; `origin` another site."""
    contexts: list[BrowserContext] = []

    def visit(origin: str = "", **options: object) -> Visit:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(5000)
        context.add_init_script(WATCH)
        contexts.append(context)
        return Visit(context.new_page(), origin or address)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def visit(visitor: Visitor) -> Visit:
    """A visit to the site on a wide screen."""
    return visitor()
