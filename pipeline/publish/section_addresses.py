"""Addresses of factors, strategies and images in a section's HTML."""

import re
from html import escape
from urllib.parse import quote

from pipeline.model.images import SITE
from pipeline.model.work import PLACE
from pipeline.publish.web_address import site_base, web_address

# The start of such a link as rendered. Text holds no `<`, so this can only be a tag.
CROSS_LINK = re.compile(r'<a href="(?P<kind>factor|strategy|reference):(?P<id>[^"]*)"(?P<title>(?: title="[^"]*")?)>')
# The folders of their pages on the site.
PAGES = {"factor": "factors", "strategy": "strategies"}


def with_cross_links(html: str, base_url: str | None, page: str = "") -> str:
    """HTML of the strategy `page` whose links to factors, strategies and works have `data-factor` and the like.

    With a `base_url`, their `href` is the address of the page, or of the place of the work on this page; without one it
    stays `factor:<id>`, `strategy:<id>` or `reference:<id>`.
    """
    base = site_base(base_url)

    def link(match: re.Match[str]) -> str:
        kind, id_ = match["kind"], match["id"]
        address = cross_address(base, kind, id_, page) if base else f"{kind}:{id_}"
        return f'<a href="{escape(address)}"{match["title"]} data-{kind}="{id_}">'

    return CROSS_LINK.sub(link, html)


def cross_address(base: str, kind: str, id_: str, page: str) -> str:
    """The address on the site of a factor, a strategy, or a work among the sources of the strategy `page`."""
    return f"{base}strategies/{page}/#{PLACE}{id_}" if kind == "reference" else f"{base}{PAGES[kind]}/{id_}/"


def image_url(path: str, base_url: str | None) -> str | None:
    """The address on the site of an image, given its path in the bundle; None when the site's is not known."""
    return web_address(base_url, quote(path.removeprefix(f"{SITE}/")))
