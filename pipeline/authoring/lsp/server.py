"""The language server: libraries that a client has files of, and the findings that it is sent."""

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

import pipeline
from pipeline.authoring.lsp.protocol import NAME, Translator
from pipeline.authoring.lsp.session import Session
from pipeline.incremental.workspace import Workspace
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.discovery import find_root
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import WATCHED_FILES, WATCHED_FOLDERS

# Seconds to wait for another change before a page is checked, and before the library is.
DELAY, PAUSE = 0.005, 0.6
WATCHED = (*(f"**/{folder}/**/*" for folder in WATCHED_FOLDERS), *(f"**/{name}" for name in WATCHED_FILES))


class LibraryFile(NamedTuple):
    """A file of a library: the library, and the path in it."""

    session: Session
    path: str


class LibraryServer(LanguageServer):
    """Serves every library that the client opens a file or a folder of.

    Each change brings the complete text: pages are small, and nobody has to count lines as the client does.
    """

    def __init__(self, open_library: Callable[[Path], Workspace], day: Callable[[], dt.date]) -> None:
        super().__init__(NAME, pipeline.__version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self._open_library, self._day = open_library, day
        self._sessions: dict[Path, Session] = {}
        self._addresses: dict[Path, dict[str, str]] = defaultdict(dict)
        self._sent: dict[tuple[Path, str], tuple[tuple[Diagnostic, ...], str]] = {}
        self._due: asyncio.TimerHandle | None = None
        self._page_due: asyncio.TimerHandle | None = None

    def file(self, uri: str) -> LibraryFile | None:
        """The file at an address; None if it is in no library."""
        name = to_fs_path(uri)
        if name is None:
            return None
        path = Path(name)
        for session in self._sessions.values():
            try:
                return LibraryFile(session, session.workspace.relative(path))
            except EnvironmentFault:
                continue
        session_or_none = self.open_folder(path.parent)
        return LibraryFile(session_or_none, session_or_none.workspace.relative(path)) if session_or_none else None

    def open_folder(self, folder: Path) -> Session | None:
        """The library around a folder; None if there is none."""
        try:
            root = find_root(folder)
        except EnvironmentFault:
            return None
        if root not in self._sessions:
            self._sessions[root] = Session(replace(self._open_library(root), trial=None), self._day)
        return self._sessions[root]

    def translator(self, session: Session) -> Translator:
        """Translates for the client between this library and the protocol."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return Translator(
            session.root, str(getattr(encoding, "value", encoding)), session.source, self._addresses[session.root]
        )

    def opened(self, uri: str, text: str) -> LibraryFile | None:
        """Take the text of a file that the client has open."""
        found = self.file(uri)
        if found:
            self._addresses[found.session.root][found.path] = uri
            found.session.change(found.path, text)
            self.publish_soon()
        return found

    def typed(self, uri: str, text: str) -> None:
        """Take a changed text: look at it at once, and at the library when nobody types."""
        if found := self.opened(uri, text):
            self.publish_soon(PAUSE)
            self._page_due = _postponed(self._page_due, DELAY, lambda: self._publish_page(found))

    def closed(self, uri: str) -> None:
        """Take a file as it is on disk."""
        if found := self.file(uri):
            found.session.close(found.path)
            self._addresses[found.session.root].pop(found.path, None)
            self.publish_soon()

    def changed_on_disk(self) -> None:
        """Look at the files of all libraries again."""
        for session in self._sessions.values():
            session.list_anew()
        self.publish_soon()

    def publish_soon(self, delay: float = DELAY) -> None:
        """Send findings once no more changes come."""
        self._due = _postponed(self._due, delay, self._publish_all)

    def _publish_all(self) -> None:
        for session in self._sessions.values():
            try:
                self._publish(session)
            except EnvironmentFault as fault:
                logging.getLogger(__name__).warning("%s", fault)

    def _publish(self, session: Session) -> None:
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in session.findings():
            found[diagnostic.span.path].append(diagnostic)
        before = {path for root, path in self._sent if root == session.root}
        for path in sorted(before.union(found, session.buffers)):
            self._send(LibraryFile(session, path), tuple(found.get(path, ())))

    def _publish_page(self, file: LibraryFile) -> None:
        found = file.session.findings_at_once(file.path)
        if found is not None:
            self._send(file, found)

    def _send(self, file: LibraryFile, found: tuple[Diagnostic, ...]) -> None:
        """Send the findings about a file if they, or its text, differ from what was sent."""
        session, path = file
        buffer = session.buffers.get(path)
        state = found, buffer.text if buffer else ""
        if self._sent.get((session.root, path)) == state:
            return
        self._sent[session.root, path] = state
        translator = self.translator(session)
        uri = translator.uri(path)
        version = self.workspace.get_text_document(uri).version if buffer else None
        diagnostics = [translator.diagnostic(each) for each in found]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))


def _postponed(timer: asyncio.TimerHandle | None, delay: float, act: Callable[[], None]) -> asyncio.TimerHandle:
    """A timer in place of another."""
    if timer is not None:
        timer.cancel()
    return asyncio.get_running_loop().call_later(delay, act)
