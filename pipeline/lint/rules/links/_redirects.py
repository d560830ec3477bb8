"""Addresses that lead to another through a website in between, and what websites add to follow their readers."""

import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

# Websites that take the address of another in one of these parameters, under these paths.
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
# Names of hosts that only redirect, to a place that nobody can tell by the address.
SHORTENERS = frozenset(
    (
        *("bit.ly", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "buff.ly", "is.gd", "v.gd"),
        *("lnkd.in", "fb.me", "amzn.to", "tiny.cc", "rebrand.ly", "cutt.ly", "shorturl.at", "rb.gy"),
        *("t.ly", "dlvr.it", "bl.ink", "s.id", "shorturl.asia", "qr.ae", "tiny.one", "bitly.com"),
        *("j.mp", "adf.ly", "ift.tt", "trib.al", "wp.me"),
    )
)
# What advertisers and newsletters add, so that a website knows where its reader came from.
TRACKING = re.compile(
    r"utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|mkt_tok|_hsenc|_hsmi"
    r"|gad_source|oly_(?:anon|enc)_id|vero_id|__s|s_cid|srsltid",
    re.IGNORECASE,
)
# An address that something may lead to.
TARGET = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+[^\s]*")
# What stands in an address of urldefense.com between two pairs of underscores, and the older form of it.
DEFENDED = re.compile(r"/v3/__(?P<target>[^*]+?)__;")
AMP = re.compile(r"/amp/s/(?P<target>[^?#]+)")
LEVELS = 3
# Characters of an address that need no escape in Markdown's round brackets.
PLAIN = "/:;.,?&=#%+-_~@!$*'"


def host_of(address: str) -> str:
    """The host of an address, in small letters; empty where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def leads_elsewhere(address: str) -> bool:
    """True for an address that another is a part of, to which it leads."""
    return _step(address) is not None or _is_defence(address)


def target_of(address: str) -> str | None:
    """The address to which another leads, if it says so itself."""
    found = None
    for _ in range(LEVELS):
        step = _step(found or address)
        if step is None:
            break
        found = step
    return quote(found, safe=PLAIN) if found else None


def without_tracking(address: str) -> str:
    """An address without what only tells where a reader came from."""
    before, mark, rest = address.partition("?")
    if not mark:
        return address
    query, hash_, fragment = rest.partition("#")
    kept = [part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])]
    return before + ("?" + "&".join(kept) if kept else "") + hash_ + fragment


def _step(address: str) -> str | None:
    host = host_of(address)
    if not host:
        return None
    parts = urlsplit(address)
    for pattern, path, names in REDIRECTS:
        if pattern.fullmatch(host) and parts.path.startswith(path):
            query = parse_qs(parts.query)
            for name in names:
                target = query.get(name, [""])[0]
                if TARGET.fullmatch(target):
                    return target
    return _embedded(address, host)


def _embedded(address: str, host: str) -> str | None:
    """The target where it is no parameter."""
    found = None
    if host == "urldefense.com" and (match := DEFENDED.search(address)):
        found = re.sub(r"^(https?:/)(?=[^/])", r"\1/", match["target"])
    elif host == "urldefense.proofpoint.com":
        written = parse_qs(urlsplit(address).query).get("u", [""])[0]
        found = unquote(written.replace("-", "%").replace("_", "/"))
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host) and (match := AMP.search(address)):
        found = "https://" + match["target"]
    return found if found and TARGET.fullmatch(found) else None


def _is_defence(address: str) -> bool:
    return host_of(address) in ("urldefense.com", "urldefense.proofpoint.com")
