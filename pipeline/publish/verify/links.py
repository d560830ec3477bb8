"""Where links inside a site lead, and what they want of other files."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.tag import CSS_ADDRESS
from pipeline.publish.verify.violation import Violation
from pipeline.source.parse import link_addresses

# Schemes that lead out of the site. Anything else is unsafe, or was left unresolved.
OUTSIDE = frozenset({"http", "https", "mailto"})
SITE = "html/"
# Where addresses stand in files that are no pages, and which of these are Markdown.
ADDRESSES = {
    ".css": CSS_ADDRESS,
    ".xml": re.compile(r"<loc>([^<]*)</loc>"),
    ".atom": re.compile(r'<[^<>]*\shref="([^"]*)"'),
}
MARKDOWN = (".md", ".txt")

UP = "../"
# A way down by plain names: nothing in it is to be decoded, split off or taken back.
PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*+/)*+[A-Za-z0-9_-][A-Za-z0-9_.-]*+")
# How an address begins that leads to the same place from every page.
ABSOLUTE = ("https://", "http://")
# A plain address that leads to a place on the same page.
ANCHOR = re.compile(r"#[A-Za-z0-9_-]++")

# Where an address leads: a file of the bundle (empty when outside), an id there, and what is wrong with it.
ResolvedLink = tuple[str, str, str]
# Files, and ids on them or none, that links lead to; with the first such address, and the file it stands in.
LinkTargets = dict[tuple[str, str], tuple[str, str]]


def page_link_violations(base: str, path: str, page: HtmlPage, wanted: LinkTargets) -> Iterator[Violation]:
    """What is wrong with the links of a page whatever else there is; adds to `wanted` what it wants of other files."""
    ids = set(page.ids)
    for twice in sorted(id_ for id_ in ids if page.ids.count(id_) > 1) if len(ids) < len(page.ids) else ():
        yield Violation(path, "", f"the id `{twice}` stands twice")
    lead = resolver(base, path)
    for address in dict.fromkeys(page.links):
        target, anchor, fault = lead(address)
        if fault:
            yield Violation(path, "", fault)
        elif anchor and target == path and anchor not in ids:
            yield Violation(path, "", f"the link `{address}` leads to an id that is not on this page")
        elif target and target != path:
            wanted.setdefault((target, anchor if target.endswith(".html") else ""), (address, path))


def is_of_site(path: str) -> bool:
    """True for a file whose links are looked at."""
    return path.startswith(SITE) and path.endswith((".html", *ADDRESSES, *MARKDOWN))


def site_file_violations(base: str, path: str, text: str, wanted: LinkTargets) -> Iterator[Violation]:
    """What is wrong with the links of such a file, whatever else there is."""
    if path.endswith(".html"):
        yield from page_link_violations(base, path, HtmlPage.read(text), wanted)
    else:
        yield from text_link_violations(base, path, text, wanted)


def text_link_violations(base: str, path: str, text: str, wanted: LinkTargets) -> Iterator[Violation]:
    """The same for a file that is no page."""
    addresses = _addresses(path, text)
    if addresses is None:
        yield Violation(path, "", "its Markdown is nested too deep to be read")
        return
    lead = resolver(base, path)
    for address in addresses:
        target, _, fault = ("", "", "") if address.startswith("data:") else lead(address)
        if fault:
            yield Violation(path, "", fault)
        elif target:
            wanted.setdefault((target, ""), (address, path))


def _addresses(path: str, text: str) -> Iterable[str] | None:
    if path.endswith(MARKDOWN):
        return link_addresses(text)
    return map(unescape, dict.fromkeys(ADDRESSES[path[path.rindex(".") :]].findall(text)))


def resolver(base: str, path: str) -> Callable[[str], ResolvedLink]:
    """Where the addresses in a file lead. `base` is where the site will stand, with a slash at its end."""
    if base != "/" and ":" not in base:  # an address below it could look like any other
        return lambda address: resolve_any(base, path, address)
    above = path.rsplit("/", 2)[0] if path.count("/") > 1 else ""

    def lead(address: str) -> ResolvedLink:
        if above and address.startswith(UP):
            return _resolve_upwards(base, above, address)
        if address.startswith(ABSOLUTE):
            return _resolve_absolute(base, address)
        if ANCHOR.fullmatch(address):
            return _inside(path, address[1:], address)
        return resolve_any(base, path, address)

    return lead


# An address that leads up leads to the same place from every page of a folder's folders, an absolute one from any:
# pages share most of those to factors, learner models, videos and resources.
@lru_cache(maxsize=32768)
def _resolve_upwards(base: str, above: str, address: str) -> ResolvedLink:
    folder, way = above, address.removeprefix(UP)
    while way.startswith(UP) and "/" in folder:
        folder, way = folder.rpartition("/")[0], way.removeprefix(UP)
    if PLAIN.fullmatch(way):
        return _inside(f"{folder}/{way}", "", address)
    return resolve_any(base, f"{above}/_/_", address)


@lru_cache(maxsize=4096)
def _resolve_absolute(base: str, address: str) -> ResolvedLink:
    return resolve_any(base, SITE, address)


def is_own(base: str, address: str) -> bool:
    """True for a whole address of a place on the site itself."""
    return base != "/" and (address.startswith(base) or address == base.rstrip("/"))


def own_site_targets(base: str, wanted: LinkTargets) -> LinkTargets:
    """Of what links want, what those do that an author wrote as whole addresses of the site.

    Where they lead is known only when all is made, and may vanish without the page being made anew: all others hang on
    what the page names.
    """
    if base == "/":
        return {}  # there are none while nobody said where the site will stand
    return {place: first for place, first in wanted.items() if is_own(base, first[0])}


def resolve_any(base: str, path: str, address: str) -> ResolvedLink:
    """Where an address of whatever form leads."""
    own = is_own(base, address)
    try:
        parts = urlsplit(address[len(base) :] if own else address)
    except ValueError:
        return "", "", f"the link `{address}` is no address"
    if not own and (parts.scheme or parts.netloc):
        return "", "", "" if parts.scheme in OUTSIDE else f"the link `{address}` is unsafe or was left unresolved"
    steps = unquote(parts.path)
    if not own and steps.startswith("/"):
        return "", "", f"the link `{address}` works only where the site stands at the top of its server"
    target = posixpath.normpath(posixpath.join(SITE if own else posixpath.dirname(path), steps)) if steps else path
    if own and (not steps or steps.endswith("/")):
        target = posixpath.normpath(posixpath.join(SITE, steps, "index.html"))
    return _inside(target, unquote(parts.fragment), address)


def _inside(target: str, anchor: str, address: str) -> ResolvedLink:
    if not target.startswith(SITE):
        return "", "", f"the link `{address}` leads out of the site"
    return target, anchor, ""
