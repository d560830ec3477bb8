"""Serves a site on this machine as a plain host of files does: compressed with gzip, and nothing else."""

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
}
COMPRESSED = frozenset((".html", ".css", ".js", ".json", ".svg", ".xml", ".atom", ".txt", ".md"))


class SiteHandler(BaseHTTPRequestHandler):
    """Answers with files of a folder."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, folder: Path) -> None:
        self.folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a file, or with 404.html."""
        path = unquote(urlsplit(self.path).path).lstrip("/")
        file = (self.folder / path).resolve()
        file = file / "index.html" if file.is_dir() else file
        known = file.is_file() and file.is_relative_to(self.folder.resolve())
        self._send(file if known else self.folder / "404.html", HTTPStatus.OK if known else HTTPStatus.NOT_FOUND)

    def _send(self, file: Path, status: HTTPStatus) -> None:
        data, compress = file.read_bytes(), file.suffix in COMPRESSED
        compress = compress and "gzip" in self.headers.get("Accept-Encoding", "")
        data = gzip.compress(data, 6) if compress else data
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        if compress:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class SiteServer(ThreadingHTTPServer):
    """A server that browsers may leave at any time."""

    def handle_error(self, request: object, address: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; gives its address."""
    with SiteServer(("127.0.0.1", 0), functools.partial(SiteHandler, folder=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
