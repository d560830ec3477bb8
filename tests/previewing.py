"""A library under preview, asked without a network."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.authoring.preview.fields import FormField
from pipeline.authoring.preview.form import digest_of
from pipeline.authoring.preview.server import PreviewServer
from pipeline.authoring.preview.session import PreviewSession
from pipeline.authoring.preview.views import form_of
from pipeline.incremental.workspace import Workspace

DAY = dt.date(2026, 11, 27)
KEY = "secret"
HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"
PAGE = "content/strategies/lateral-reading.md"
ADDRESS = "/strategies/lateral-reading/index.html"


class Answer(NamedTuple):
    """What the server says."""

    status: int
    headers: dict[str, str]
    text: str


class Preview:
    """A library under preview, asked without a network."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.session = PreviewSession(Workspace(root), lambda: DAY)
        self.server = PreviewServer(self.session, KEY)
        self.app = self.server.app(8000)

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """Ask with these headers; an empty one is left out."""
        given = {"host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        raw, _, query = path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": raw.replace("%2f", "/").replace("%2e", "."),
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
        }
        sent: list[Any] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        found: dict[str, str] = {}
        for name, value in sent[0]["headers"]:
            found[name.decode()] = "; ".join(filter(None, (found.get(name.decode()), value.decode())))
        return Answer(sent[0]["status"], found, b"".join(part["body"] for part in sent[1:]).decode(errors="replace"))

    def write(self, action: str, sent: object, key: str = KEY, **headers: str) -> Answer:
        """Press a button."""
        given = {"origin": ORIGIN, "content_type": "application/json"} | headers
        return self.ask(f"/-/write/{key}/{action}", "POST", json.dumps(sent).encode(), **given)

    def change(self, before: str, after: str, path: str = PAGE) -> None:
        """Edit a file as an editor would."""
        file = self.root / path
        text = file.read_bytes().decode()
        assert before in text
        file.write_bytes(text.replace(before, after, 1).encode())
        self.server.changed()

    def text(self, path: str = PAGE) -> str:
        """The text of a file."""
        return (self.root / path).read_bytes().decode()

    def sent(self, path: str = PAGE, *, whole: bool = False) -> dict[str, Any]:
        """What a form would send if everything in it counted as changed."""
        form = form_of(self.session.site, path, whole=whole)
        assert form
        fields = {field.id: value_of(field) for field in form.fields}
        sections = {str(section.number): section.text for section in form.sections}
        return {"path": path, "digest": digest_of(form.source), "whole": whole, "fields": fields, "sections": sections}


def value_of(field: FormField) -> str | tuple[str, ...]:
    """What the form sends of a field that is as it was."""
    return field.before if field.column.is_list else next(iter(field.before), "")
