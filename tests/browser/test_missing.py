"""The page for what is missing works at any depth and on any host, at the top of a server and below a folder."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Response, expect
from sites import BASE, edition_of, library_file, site_of, write

from .conftest import Visitor


class Answers(SimpleHTTPRequestHandler):
    """Serves files, and for any other address the page 404.html of the site, as hosts of static sites do."""

    missing: Path

    def log_message(self, *arguments: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        data = self.missing.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def host(top: Path, site: Path) -> Iterator[str]:
    """A host that serves a folder with a site somewhere in it; gives its address."""
    kind = type("OfSite", (Answers,), {"missing": site / "404.html"})
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(kind, directory=str(top))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def based(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site for https://strategies.example.org/library, on a disk."""
    site = site_of(edition_of([library_file(base_url=BASE)]))
    return write(site, tmp_path_factory.mktemp("host") / "library")


@pytest.mark.parametrize("missing", ["gone", "strategies/gone/", "library/gone", "a/b/c/d.html?x=1#y"])
@pytest.mark.parametrize("place", ["top", "folder"])
def test_it_looks_and_leads_as_any_page(place: str, missing: str, folder: Path, based: Path, visitor: Visitor) -> None:
    top, site, below = (folder, folder, "") if place == "top" else (based.parent, based, "library/")
    with host(top, site) as origin:
        visit = visitor(origin=origin)
        failed: list[str] = []

        def note(response: Response) -> None:
            if response.status >= 400 and not response.request.is_navigation_request():
                failed.append(response.url)

        visit.page.on("response", note)
        page = visit.go(below + missing)
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert failed == []
        assert visit.outside == []
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--accent')")
        page.get_by_role("link", name="Index from A to Z").click()
        expect(page).to_have_url(f"{origin}{below}a-z/index.html")
        expect(page.get_by_role("heading", level=1)).to_have_text("A–Z")
