"""Links in the files of a site: where each leads, and which other files it requires."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

from pipeline.model.foreign_sources import NOTHING_FOREIGN, ForeignSources
from pipeline.model.site_paths import is_library_file
from pipeline.publish.verify.active_content import LOADABLE, policy_faults
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.violation import Violation
from pipeline.source.parse import link_addresses

# Schemes that lead out of the site. Any other is unsafe, or was left unresolved.
OUTSIDE = frozenset({"http", "https", "mailto"})
SITE = "html/"
NOT_FOUND = f"{SITE}404.html"
# Where addresses appear in files that are neither pages nor Markdown.
ADDRESSES = {
    ".css": re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)"""),
    ".xml": re.compile(r"<loc>([^<]*)</loc>"),
    ".atom": re.compile(r'<[^<>]*\shref="([^"]*)"'),
}
MARKDOWN = (".md", ".txt")

# Where an address leads: a file of the bundle (empty when outside), an id there, and what is wrong with the link.
ResolvedLink = tuple[str, str, str]
# Files, and ids on them or none, that links lead to; with the first such address, and the file that holds it.
LinkTargets = dict[tuple[str, str], tuple[str, str]]


def page_link_violations(
    base: str, path: str, page: HtmlPage, targets: LinkTargets, foreign: ForeignSources = NOTHING_FOREIGN
) -> Iterator[Violation]:
    """What is wrong with the links of a page by itself; adds the files that it requires to `targets`."""
    yield from active_violations(base, path, page, foreign)
    ids = set(page.ids)
    for twice in sorted(id_ for id_ in ids if page.ids.count(id_) > 1) if len(ids) < len(page.ids) else ():
        yield Violation(path, "", f"the id `{twice}` stands twice")
    for address in dict.fromkeys(page.links):
        target, anchor, reason = resolve(base, path, address)
        if foreign.languages and _is_same_page(path, address, target, foreign):
            continue  # each language has the same pages, which another check makes sure of
        if reason:
            yield Violation(path, "", reason)
        elif anchor and target == path and anchor not in ids:
            yield Violation(path, "", f"the link `{address}` leads to an id that is not on this page")
        elif target and target != path:
            targets.setdefault((target, anchor if target.endswith(".html") else ""), (address, path))


def _is_same_page(path: str, address: str, target: str, foreign: ForeignSources) -> bool:
    """True for a link from a page to the same page in another language."""
    page, (original, *further) = path.removeprefix(SITE), foreign.languages
    others = [f"{language}/{page}" for language in further if language != foreign.current]
    if foreign.current == original:
        return target.removeprefix(SITE) in others
    steps = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address)))
    return steps in (f"../{page}", *(f"../{other}" for other in others))


def active_violations(base: str, path: str, page: HtmlPage, foreign: ForeignSources) -> Iterator[Violation]:
    """What a page runs, loads or embeds besides what the exporter writes and the library allows."""
    for refused in dict.fromkeys(active.refused for active in page.active if active.refused):
        yield Violation(path, "", f"{refused} is not of this tool: it could run, load or embed something")
    for kind, address in dict.fromkeys(loaded for active in page.active for loaded in active.loaded):
        target = resolve(base, path, address)[0]
        own = kind == "style" and target.endswith(".css") and is_library_file(target)
        if not own and not foreign.allows(f"{kind}-src", address) and not LOADABLE[kind].fullmatch(target):
            yield Violation(path, "", f"`{address}` is no {kind} of this tool")
    if not is_library_file(path):
        for fault in policy_faults((active.policy for active in page.active if active.policy), foreign):
            yield Violation(path, "", fault)


def has_links(path: str) -> bool:
    """True for a file of the site whose links are checked."""
    return path.startswith(SITE) and path.endswith((".html", *ADDRESSES, *MARKDOWN))


def site_file_violations(
    base: str, path: str, text: str, targets: LinkTargets, foreign: ForeignSources = NOTHING_FOREIGN
) -> Iterator[Violation]:
    """What is wrong with the links of such a file by itself."""
    if path.endswith(".html"):
        yield from page_link_violations(base, path, HtmlPage.read(text), targets, foreign)
    else:
        yield from text_link_violations(base, path, text, targets)


def text_link_violations(base: str, path: str, text: str, targets: LinkTargets) -> Iterator[Violation]:
    """What is wrong with the links of a file that is not a page."""
    addresses = _addresses(path, text)
    if addresses is None:
        yield Violation(path, "", "its Markdown is nested too deep to be read")
        return
    for address in addresses:
        target, _, reason = ("", "", "") if address.startswith("data:") else resolve(base, path, address)
        if reason:
            yield Violation(path, "", reason)
        elif target:
            targets.setdefault((target, ""), (address, path))


def _addresses(path: str, text: str) -> Iterable[str] | None:
    if path.endswith(MARKDOWN):
        return link_addresses(text)
    return map(unescape, dict.fromkeys(ADDRESSES[path[path.rindex(".") :]].findall(text)))


def is_own(base: str, address: str) -> bool:
    """True for an absolute address of the site itself."""
    return base != "/" and (address.startswith(base) or address == base.rstrip("/"))


def own_site_targets(base: str, targets: LinkTargets) -> LinkTargets:
    """The targets of links that an author wrote as absolute addresses of the site.

    They are no inputs of the page, so they may vanish while the page stays the same.
    """
    return {target: source for target, source in targets.items() if is_own(base, source[0])}


def resolve(base: str, path: str, address: str) -> ResolvedLink:
    """Where an address in a file leads. `base` is the address of the site with a slash at its end, or only a slash."""
    if path == NOT_FOUND and address.startswith("/") and not address.startswith("//"):
        # It is shown in place of any missing page, so its links begin at the top of the server.
        top = urlsplit(base).path
        address = address.removeprefix(top) or "index.html" if address.startswith(top) else address
    elif path.count("/") > 1 and address.startswith(("../", "https://")):
        path = f"{path.rsplit('/', 2)[0]}/_/_"  # it leads to the same from all folders that are next to each other
    return _resolve(base, path, address)


# Pages share most of their addresses.
@lru_cache(maxsize=32768)
def _resolve(base: str, path: str, address: str) -> ResolvedLink:
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
    if not target.startswith(SITE):
        return "", "", f"the link `{address}` leads out of the site"
    return target, unquote(parts.fragment), ""
