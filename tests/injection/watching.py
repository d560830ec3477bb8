"""Opens pages in Chromium with nothing in the way of what runs, and says what ran, left the machine or broke out."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Browser, Error, ViewportSize

WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
POLICY = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]*)"')
# Nothing is refused by it: a violation is reported, and what violates it runs.
REPORT_ONLY = "Content-Security-Policy-Report-Only"
# Of pages without a policy of their own.
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
# What the library itself asks for on every page.
ALLOWED = "https://stats.example.org/"
# Little to paint.
SMALL: ViewportSize = {"width": 200, "height": 200}
# What a script would call; see watch.js.
CALLS = ("alert", "confirm", "prompt", "print", "open", "fetch")
# Shows the HTML of all sections the way a careless consumer does.
CONSUMER = b"""<!DOCTYPE html><title>x</title><main></main><script src="consumer.js"></script>"""
SHOW = b"""fetch("sections.json").then((got) => got.json()).then((sections) => {
  const main = document.querySelector("main");
  for (const html of sections) main.appendChild(document.createElement("div")).innerHTML = html;
  main.dataset.done = "";
});"""


class Server(ThreadingHTTPServer):
    """A server that nobody needs to wait for."""

    def handle_error(self, request: object, address: object) -> None:
        """Say nothing: the browser has gone on."""


@contextmanager
def served(files: Mapping[str, bytes]) -> Iterator[str]:
    """Serve files from memory; the policy of each page only reports. Gives the address."""

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

        protocol_version = "HTTP/1.1"  # keeps connections

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/")
            data = files.get(path + "index.html" if path.endswith("/") or not path else path)
            self.send_response(404 if data is None else 200)
            data = data or b""
            found = POLICY.search(data)
            self.send_header(REPORT_ONLY, found[1].decode().replace("&#39;", "'") if found else STRICT)
            if found:
                data = data.replace(b'http-equiv="Content-Security-Policy"', b'name="none"', 1)
            if path.endswith((".js", ".css", ".svg", ".png")):
                self.send_header("Cache-Control", "max-age=3600")
            self.send_header("Content-Type", media_type(path))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with Server(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def media_type(path: str) -> str:
    """What a server says of a file."""
    name = path.rpartition("/")[2]
    if not name or name.endswith(".html"):
        return "text/html; charset=utf-8"
    if name.endswith((".xml", ".atom")):
        return "application/xml"
    if name.endswith((".md", ".txt", ".cff", ".bib", ".ris")):
        return "text/plain; charset=utf-8"
    return guess_type(name)[0] or "application/octet-stream"


@dataclass
class Seen:
    """What was seen on some pages: their elements with attributes, their classes, and what is wrong."""

    pages: int = 0
    ran: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    broke: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)

    def add(self, place: str, faults: Iterable[str]) -> None:
        """Add what the watch on a page saw. Texts without markup stand in a page of the browser's own making."""
        is_page = place.endswith(".html") or place.startswith("-/")
        for fault in faults:
            kind = fault.split(":")[0]
            if place.startswith("-/edit") and fault == "element: iframe":
                continue  # the page beside the form
            if is_page or kind in CALLS:
                (self.ran if kind in (*CALLS, "policy") else self.broke).append(f"{place}: {fault}")

    @property
    def wrong(self) -> list[str]:
        """All that no page may have."""
        return [*self.ran, *self.left, *self.broke]


def watched(browser: Browser, origin: str, paths: Iterable[str], *, first: str = "") -> Seen:
    """Open pages one after the other, `first` before them. No policy of any page is enforced."""
    seen = Seen()
    context = browser.new_context(bypass_csp=bool(first), viewport=SMALL)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_default_timeout(300_000)  # a night run is given little time
    place = ""

    def asked(url: str) -> None:
        if not url.startswith((origin, "data:", "blob:", "about:", ALLOWED)):
            seen.left.append(f"{place}: {url}")

    page.on("request", lambda request: asked(request.url))
    page.on("dialog", lambda dialog: (seen.ran.append(f"{place}: dialog {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: seen.left.append(f"{place}: a window {popup.url}"))
    page.on("download", lambda download: seen.left.append(f"{place}: a download {download.url}"))
    if first:
        page.goto(first)
    for place in paths:
        try:
            page.goto(origin + quote(place, safe="/?=&-"), wait_until="load")
        except Error as error:
            seen.broke.append(f"{place}: {error.message.splitlines()[0]}")
            continue
        if place.endswith("consumer.html"):
            page.wait_for_selector("main[data-done]", state="attached")
            page.wait_for_load_state("networkidle")
        if page.url.partition("#")[0] != origin + quote(place, safe="/?=&-"):
            seen.broke.append(f"{place}: leads to {page.url}")
        seen.pages += 1
        for frame in page.frames:
            found = frame.evaluate("walk()")
            if place.endswith(".html"):
                seen.kinds.update(found["kinds"])
                seen.classes.update(found["classes"])
            seen.add(place, found["wrong"])
    context.close()
    return seen
