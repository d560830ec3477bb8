"""The server of the preview: pages from memory, a stream of changes, and the edits of buttons."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from mimetypes import guess_type
from typing import Any

from pydantic_core import from_json
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.authoring.preview.guard import Guard
from pipeline.authoring.preview.session import EditRefused, PreviewSession
from pipeline.authoring.preview.views import source_page, start_page, strategy_view, with_panel
from pipeline.source.environment import EnvironmentFault

ASSETS = {"preview.css": "text/css", "preview.js": "text/javascript"}
MOST_BYTES = 2_000_000
OWN_POLICY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}


class PreviewServer:
    """Serves a session at one port of this machine. Whoever writes needs the `key`."""

    def __init__(self, session: PreviewSession, key: str) -> None:
        self._session, self._key = session, key
        self._assets = {name: files(__package__).joinpath("assets", name).read_bytes() for name in ASSETS}
        self._changed = asyncio.Event()

    def app(self, port: int) -> Guard:
        """The application, for requests to a port."""
        routes = [
            Route("/-/", self._newest(self._start)),
            Route("/-/events", self._events),
            Route("/-/source", self._newest(self._source)),
            Route("/-/write/{key}/{action}", self._write, methods=["POST"]),
            Route("/-/{name}", self._asset),
            Route("/{address:path}", self._newest(self._page)),
        ]
        return Guard(Starlette(routes=routes), [f"127.0.0.1:{port}", f"localhost:{port}"])

    def changed(self) -> None:
        """Check the library again, and tell all open pages."""
        self._session.refresh()
        self._tell()

    def _tell(self) -> None:
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()

    def _newest(self, shows: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        """The same, with the library checked again if a file was changed before the watch could tell."""

        async def endpoint(request: Request) -> Response:
            try:
                return shows(request)
            except EnvironmentFault:
                self.changed()
            try:
                return shows(request)
            except EnvironmentFault as fault:
                return PlainTextResponse(" ".join(fault.lines), 503)

        return endpoint

    def _start(self, request: Request) -> Response:
        return HTMLResponse(start_page(self._session.site), headers=OWN_POLICY)

    def _source(self, request: Request) -> Response:
        page = source_page(self._session.site, request.query_params.get("path", ""))
        return HTMLResponse(page, headers=OWN_POLICY) if page else _missing()

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        return Response(self._assets[name], media_type=ASSETS[name]) if name in ASSETS else _missing()

    def _page(self, request: Request) -> Response:
        site, address = self._session.site, request.path_params["address"]
        address += "index.html" if not address or address.endswith("/") else ""
        entry = site.entries.get(address)
        if entry is not None:
            return HTMLResponse(strategy_view(site, entry))
        data = site.page(address)
        if data is None:
            return _missing()
        if address.endswith(".html"):
            return HTMLResponse(with_panel(site, data))
        return Response(data, media_type=guess_type(address)[0] or "application/octet-stream")

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._versions(), media_type="text/event-stream")

    async def _versions(self) -> AsyncIterator[str]:
        """The version now and after each change, as events that a browser waits for."""
        while True:
            yield f"data: {self._session.site.version}\n\n"
            await self._changed.wait()

    async def _write(self, request: Request) -> Response:
        if not secrets.compare_digest(request.path_params["key"].encode(), self._key.encode()):
            return PlainTextResponse("Open the address that the terminal shows to change files from here.", 403)
        if request.headers.get("content-type", "") != "application/json":
            return PlainTextResponse("This is not what pages of the preview send.", 415)
        data = bytearray()
        async for part in request.stream():
            data += part
            if len(data) > MOST_BYTES:
                return PlainTextResponse("This text is too long.", 413)
        action = self._actions.get(request.path_params["action"])
        if action is None:
            return _missing()
        try:
            action(from_json(bytes(data)))
        except EditRefused as refusal:
            return PlainTextResponse(str(refusal), 409)
        except (KeyError, TypeError, ValueError):
            return PlainTextResponse("This is not what pages of the preview send.", 400)
        finally:
            self._tell()
        return PlainTextResponse("")

    @property
    def _actions(self) -> dict[str, Callable[[Any], None]]:
        """What buttons and forms do, by its name in addresses."""
        return {"fix": self._fix}

    def _fix(self, sent: Any) -> None:
        self._session.mend(int(sent["number"]), int(sent["version"]))


def _missing() -> Response:
    return PlainTextResponse("There is no such page.", 404)
