"""A real browser, the sites it visits, and an eye on everything that may go wrong in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sites import EVERYTHING, crowd, edition_of, served, site_of, write

from pipeline.publish.publication_inputs import PublicationInputs

# Below a path of some depth: no address may lean on standing at the top of a server.
FOLDER = "deep/down"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIET += ("--disable-component-update", "--disable-sync")
# Runs before anything on a page: notes what a page should never do.
WATCH = """
window.faults = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (text) => window.faults.push(`${name}: ${text}`);
document.addEventListener("securitypolicyviolation", (event) =>
  window.faults.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("tools")


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
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "the browser tests need Debian's package chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def edition() -> PublicationInputs:
    """The test library, a page with one of everything, and some more; nobody said where the site will stand."""
    return edition_of([EVERYTHING, *crowd(9)], search=True)


@pytest.fixture(scope="session")
def folder(edition: PublicationInputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site on a disk."""
    return write(site_of(edition), tmp_path_factory.mktemp("site") / FOLDER)


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where that site is served."""
    with served(folder.parents[1]) as origin:
        yield f"{origin}{FOLDER}/"


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
