"""Refuses requests that do not come from the preview's own pages: foreign hosts, foreign origins, odd paths."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A path with a dot or a slash in disguise, a backslash, or a step upwards.
ODD_PATH = re.compile(rb"%(2e|2f|5c|00)|\\|(^|/)\.\.?(/|$)|//", re.IGNORECASE)
# What may show the preview in a frame: itself, and tabs of VS Code, whose schemes no site can have.
FRAMES = "frame-ancestors 'self' vscode-webview: vscode-file:"
# Only our own scripts run: those of a library could change files with the key of the preview.
POLICY = (
    "script-src http://{host}/-/ http://{host}/assets/; worker-src 'none'; object-src 'none'; base-uri 'none'; "
    f"form-action 'none'; {FRAMES}"
)
SAFE_METHODS = frozenset({"GET", "HEAD"})
HEADERS = {
    b"cache-control": b"no-store",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}


class Guard:
    """Lets requests pass that name exactly one of `hosts` and come from no other site.

    A page elsewhere whose name was bound to this machine (DNS rebinding) has another host. No foreign
    origin may read an answer.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app, self._hosts = app, frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        reason, host = self._reason(scope), Headers(scope=scope).get("host", "")
        host = host if host in self._hosts else "localhost"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = (b"content-security-policy", POLICY.format(host=host).encode())
                message["headers"] = [*message.get("headers", ()), *HEADERS.items(), policy]
            await send(message)

        answer: ASGIApp = PlainTextResponse(reason, 403) if reason else self._app
        await answer(scope, receive, send_with_headers)

    def _reason(self, scope: Scope) -> str:
        """Why a request is refused; empty if it is not."""
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or headers["host"] not in self._hosts:
            return "This is not the address of the preview."
        origin, method = headers.getlist("origin"), scope["method"]
        if any(each not in self._origins for each in origin) or (method not in SAFE_METHODS and len(origin) != 1):
            return "Only pages of the preview may ask for this."
        if headers.get("sec-fetch-site", "none") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return "Only pages of the preview may ask for this."
        if ODD_PATH.search(scope.get("raw_path") or scope["path"].encode()):
            return "There is no such address."
        return ""
