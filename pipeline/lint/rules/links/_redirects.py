"""Addresses that redirect to another website, and tracking parameters."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.lint.rules.links._addresses import encoded

# Hosts and paths that redirect, with the parameters that hold the target.
REDIRECTS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = tuple(
    (re.compile(host), path, names)
    for host, path, names in (
        (r"(?:www\.|scholar\.)?google\.[a-z.]{2,6}", "/url", ("q", "url")),
        (r"scholar\.google\.[a-z.]{2,6}", "/scholar_url", ("url",)),
        (r"(?:l|lm)\.(?:facebook|messenger)\.com|l\.instagram\.com|l\.threads\.(?:net|com)", "/", ("u",)),
        (r"(?:[a-z0-9-]+\.)?safelinks\.protection\.outlook\.(?:com|us|cn)", "/", ("url",)),
        (r"(?:www\.|m\.)?youtube\.com", "/redirect", ("q",)),
        (r"out\.reddit\.com", "/", ("url",)),
        (r"(?:www\.)?linkedin\.com", "/safety/go", ("url",)),
        (r"(?:www\.)?linkedin\.com", "/redir/", ("url",)),
        (r"duckduckgo\.com|html\.duckduckgo\.com", "/l/", ("uddg",)),
        (r"slack-redir\.net", "/link", ("url",)),
        (r"steamcommunity\.com", "/linkfilter", ("url", "u")),
        (r"t\.umblr\.com", "/redirect", ("z",)),
        (r"vk\.com", "/away.php", ("to",)),
        (
            r"(?:[a-z0-9-]+\.)*(?:ez|)proxy[a-z0-9-]*(?:\.[a-z0-9-]+)+|login\.[a-z0-9-]*proxy[a-z0-9.-]+",
            "/login",
            ("url", "qurl"),
        ),
    )
)
# Link shorteners: their addresses do not show the target.
SHORTENERS = frozenset(
    (
        *("bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "buff.ly", "is.gd", "v.gd"),
        *("lnkd.in", "fb.me", "amzn.to", "tiny.cc", "rebrand.ly", "cutt.ly", "shorturl.at", "rb.gy"),
        *("t.ly", "dlvr.it", "bl.ink", "s.id", "shorturl.asia", "qr.ae", "tiny.one", "bitly.com"),
        *("j.mp", "adf.ly", "ift.tt", "trib.al", "wp.me"),
    )
)
# Tracking parameters of advertisers and newsletters.
TRACKING = re.compile(
    r"utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|_hsenc|_hsmi"
    r"|gad_source|oly_(?:anon|enc)_id|vero_id|__s|s_cid|srsltid",
    re.IGNORECASE,
)
# A complete web address.
TARGET = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+[^\s]*")
# Link protection of e-mail programs; not every target can be read.
DEFENDERS = ("urldefense.com", "urldefense.proofpoint.com")
DEFENDED = re.compile(r"/v3/__(?P<target>[^*]+?)__;")
GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")
AMP = re.compile(r"/amp/s/(?P<target>[^?#]+)")
# Most redirects that are followed.
LEVELS = 3


def host_of(address: str) -> str:
    """Host of an address in small letters; empty if there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def redirect_target(address: str) -> str | None:
    """Target of a redirecting address; empty if it cannot be read, None if the address does not redirect."""
    found = address
    for _ in range(LEVELS):
        target = _next_target(found)
        if target is None:
            break
        found = target
    if found is not address:
        return encoded(found)
    return "" if host_of(address) in DEFENDERS else None


def without_tracking(address: str) -> str:
    """An address without its tracking parameters."""
    before, mark, after = address.partition("?")
    if not mark:
        return address
    query, hash_, fragment = after.partition("#")
    remaining = [part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])]
    return before + ("?" + "&".join(remaining) if remaining else "") + hash_ + fragment


def _next_target(address: str) -> str | None:
    host = host_of(address)
    if not host:
        return None
    parts = urlsplit(address)
    parameters = parse_qs(parts.query)
    for pattern, path, names in REDIRECTS:
        if parts.path.startswith(path) and pattern.fullmatch(host):
            targets = (parameters.get(name, [""])[0] for name in names)
            if target := next(filter(TARGET.fullmatch, targets), None):
                return target
    found = _embedded_target(address, host, parameters)
    return found if TARGET.fullmatch(found) else None


def _embedded_target(address: str, host: str, parameters: dict[str, list[str]]) -> str:
    """Target in an encoding or path of its own; empty if there is none."""
    if host == "urldefense.com" and (match := DEFENDED.search(address)):
        return re.sub(r"^(https?:/)(?=[^/])", r"\1/", match["target"])
    if host == "urldefense.proofpoint.com":
        return unquote(parameters.get("u", [""])[0].replace("-", "%").replace("_", "/"))
    if GOOGLE.fullmatch(host) and (match := AMP.search(address)):
        return "https://" + match["target"]
    return ""
