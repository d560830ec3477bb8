"""Asks one address: HEAD, then GET, again after a while if that may help, and along redirects.

Like lychee (https://lychee.cli.rs) it reads no robots.txt: that is for programs that follow links on their own
(https://www.rfc-editor.org/rfc/rfc9309), and each address here was written by a person and is asked once.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from pipeline.authoring.links.addresses import WEB, asked_form
from pipeline.authoring.links.door import Door, Failure, Reply
from pipeline.authoring.links.memory import blank_answer
from pipeline.authoring.links.pacing import Host, Hosts
from pipeline.model.doi import doi_of
from pipeline.model.video import video_of
from pipeline.publish.schema.links import LinkAnswerV1, VerdictV1

Clock = Callable[[], dt.datetime]
MOST_REDIRECTS = 10
# Time-outs one after the other, after which a host is asked no more.
MOST_TIME_OUTS = 3
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
TOO_MANY, LAST_ERROR = 429, 599
GONE = frozenset({404, 410})
# Answers to HEAD that say the same of GET; servers give all other errors to HEAD alone, too.
SAME_FOR_GET = frozenset({410, TOO_MANY})
VERDICT_OF: dict[str, VerdictV1] = {"unknown-host": "dead", "private": "private", "address": "not-asked"}


class Way(NamedTuple):
    """How redirects led to an address. `moved_to` is the last one that was reached by permanent ones only."""

    seen: tuple[str, ...]
    moved_to: str | None = None
    permanent: bool = True

    @property
    def end(self) -> str:
        """The address that it leads to."""
        return self.seen[-1]

    def to(self, target: str, status: int) -> "Way":
        """The way with one more redirect."""
        permanent = self.permanent and status in PERMANENT
        return Way((*self.seen, target), target if permanent else self.moved_to, permanent)


@dataclass(frozen=True)
class Asker:
    """Asks addresses, at the pace of their hosts."""

    door: Door
    hosts: Hosts
    clock: Clock

    async def answer(self, address: str) -> LinkAnswerV1:
        """The answer of an address, along its redirects."""
        way = Way((representative(address),))
        is_doi = doi_of(address) is not None
        while True:
            found = await self.settled(way.end)
            if isinstance(found, Failure):
                return self._answered(VERDICT_OF.get(found.kind, "unreachable"), _along(way, found.said), way, None)
            target = _target(way.end, found)
            if target is None or not WEB.match(target):
                return self._judged(way, found)
            if (
                is_doi and doi_of(target) is None
            ):  # where the publisher is, and what it tells programs, is its own affair
                return self._judged(way, Reply(HTTPStatus.OK, {}))
            if target in way.seen or len(way.seen) > MOST_REDIRECTS:
                said = "redirects in a circle" if target in way.seen else f"more than {MOST_REDIRECTS} redirects"
                return self._answered("circle", said, way, found.status)
            way = way.to(target, found.status)

    async def settled(self, address: str) -> Reply | Failure:
        """The reply of one address, after as many repetitions as may help."""
        method, tries = "HEAD", 0
        async with self.hosts.host(host_of(address)) as host:
            if host.closed is not None:
                return host.closed
            while True:
                async with self.hosts.turn(host):
                    found = await self.door.ask(method, address)
                self._note(host, found)
                if method == "HEAD" and _needs_get(found):
                    method = "GET"
                    continue
                wait = self._wait(found, tries)
                if wait is None or tries == self.hosts.pace.retries:
                    _close(host, found)
                    return found
                tries += 1
                method = "GET" if host.time_outs else method  # some servers never answer HEAD
                self.hosts.hold(host, wait)

    def _note(self, host: Host, found: Reply | Failure) -> None:
        timed_out = isinstance(found, Failure) and found.kind == "time-out"
        host.time_outs = host.time_outs + 1 if timed_out else 0
        self.hosts.answered |= isinstance(found, Reply)

    def _wait(self, found: Reply | Failure, tries: int) -> float | None:
        """Seconds until a repetition may help; None if none will, or only after too long."""
        pace = self.hosts.pace
        backoff = pace.backoff * 2**tries
        if isinstance(found, Failure):
            return None if found.final else backoff
        if found.status != TOO_MANY and not _is_server_error(found.status):
            return None
        wait = max(backoff, self._retry_after(found))
        return wait if wait <= pace.longest_wait else None

    def _retry_after(self, reply: Reply) -> float:
        """Seconds that a server asks to wait: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after."""
        written = reply.headers.get("retry-after", "").strip()
        if written.isascii() and written.isdecimal():
            return float(written[:9])
        try:
            return (parsedate_to_datetime(written) - self.clock()).total_seconds()
        except (TypeError, ValueError):
            return 0.0

    def _judged(self, way: Way, reply: Reply) -> LinkAnswerV1:
        status = reply.status
        said = _along(way, _words(status))
        if status in REDIRECTS:
            return self._answered("unreachable", "redirects to no address that can be asked", way, status)
        if status in GONE:
            return self._answered("dead", said, way, status)
        if _is_server_error(status):
            return self._answered("unreachable", said, way, status)
        if status >= HTTPStatus.BAD_REQUEST:
            return self._answered("refused", said, way, status)
        if way.moved_to is not None:
            return self._answered("moved", _moved(way), way, status)
        return self._answered("ok", said, way, status)

    def _answered(self, verdict: VerdictV1, said: str, way: Way, status: int | None) -> LinkAnswerV1:
        moved_to = way.moved_to if verdict == "moved" else None
        return blank_answer(verdict, said).model_copy(
            update={"status": status, "moved_to": moved_to, "asked": time_text(self.clock())}
        )


def time_text(time: dt.datetime) -> str:
    """A time in UTC by RFC 3339, to the second."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def host_of(address: str) -> str:
    """The host of an address; empty if it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def representative(address: str) -> str:
    """The address to ask in place of another: the picture of a video at YouTube, whose page is there for any id.

    https://github.com/lycheeverse/lychee/issues/214 tells why it is not asked by oEmbed.
    """
    video = video_of(address)
    return f"https://img.youtube.com/vi/{video.video_id}/0.jpg" if video and video.provider == "youtube" else address


def _needs_get(found: Reply | Failure) -> bool:
    """True if a server may just not know HEAD."""
    if isinstance(found, Failure):
        return found.kind == "protocol" or (found.kind == "connection" and not found.of_host)
    return found.status >= HTTPStatus.BAD_REQUEST and found.status not in SAME_FOR_GET


def _is_server_error(status: int) -> bool:
    """True for 5xx. Some sites make up statuses above for programs that they do not like."""
    return HTTPStatus.INTERNAL_SERVER_ERROR <= status <= LAST_ERROR


def _close(host: Host, found: Reply | Failure) -> None:
    """Ask a host no more that cannot be reached, or asks to be left alone."""
    if isinstance(found, Failure):
        closes = found.of_host or host.time_outs >= MOST_TIME_OUTS
    else:
        closes = found.status == TOO_MANY
    if closes:
        host.closed = found


def _target(address: str, reply: Reply) -> str | None:
    """Where a reply redirects to; None if it does not."""
    location = reply.headers.get("location", "").strip()
    if reply.status not in REDIRECTS or not location:
        return None
    try:
        return asked_form(urljoin(address, location))
    except ValueError:
        return None


def _words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _along(way: Way, said: str) -> str:
    """What was said, and by which address if not by the first."""
    return f"{said}, after a redirect to {way.end}" if len(way.seen) > 1 else said


def _moved(way: Way) -> str:
    """What to say of a page that moved. Sites often send visitors of lost pages to their first page."""
    first, last = urlsplit(way.seen[0]), urlsplit(way.moved_to or "")
    if len(first.path) > 1 and last.path in ("", "/") and not last.query:
        return "redirects for good to the first page of a site, so the page itself may be gone"
    return "redirects for good"
