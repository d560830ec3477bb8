"""What a page runs, loads or embeds: only the scripts, styles and frames that the exporter writes are accepted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.model.foreign_sources import NOTHING_FOREIGN, ForeignSources

# Elements that embed or run something, or change what addresses mean.
EMBEDDING = frozenset({"applet", "embed", "fencedframe", "frame", "frameset", "iframe", "object", "portal"})
REFUSED = EMBEDDING | {"animate", "base", "set", "style"}
# Elements whose content some readers take for tags, and browsers for text.
REFUSED |= {"listing", "noembed", "noframes", "noscript", "plaintext", "textarea", "xmp"}
# Attributes that run or load something besides those named `on…`.
ACTIVE = frozenset({"action", "style", "srcdoc", "formaction", "ping", "xlink:href", "background"})
# Types of scripts that hold data.
DATA_TYPES = frozenset({"application/ld+json", "application/json"})
# Relations of a link that only name something; any other is loaded by some browser.
NAMING = frozenset(
    {"alternate", "author", "canonical", "describedby", "help", "icon", "license", "me", "next", "prev", "search"}
)
POLICY = "content-security-policy"
META = frozenset({POLICY, "refresh", "content-type", "content-language", "x-ua-compatible"})
# The files that a page may load, by what it does with them.
LOADABLE: Mapping[str, re.Pattern[str]] = {
    "script": re.compile(r"html/assets/[a-z]+\.[0-9a-f]{10}\.js"),
    "style": re.compile(r"html/assets/site\.[0-9a-f]{10}\.css"),
    "next page": re.compile(r"html/.+"),
}
# Markup in which readers and browsers find different tags, such as a comment or a title that holds one.
AMBIGUOUS = re.compile(r"<!--(?:(?!-->)[^<])*+(?:<|\Z)|<title[^<>]*>[^<]*<(?!/title>)|<!\[|<\?", re.IGNORECASE)
OWN, NOTHING = "'self'", "'none'"
PLAYERS = frozenset({"https://www.youtube-nocookie.com", "https://player.vimeo.com"})
# The sources that a page's Content-Security-Policy may allow besides none; `'self'` alone in any other directive.
SOURCES: Mapping[str, frozenset[str]] = {
    "default-src": frozenset(),
    "script-src": frozenset({OWN, "'wasm-unsafe-eval'"}),
    "frame-src": PLAYERS,
    "base-uri": frozenset(),
    "form-action": frozenset(),
    "object-src": frozenset(),
}


class Active(NamedTuple):
    """What a start tag runs or loads: why it is refused, or empty; addresses by what is done with them; its policy."""

    refused: str = ""
    loaded: tuple[tuple[str, str], ...] = ()
    policy: str = ""


INACTIVE = Active()


def active_of(name: str, pairs: Iterable[tuple[str, str]], refresh: str) -> Active:
    """What a start tag runs or loads by its attributes; `refresh` is the address that it leads readers to."""
    values = dict(reversed(list(pairs)))  # the first of two attributes with one name counts
    running = next((key for key in values if key.startswith("on") or key in ACTIVE), "")
    if running or name in REFUSED:
        return Active(f"<{name} {running}>" if running else f"<{name}>")
    if name == "script":
        return _script(values)
    relations = set(values.get("rel", "").lower().split()) if name == "link" else set()
    if relations - NAMING:
        styled = relations == {"stylesheet"}
        return (
            Active(loaded=(("style", values.get("href", "")),)) if styled else Active(f'<link rel="{values["rel"]}">')
        )
    equivalent = values.get("http-equiv", "").lower() if name == "meta" else ""
    if equivalent and (equivalent not in META or (equivalent == "refresh" and not refresh)):
        return Active(f'<meta http-equiv="{equivalent}">')
    if equivalent == POLICY:
        return Active(policy=values.get("content", ""))
    return Active(loaded=(("next page", refresh),)) if refresh else INACTIVE


def ambiguous_markup(html: str) -> Iterator[Active]:
    """Markup in which something that runs may be hidden."""
    yield from (Active(f"{found[:6]}…") for found in dict.fromkeys(AMBIGUOUS.findall(html)))


def _script(values: Mapping[str, str]) -> Active:
    if values.get("type", "").lower() in DATA_TYPES:
        return INACTIVE
    if "src" not in values or "type" in values:
        return Active("<script>")
    return Active(loaded=(("script", values["src"]),))


def policy_faults(policies: Iterable[str], foreign: ForeignSources = NOTHING_FOREIGN) -> Iterator[str]:
    """What a page's Content-Security-Policies fail to forbid, besides what the library allows."""
    found = list(policies)
    if not found:
        yield "it has no Content-Security-Policy"
    for policy in found:
        directives = {words[0].lower(): set(words[1:]) for part in policy.split(";") if (words := part.split())}
        if directives.get("default-src") != {NOTHING}:
            yield "its Content-Security-Policy does not forbid what it does not name"
        for name, sources in directives.items():
            for source in sorted(sources - {NOTHING} - SOURCES.get(name, frozenset({OWN})) - foreign.added(name)):
                yield f"its Content-Security-Policy allows {source} in {name}"
