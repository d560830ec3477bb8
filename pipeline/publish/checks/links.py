"""HTML: every link inside the site leads to a file that is there, and every anchor to an id on it."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from pipeline.publish.fault import Fault
from pipeline.publish.inspection import Inspection, check
from pipeline.publish.page import CSS_ADDRESS, Page

# Schemes that lead out of the site. Anything else is unsafe, or was left unresolved.
OUTSIDE = frozenset({"http", "https", "mailto"})
SITE = "html/"
# Where addresses stand in files that are no pages. In Markdown only those that lead up are surely not an author's.
MARKDOWN = (".md", ".txt")
ADDRESSES = {
    ".css": CSS_ADDRESS,
    ".xml": re.compile(r"<loc>([^<]*)</loc>"),
    ".atom": re.compile(r'\shref="([^"]*)"'),
} | dict.fromkeys(MARKDOWN, re.compile(r"\]\((\.\./[^()\s]*|https://[^()\s]*)\)"))
# Code in Markdown, where a link is none.
CODE = re.compile(r"^(```|~~~).*?^\1|^(?: {4}|\t).*?$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


@check("html")
def links(inspection: Inspection) -> Iterator[Fault]:
    """Relative addresses, and those below the site's own address, lead to something."""
    elsewhere: dict[str, set[tuple[str, str]]] = defaultdict(set)  # a page → wanted ids, and the page that wants each
    for path in inspection.below("html", ".html"):
        page = Page.read(inspection.text(path) or "")
        ids = set(page.ids)
        for twice in sorted(id_ for id_ in ids if page.ids.count(id_) > 1):
            yield Fault(path, "", f"the id `{twice}` stands twice")
        for address in dict.fromkeys(page.links):
            target, anchor, fault = _resolve(inspection, path, address)
            if fault:
                yield Fault(path, "", fault)
            elif anchor and target == path and anchor not in ids:
                yield Fault(path, "", f"the link `{address}` leads to an id that is not on this page")
            elif anchor and target.endswith(".html") and target != path:
                elsewhere[target].add((anchor, path))
    for target, wanted in sorted(elsewhere.items()):
        ids = set(Page.read(inspection.text(target) or "").ids)
        for anchor, path in sorted(wanted):
            if anchor not in ids:
                yield Fault(path, "", f"a link leads to `#{anchor}` on {target}, which has no such id")


@check("html")
def other_links(inspection: Inspection) -> Iterator[Fault]:
    """Addresses in stylesheets, in the site map, in the feed, and of the site itself in Markdown lead to something."""
    for suffix, pattern in ADDRESSES.items():
        for path in inspection.below("html", suffix):
            text = CODE.sub("", inspection.text(path) or "") if suffix in MARKDOWN else inspection.text(path) or ""
            for address in dict.fromkeys(map(unescape, pattern.findall(text))):
                fault = "" if address.startswith("data:") else _resolve(inspection, path, address)[2]
                if fault:
                    yield Fault(path, "", fault)


def _resolve(inspection: Inspection, path: str, address: str) -> tuple[str, str, str]:
    """Where an address leads: a file of the bundle (empty when outside), an id there, and what is wrong with it."""
    base = (inspection.manifest.library.base_url or "").rstrip("/") + "/"
    own = base != "/" and (address.startswith(base) or address == base.rstrip("/"))
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
    if target not in inspection.paths:
        return "", "", f"the link `{address}` leads to {target}, which is not there"
    return target, unquote(parts.fragment), ""
