"""Paths and addresses of images: in the library, on the site, in a bundle and its records."""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, unquote

from pipeline.source.paths import IMAGES_FOLDER

# The start of an address outside the library: a scheme, or a host.
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# The start of a query or a fragment.
AFTER_PATH = re.compile(r"[?#]")
# The folder of the site in a bundle, and that of the images there.
SITE = "html"
FOLDER = f"{SITE}/images"
# An image in rendered HTML; text there holds no `<`.
TAG = re.compile(r'(?<=<img src=")([^"]*)(?=" alt="([^"]*)")')


def image_path(page: str, href: str) -> str:
    """The file in the library of an image's address on a page; empty for other addresses."""
    if ELSEWHERE.match(href) or AFTER_PATH.search(href):
        return ""
    return path_from(page, href)


def path_from(page: str, written: str) -> str:
    """The file of a path relative to a page; empty outside the library."""
    steps = unquote(written)
    if not steps or steps.startswith("/"):
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), steps))
    return "" if path.startswith("../") or path == ".." else path


def site_address(path: str) -> str:
    """The address of an image relative to the top of the site, given its path in the library."""
    return f"images/{quote(posixpath.relpath(path, IMAGES_FOLDER))}"


def bundle_address(path: str) -> str:
    """The same relative to the folder of a bundle, as in records."""
    return f"{SITE}/{site_address(path)}"


def bundle_path(path: str) -> str:
    """The path of an image in a bundle, given its path in the library."""
    return f"{FOLDER}/{posixpath.relpath(path, IMAGES_FOLDER)}"


def with_bundle_addresses(page: str, html: str) -> str:
    """The HTML of a page with addresses of images relative to the bundle."""

    def address(match: re.Match[str]) -> str:
        path = image_path(page, unescape(match[1]))
        return bundle_address(path) if path else match[1]

    return TAG.sub(address, html) if "<img " in html else html


def shown_in(html: str) -> Iterator[tuple[str, str]]:
    """Path in the bundle and alternative text of each image in HTML of the function above."""
    for match in TAG.finditer(html) if "<img " in html else ():
        address = unescape(match[1])
        if address.startswith(FOLDER + "/"):
            yield unquote(address), unescape(match[2])
