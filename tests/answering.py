"""A web server on this machine whose paths answer in every way that matters, under as many names as a test needs."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest

HUGE = 50_000_000
# Seconds until `/slow` answers.
SLOW = 0.05


class Request(NamedTuple):
    """What the server was asked, and when."""

    began: float
    method: str
    host: str
    path: str
    headers: dict[str, str]


class Answering(ThreadingHTTPServer):
    """The server; `sent` are the bytes of bodies that it could send."""

    daemon_threads = True

    def __init__(self, number: str = "127.0.0.1") -> None:
        super().__init__((number, 0), Handler)
        self.requests: list[Request] = []
        self.sent = 0
        self.ended = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, host: str = "a.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[str]:
        """The methods by which a path was asked."""
        return [request.method for request in self.requests if request.path == path]

    def handle_error(self, *_: Any) -> None:
        """A client that leaves early is none."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Answering

    def log_message(self, *_: Any) -> None:
        """Print nothing."""

    def do_HEAD(self) -> None:
        self.take()

    def do_GET(self) -> None:
        self.take()

    def take(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        headers = dict(self.headers)
        self.server.requests.append(Request(time.monotonic(), self.command, host, self.path, headers))
        name, _, rest = self.path.lstrip("/").partition("/")
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"answer_{name.partition('?')[0].replace('-', '_')}", self.answer_status)(rest or name)

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def answer_status(self, rest: str) -> None:
        """`/404/anything`; the first page is there."""
        self.reply(int(self.path.split("/")[1] or 200))

    def answer_to(self, rest: str) -> None:
        """`/to/301/<address>`: a redirect."""
        status, _, target = rest.partition("/")
        self.reply(int(status), Location=unquote(target))

    def answer_round(self, rest: str) -> None:
        """`/round/1` leads to `/round/2`, and that back."""
        self.reply(302, Location="/round/2" if rest == "1" else "/round/1")

    def answer_far(self, rest: str) -> None:
        """`/far/0` leads to `/far/1`, and so on for ever."""
        self.reply(302, Location=f"/far/{int(rest) + 1}")

    def answer_no_head(self, rest: str) -> None:
        """`/no-head/405`: this status for HEAD, or none at all; 200 for GET."""
        if rest == "hangs" and self.command == "HEAD":
            self.server.ended.wait(5)
            return
        self.reply(int(rest) if self.command == "HEAD" else 200)

    def answer_hangs_up(self, rest: str) -> None:
        """No answer to HEAD."""
        if self.command == "HEAD":
            self.close_connection = True
        else:
            self.reply(200)

    def answer_busy(self, rest: str) -> None:
        """`/busy/1/0`: so often 429, with this `Retry-After`, then 200."""
        times, _, wait = rest.partition("/")
        asked = len(self.server.asked(self.path))
        self.reply(429 if asked <= int(times) else 200, Retry_After=unquote(wait))

    def answer_fails(self, rest: str) -> None:
        """`/fails/1`: so often 503, then 200."""
        self.reply(503 if self.server.asked(self.path).count("GET") <= int(rest) else 200)

    def answer_never(self, rest: str) -> None:
        self.server.ended.wait(5)

    def answer_slow(self, rest: str) -> None:
        time.sleep(SLOW)
        self.reply(200)

    def answer_cookie(self, rest: str) -> None:
        self.reply(200, Set_Cookie="seen=1; Path=/")

    def answer_huge(self, rest: str) -> None:
        """No HEAD, and a body without an end."""
        if self.command == "HEAD":
            self.reply(405)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(HUGE))
        self.end_headers()
        for _ in range(HUGE // 50_000):
            self.wfile.write(b"x" * 50_000)
            self.server.sent += 50_000

    def answer_wayback(self, rest: str) -> None:
        """The archive has copies of addresses with `known`, and answers nonsense for those with `nonsense`."""
        asked = unquote(self.path.partition("url=")[2])
        copy = {"available": True, "status": "200", "url": f"http://web.archive.org/web/20240131000000/{asked}"}
        found: Any = {"url": asked, "archived_snapshots": {"closest": copy} if "known" in asked else {}}
        if "elsewhere" in asked:
            copy["url"] = "https://evil.example/"
        self.reply(200, b"nonsense" if "nonsense" in asked else json.dumps(found).encode())


@contextmanager
def answering(number: str = "127.0.0.1") -> Iterator[Answering]:
    """A running server."""
    with Answering(number) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()


def name_hosts(monkeypatch: pytest.MonkeyPatch, **numbers: list[str]) -> list[str]:
    """Let names that end in `.test` stand for this machine, or for numbers in turn; gives those that are looked up."""
    asked: list[str] = []

    def look_up(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        if host == "later.test":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if not host.endswith(".test") and not host[0].isdigit():
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        mine = numbers.get(host.replace(".", "_"))
        number = (mine.pop(0) if len(mine) > 1 else mine[0]) if mine else "127.0.0.1" if host[0].isalpha() else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
