"""A real browser, the sites it visits, and an eye on everything that may go wrong in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import HERE
from playwright.sync_api import Browser, BrowserContext, Page
from sites import EVERYTHING, crowd, edition_of, served, site_of, write

from benchmarks.site.browser import started
from benchmarks.site.kinds import PageFile, pages_of
from pipeline.publish.exporters.html_site.data_page import DATA_PAGE, DataFile, web_pages
from pipeline.publish.exporters.html_site.layout import SiteLayout, TemplateInput
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.publication_inputs import PublicationInputs

# Below a path of some depth: no address may lean on standing at the top of a server.
FOLDER = "deep/down"
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


@dataclass(frozen=True)
class MadeSite:
    """All files of a site by their paths; its pages by their kinds; the template of each page."""

    files: Mapping[str, bytes]
    kinds: Mapping[str, list[PageFile]]
    templates: Mapping[str, str]

    @classmethod
    def of(cls, edition: PublicationInputs) -> MadeSite:
        """Make the site of a library, with the page Data that only a folder to deploy has."""
        templates: dict[str, str] = {}
        render = SiteLayout.page

        def page(self: SiteLayout, sheet: TemplateInput, *rest: str | None) -> object:
            templates[sheet.path] = sheet.template
            return render(self, sheet, *rest)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SiteLayout, "page", page)
            files = site_of(edition)
            data = [DataFile("csv/factors.csv", "factors", 2048, "0123456789abcdef" * 4)]
            web = {file.path.removeprefix("html/"): file.data for file in web_pages(Site(edition.site), data, [])}
        files[DATA_PAGE] = web[DATA_PAGE]
        records = edition.site
        terms = (*records.factors, *records.categories, *records.learner_models)
        return cls(files, pages_of(files.items(), {term.id for term in terms}), templates)

    def looked_at(self, most: int = 2) -> list[str]:
        """The heaviest page of each kind, and the lightest. A page that has moved leads on before one can look."""
        kinds = [[pages[0], pages[-1]] for kind, pages in self.kinds.items() if not kind.endswith("(moved)")]
        return list(dict.fromkeys(page.path for pages in kinds for page in pages[:most]))


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
    """The test library, a page with one of everything, and some more; nobody said where the site will stand."""
    return edition_of([EVERYTHING, *crowd(9)], search=True)


@pytest.fixture(scope="session")
def made(edition: PublicationInputs) -> MadeSite:
    """Its site."""
    return MadeSite.of(edition)


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
