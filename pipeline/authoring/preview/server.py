"""The server of the preview: pages from memory, a stream of changes, and the edits of buttons."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from mimetypes import guess_type

from pydantic import BaseModel, NonNegativeInt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.authoring.preview.form import PageForm
from pipeline.authoring.preview.guard import FRAMES, Guard
from pipeline.authoring.preview.session import EditRefused, PreviewSession
from pipeline.authoring.preview.views import (
    edit_page,
    findings_of,
    form_of,
    source_page,
    start_page,
    strategy_view,
    with_panel,
)
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source

ASSETS = {"preview.css": "text/css", "preview.js": "text/javascript"}
MOST_BYTES = 2_000_000
OWN_POLICY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    f"connect-src 'self'; base-uri 'none'; form-action 'none'; {FRAMES}"
}

# A form has the page beside it.
FORM_POLICY = {name: f"{policy}; frame-src 'self'" for name, policy in OWN_POLICY.items()}


class SentFix(BaseModel):
    """What the button of a finding sends."""

    number: NonNegativeInt
    version: NonNegativeInt


class SentTitle(BaseModel):
    """What the form of a new page sends."""

    title: str


class SentForm(BaseModel):
    """What the form of a page sends: all its fields, and its sections by number."""

    path: str
    digest: str
    fields: dict[str, str | tuple[str, ...]]
    sections: dict[NonNegativeInt, str]


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
            Route("/-/edit", self._newest(self._edit)),
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

    def _edit(self, request: Request) -> Response:
        page = edit_page(self._session.site, request.query_params.get("path", ""))
        return HTMLResponse(page, headers=FORM_POLICY) if page else _missing()

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
            return HTMLResponse(action(bytes(data)))
        except EditRefused as refusal:
            return PlainTextResponse(str(refusal), 409)
        except (LookupError, ValueError):
            return PlainTextResponse("This is not what pages of the preview send.", 400)
        finally:
            self._tell()

    @property
    def _actions(self) -> dict[str, Callable[[bytes], str]]:
        """What buttons and forms do, by its name in addresses."""
        return {"fix": self._fix, "check": self._check, "save": self._save, "new": self._new}

    def _fix(self, data: bytes) -> str:
        sent = SentFix.model_validate_json(data)
        self._session.mend(sent.number, sent.version)
        return ""

    def _check(self, data: bytes) -> str:
        sent = SentForm.model_validate_json(data)
        edited = self._edited(self._form(sent), sent)
        return findings_of(self._session.check_with({edited.path: edited}), edited.path)

    def _save(self, data: bytes) -> str:
        sent = SentForm.model_validate_json(data)
        form = self._form(sent)
        self._session.save(form.entry, sent.digest, self._edited(form, sent))
        return self._form(sent).digest

    def _new(self, data: bytes) -> str:
        return self._session.begin(SentTitle.model_validate_json(data).title)

    def _form(self, sent: SentForm) -> PageForm:
        form = form_of(self._session.site, sent.path)
        if form is None:
            raise EditRefused("There is no such page any more, or its fields cannot be read.")
        return form

    def _edited(self, form: PageForm, sent: SentForm) -> Source:
        if sent.digest != form.digest:
            raise EditRefused("The file was changed on the disk meanwhile. Nothing was saved; load the form again.")
        return form.edited(sent.fields, sent.sections)


def _missing() -> Response:
    return PlainTextResponse("There is no such page.", 404)
