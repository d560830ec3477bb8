"""The pace of requests: one at a time to a host, with a pause after each, and a few hosts side by side."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.authoring.links.door import Failure, Reply


class Pace(NamedTuple):
    """Seconds between requests to a host, before the first repetition (then doubled), and to wait at most."""

    pause: float = 1.0
    backoff: float = 2.0
    longest_wait: float = 60.0
    retries: int = 2
    hosts: int = 8  # side by side


@dataclass
class Host:
    """What a run knows of a host. `closed` is the answer to all further requests, which are not sent."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0
    time_outs: int = 0
    closed: Reply | Failure | None = None


@dataclass
class Hosts:
    """All hosts of a run, each with its turns."""

    pace: Pace
    clock: Callable[[], float]
    hosts: defaultdict[str, Host] = field(default_factory=lambda: defaultdict(Host))
    answered: bool = False  # whether any server answered anything

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.pace.hosts)

    @asynccontextmanager
    async def host(self, name: str) -> AsyncIterator[Host]:
        """Have a host for oneself, with all repetitions of a request. Nobody may wait for a second host meanwhile."""
        host = self.hosts[name]
        async with host.lock:
            yield host

    @asynccontextmanager
    async def turn(self, host: Host) -> AsyncIterator[None]:
        """Wait until a host may be asked, and for room among those that are asked."""
        if (wait := host.not_before - self.clock()) > 0:
            await asyncio.sleep(wait)
        async with self._room:
            try:
                yield
            finally:
                self.hold(host, self.pace.pause)

    def hold(self, host: Host, seconds: float) -> None:
        """Leave a host alone for a while."""
        host.not_before = max(host.not_before, self.clock() + seconds)
