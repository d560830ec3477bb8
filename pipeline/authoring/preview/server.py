"""The server of the preview: pages from memory, a stream of changes, and the edits of buttons."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from mimetypes import guess_type

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.authoring.preview.actions import PreviewActions
from pipeline.authoring.preview.guard import Guard
from pipeline.authoring.preview.session import ChangedMeanwhile, PreviewSession, words_of
from pipeline.authoring.preview.views import edit_page, page_at, source_page, start_page
from pipeline.source.environment import EnvironmentFault

ASSETS = {"preview.css": "text/css", "preview.js": "text/javascript", "form.js": "text/javascript"}
MOST_BYTES = 2_000_000
# Of the preview's own pages, besides that of all pages.
OWN_POLICY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'"
}
# A form has the page beside it.
FORM_POLICY = {name: f"{policy}; frame-src 'self'" for name, policy in OWN_POLICY.items()}
# A file of the library, such as a drawing, that is opened by itself is no page of the preview.
FILE_POLICY = {"content-security-policy": "sandbox; default-src 'none'; style-src 'self'; img-src 'self'"}


class PreviewServer:
    """Serves a session at one port of this machine. Whoever writes needs the `key`."""

    def __init__(self, session: PreviewSession, key: str) -> None:
        self._session, self._key = session, key
        self._actions = PreviewActions(session).by_name
        self._assets = {name: files(__package__).joinpath("assets", name).read_bytes() for name in ASSETS}
        self._changed, self._ended = asyncio.Event(), False

    def app(self, port: int) -> Guard:
        """The application, for requests to a port."""
        routes = [
            Route("/-/", self._newest(self._start)),
            Route("/-/events", self._events),
            Route("/-/edit", self._newest(self._edit)),
            Route("/-/source", self._newest(self._source)),
            Route("/-/write/{key}/{action}", self._write, methods=["POST"]),
            Route("/-/{name}", self._asset),
            Route("/{address:path}", self._newest(self._page)),
        ]
        return Guard(Starlette(routes=routes), [f"127.0.0.1:{port}", f"localhost:{port}"])

    def changed(self) -> None:
        """Check the library again, and tell all open pages if it was changed."""
        with self._told():
            self._session.refresh()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell all open pages if there is another version of the library afterwards."""
        before = self._session.site.version
        try:
            yield
        finally:
            if self._session.site.version != before:
                self._tell()

    def end(self) -> None:
        """End the streams that open pages listen to."""
        self._ended = True
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
                return PlainTextResponse(words_of(fault), 503)

        return endpoint

    def _start(self, request: Request) -> Response:
        return HTMLResponse(start_page(self._session.site), headers=OWN_POLICY)

    def _source(self, request: Request) -> Response:
        page = source_page(self._session.site, request.query_params.get("path", ""))
        return HTMLResponse(page, headers=OWN_POLICY) if page else _missing()

    def _edit(self, request: Request) -> Response:
        asked = request.query_params
        page = edit_page(self._session.site, asked.get("path", ""), whole="whole" in asked)
        return HTMLResponse(page, headers=FORM_POLICY) if page else _missing()

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        return Response(self._assets[name], media_type=ASSETS[name]) if name in ASSETS else _missing()

    def _page(self, request: Request) -> Response:
        address = request.path_params["address"]
        address += "index.html" if not address or address.endswith("/") else ""
        page = page_at(self._session.site, address)
        headers = FILE_POLICY if self._session.site.is_file(address) else None
        media = "text/html" if address.endswith(".html") else guess_type(address)[0] or "application/octet-stream"
        return Response(page, media_type=media, headers=headers) if page is not None else _missing()

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._versions(), media_type="text/event-stream")

    async def _versions(self) -> AsyncIterator[str]:
        """The version now and after each change, as events that a browser waits for."""
        while not self._ended:
            changed = self._changed  # before the version: none that comes while it is sent is missed
            yield f"data: {self._session.site.version}\n\n"
            await changed.wait()

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
            with self._told():
                return PlainTextResponse(action(bytes(data)))
        except ChangedMeanwhile as change:
            return PlainTextResponse(words_of(change), 412)
        except EnvironmentFault as fault:
            return PlainTextResponse(words_of(fault), 409)
        except OSError as error:
            return PlainTextResponse(f"The file cannot be written: {error.strerror}", 409)
        except (LookupError, ValueError):
            return PlainTextResponse("This is not what pages of the preview send.", 400)


def _missing() -> Response:
    return PlainTextResponse("There is no such page.", 404)
