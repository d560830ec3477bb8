"""Other servers that pages of a site may ask: what a library allows, in its policy and in About."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints

from pipeline.model.fields import AuthoredModel, Line

# The site itself, in the words of `library.yaml` and in those of a policy.
SELF, OWN = "self", "'self'"
# What a library may allow; nothing else of the policy can be changed.
Directive = Literal["connect-src", "font-src", "frame-src", "img-src", "media-src", "script-src", "style-src"]
# A server, or a folder or file on it.
FOREIGN = r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"
AllowedSource = Annotated[str, StringConstraints(pattern=rf"^({SELF}|{FOREIGN})$", max_length=500)]
Allowed = Annotated[tuple[AllowedSource, ...], Field(min_length=1, max_length=20, strict=False)]
DataName = Annotated[str, StringConstraints(pattern=r"^(data-[a-z0-9-]+|integrity)$", max_length=60)]


class Analytics(AuthoredModel):
    """A script that counts visits. It is on every page."""

    script: Annotated[str, StringConstraints(pattern=rf"^{FOREIGN}$", max_length=500)] = Field(
        description="the address of the script, starting with https://"
    )
    attributes: Annotated[dict[DataName, Line], Field(strict=False, max_length=20)] = Field(
        default_factory=dict, description="attributes of its tag: data-… or integrity"
    )


class ForeignSources(NamedTuple):
    """What pages may load besides the site's own files.

    `languages` are all of a library that has several, that of the originals first; `current` is that of the pages.
    `directives` are those of the policy with what is added to each. `script` counts visits; its tag has `attributes`.
    """

    directives: tuple[tuple[str, tuple[str, ...]], ...] = ()
    script: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    current: str = ""

    def in_languages(self, languages: Iterable[str], current: str) -> "ForeignSources":
        """The same for pages in one of several languages."""
        return self._replace(languages=tuple(languages), current=current) if tuple(languages) else self

    @classmethod
    def of(cls, csp: Mapping[Directive, tuple[str, ...]], analytics: Analytics | None) -> "ForeignSources":
        """What a library allows. Its script for visits may be loaded, and may tell its server."""
        added: dict[str, list[str]] = {
            name: [OWN if each == SELF else each for each in csp[name]] for name in sorted(csp)
        }
        if analytics:
            server = server_of(analytics.script)
            for name in ("connect-src", "script-src"):
                added[name] = [*added.get(name, ()), server]
        directives = tuple((name, tuple(dict.fromkeys(added[name]))) for name in sorted(added))
        given = tuple(sorted(analytics.attributes.items())) if analytics else ()
        return cls(directives, analytics.script if analytics else "", given)

    def added(self, directive: str) -> frozenset[str]:
        """The sources that are added to a directive."""
        return frozenset(dict(self.directives).get(directive, ()))

    def allows(self, directive: str, address: str) -> bool:
        """True for an address that one of these sources covers."""
        return any(_covers(source, address) for source in self.added(directive) - {OWN})

    @property
    def servers(self) -> list[str]:
        """The names of the other servers, sorted."""
        return sorted({urlsplit(each).netloc for _, sources in self.directives for each in sources if each != OWN})


def server_of(address: str) -> str:
    """The server of an address, as a source of a policy."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _covers(source: str, address: str) -> bool:
    """True if an address is at a source: https://www.w3.org/TR/CSP3/#match-url-to-source-expression."""
    try:
        allowed, asked = urlsplit(source), urlsplit(address)
    except ValueError:
        return False
    if (allowed.scheme, allowed.netloc) != (asked.scheme, asked.netloc):
        return False
    path = allowed.path
    return path in ("", "/") or (asked.path.startswith(path) if path.endswith("/") else asked.path == path)


NOTHING_FOREIGN = ForeignSources()


def directives_with(foreign: ForeignSources, own: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """The directives of a page's policy with what a library adds to them."""
    for name, sources in own.items():
        yield name, [*sources, *(each for each in dict(foreign.directives).get(name, ()) if each not in sources)]
    for name, added in foreign.directives:
        if name not in own:
            yield name, list(added)
