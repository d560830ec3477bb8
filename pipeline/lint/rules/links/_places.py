"""What a web address leads to, however it is spelled: two that lead to one place are the same resource."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pipeline.model.doi import doi_of
from pipeline.model.video import video_of

# Parameters that count visits and lead nowhere else.
COUNTS_VISITS = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|si|ref_src")
# What a server shows for the folder itself.
INDEX = re.compile(r"/index\.html?$")


def place_of(address: str) -> tuple[str, ...]:
    """What tells the place that a web address leads to from any other.

    How it starts, capitals of the host, `www.`, an anchor, a slash or `index.html` at the end, percent escapes and
    parameters that count visits do not; nor in which of its forms an address names a DOI or a video.
    """
    if doi := doi_of(address):
        return "doi", doi.lower()
    if video := video_of(address):
        return video.provider, video.video_id
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:  # brackets that hold no IPv6 address, a port that is no number
        return ("unknown", address)
    host = (parts.hostname or "").removeprefix("www.") + port
    query = sorted((name, value) for name, value in _parameters(parts.query) if not COUNTS_VISITS.fullmatch(name))
    return "web", host, _decoded(INDEX.sub("/", parts.path).rstrip("/")), repr(query)


def _parameters(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _decoded(path: str) -> str:
    """A path whose letters are escaped all or none: `%7E` is `~`, and `%2F` no slash."""
    return "/".join(quote(unquote(step), safe="") for step in path.split("/"))
