"""Addresses of factors, strategies and images in a section's HTML."""

import re
from html import escape
from urllib.parse import quote

from pipeline.model.images import SITE
from pipeline.publish.web_address import site_base, web_address

# The start of such a link as rendered. Text holds no `<`, so this can only be a tag.
CROSS_LINK = re.compile(r'<a href="(?P<kind>factor|strategy):(?P<id>[^"]*)"(?P<title>(?: title="[^"]*")?)>')
# The folders of their pages on the site.
PAGES = {"factor": "factors", "strategy": "strategies"}


def with_cross_links(html: str, base_url: str | None) -> str:
    """HTML whose links to factors and strategies have `data-factor` or `data-strategy`.

    With a `base_url`, their `href` is the address of the page; without one it stays `factor:<id>` or `strategy:<id>`.
    """
    base = site_base(base_url)

    def link(match: re.Match[str]) -> str:
        kind, id_ = match["kind"], match["id"]
        address = f"{base}{PAGES[kind]}/{id_}/" if base else f"{kind}:{id_}"
        return f'<a href="{escape(address)}"{match["title"]} data-{kind}="{id_}">'

    return CROSS_LINK.sub(link, html)


def image_url(path: str, base_url: str | None) -> str | None:
    """The address on the site of an image, given its path in the bundle; None when the site's is not known."""
    return web_address(base_url, quote(path.removeprefix(f"{SITE}/")))
