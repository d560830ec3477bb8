"""Runs the preview: the server at a port of this machine, and the watch over the library's files."""

import asyncio
import logging
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from pipeline.authoring.preview.server import PreviewServer
from pipeline.authoring.preview.session import PreviewSession
from pipeline.authoring.watching import LibraryWatch
from pipeline.source.environment import EnvironmentFault

LOOPBACK = "127.0.0.1"
# Milliseconds without a change after which the ones before are told of, and the most until then.
QUIET, LONGEST = 10, 50
# Seconds after which a watch that is to end does.
TURN = 0.1


class EndingServer(uvicorn.Server):
    """A server that ends at once, although open pages wait for the next change."""

    def __init__(self, config: uvicorn.Config, preview: PreviewServer) -> None:
        super().__init__(config)
        self._preview = preview

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams of all open pages, then the server; whom it no longer answers is no error."""
        logging.getLogger("uvicorn.error").disabled = True
        self._preview.end()
        await super().shutdown(sockets)


def run_preview(session: PreviewSession, root: Path, port: int, opened: Callable[[str], None]) -> None:
    """Serve a session until it is interrupted; `opened` gets the base address, and the key after `#`."""
    listening = _listening(port)
    port, key = listening.getsockname()[1], secrets.token_urlsafe(24)
    server = PreviewServer(session, key)
    config = uvicorn.Config(
        server.app(port),
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )

    async def serve() -> None:
        running = EndingServer(config, server)
        watching = asyncio.create_task(_watch(server, root))
        try:
            opened(f"http://{LOOPBACK}:{port}/#key={key}")
            await running.serve(sockets=[listening])
        finally:
            watching.cancel()

    asyncio.run(serve())


def _listening(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen()  # a browser that is quicker than the server waits
    except OSError as error:
        raise EnvironmentFault(f"port {port} is taken; name another one with --port ({error.strerror})") from None
    return listening


async def _watch(server: PreviewServer, root: Path) -> None:
    """Tell the server of each change of the library's files."""
    watch = LibraryWatch(root, QUIET, LONGEST)
    while True:
        if await asyncio.to_thread(watch.changed, TURN):
            server.changed()
