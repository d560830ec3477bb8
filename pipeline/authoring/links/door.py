"""The way out: the only module that opens connections, and only to public addresses of the internet.

Addresses come from pull requests of strangers. One that leads to a server of this network would let them see what only
this machine can reach (https://owasp.org/www-community/attacks/Server_Side_Request_Forgery). So the numbers that a name
stands for are looked at when the connection is opened, and the connection goes to those very numbers: a name that
stands for other numbers a moment later gains nothing.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLError
from typing import NamedTuple
from urllib.parse import urlsplit

import httpcore2

import pipeline
from pipeline.source.project import PACKAGE, own_repository

# Numbers of a name that are tried.
MOST_NUMBERS = 4
# IPv6 addresses of translators, which end in an IPv4 address: https://www.rfc-editor.org/rfc/rfc6052
TRANSLATED = IPv6Network("64:ff9b::/96")
# What the system says of a name that nobody has, not of a failed look-up.
NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


class UnknownHostError(Exception):
    """Nobody has this name."""


class PrivateHostError(Exception):
    """A name or number stands for a place that the internet does not reach."""


class TimeLimits(NamedTuple):
    """Seconds to wait for a connection, and for the whole answer."""

    connect: float = 10.0
    whole: float = 20.0


class Reply(NamedTuple):
    """What a server answered. `body` is empty unless it was wanted."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""


class Failure(NamedTuple):
    """Why there was no answer. `final` if asking again would not help, `of_host` if it holds for the whole server."""

    kind: str  # unknown-host, private, certificate, time-out, connection, protocol, address
    said: str
    final: bool = False
    of_host: bool = False


def user_agent() -> str:
    """Who asks: the project, its version and, if known, where it is kept. Nothing of the machine."""
    repository = own_repository()
    about = f"; +{repository.address}" if repository else ""
    return f"{PACKAGE}/{pipeline.__version__} (strategies links{about})"


def is_public(number: str) -> bool:
    """True for an IP address that anybody on the internet could reach."""
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in TRANSLATED:
            inside = IPv4Address(int(address) & 0xFFFF_FFFF)
        if inside is not None:
            return is_public(str(inside))
    return address.is_global and not address.is_multicast


class PublicBackend(httpcore2.AnyIOBackend):
    """Connects to public addresses only, unless private ones are allowed."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Open a connection; raises UnknownHostError, PrivateHostError, or the errors of the library."""
        error: Exception | None = None
        for number in await self._numbers(host, port):
            try:
                return await super().connect_tcp(number, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                error = failed
        assert error is not None
        raise error

    async def _numbers(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:  # no name can be written so
            raise UnknownHostError from error
        except socket.gaierror as error:
            if error.errno in NO_SUCH_NAME:
                raise UnknownHostError from error
            raise httpcore2.ConnectError(f"the name could not be looked up: {error.strerror}") from error
        numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
        allowed = [number for number in numbers if self._allow_private or is_public(number)]
        if not allowed:
            raise PrivateHostError
        return allowed[:MOST_NUMBERS]


@dataclass(frozen=True)
class Door:
    """Sends requests, one by one: no redirect is followed, no cookie kept, no proxy or password used."""

    pool: httpcore2.AsyncConnectionPool
    limits: TimeLimits
    agent: str

    async def ask(self, method: str, address: str, most: int = 0) -> Reply | Failure:
        """Ask an address; of the body at most so many bytes are read."""
        try:
            async with asyncio.timeout(self.limits.whole):
                return await self._ask(method, _url(address), most)
        except (TimeoutError, httpcore2.TimeoutException) as error:
            early = isinstance(error, httpcore2.ConnectTimeout)
            seconds = self.limits.connect if early else self.limits.whole
            return Failure("time-out", f"no answer within {seconds:g} seconds", of_host=early)
        except UnknownHostError:
            return Failure("unknown-host", "there is no such host", final=True, of_host=True)
        except PrivateHostError:
            return Failure("private", "a private network, which is not asked", final=True, of_host=True)
        except (SSLError, httpcore2.NetworkError) as error:
            return _connection_failure(error)
        except (httpcore2.ProtocolError, OSError) as error:
            return Failure("protocol", f"no answer that HTTP knows ({str(error) or type(error).__name__})")
        except ValueError:
            return Failure("address", "no address that can be asked", final=True)

    async def _ask(self, method: str, url: httpcore2.URL, most: int) -> Reply:
        headers: list[tuple[bytes | str, bytes | str]] = [("Host", _host_header(url)), ("User-Agent", self.agent)]
        headers += [("Accept", "*/*"), ("Accept-Encoding", "identity")]
        waits = {"connect": self.limits.connect, "read": self.limits.whole, "write": self.limits.whole}
        async with self.pool.stream(method, url, headers=headers, extensions={"timeout": waits}) as response:
            body = bytearray()
            if most:
                async for part in response.aiter_stream():
                    body += part
                    if len(body) >= most:
                        break
            found = {name.decode("ascii").lower(): value.decode("utf-8", "replace") for name, value in response.headers}
            return Reply(response.status, found, bytes(body[:most]))


@asynccontextmanager
async def open_door(limits: TimeLimits, *, allow_private: bool) -> AsyncIterator[Door]:
    """A door, which is closed at the end."""
    backend = PublicBackend(allow_private=allow_private)
    async with httpcore2.AsyncConnectionPool(
        max_connections=None, max_keepalive_connections=20, keepalive_expiry=5.0, network_backend=backend
    ) as pool:
        yield Door(pool, limits, user_agent())


def _url(address: str) -> httpcore2.URL:
    """The parts of an address, without a user and a password; raises ValueError if it has no host."""
    parts = urlsplit(address)
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return httpcore2.URL(
        scheme=parts.scheme.encode(), host=host.encode("ascii"), port=parts.port, target=target.encode("ascii")
    )


def _host_header(url: httpcore2.URL) -> bytes:
    host = b"[%b]" % url.host if b":" in url.host else url.host
    return host if url.port is None else b"%b:%d" % (host, url.port)


def _connection_failure(error: Exception) -> Failure:
    """What went wrong with a connection: its certificate, or all else."""
    causes: list[BaseException] = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None and cause not in causes:
        causes.append(cause)
    for each in causes:
        if isinstance(each, SSLError):
            why = getattr(each, "verify_message", "") or each.reason or "no reason is given"
            return Failure("certificate", f"no safe connection: {why}", final=True, of_host=True)
    early = isinstance(error, httpcore2.ConnectError)
    return Failure("connection", f"no connection ({error})" if str(error) else "the connection broke", of_host=early)
