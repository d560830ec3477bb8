"""Paths and addresses of images: in the library, on the site, and in a bundle."""

import posixpath
import re
from urllib.parse import quote, unquote

from pipeline.source.paths import IMAGES_FOLDER

# The start of an address outside the library: a scheme, or a host.
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# The start of a query or a fragment.
AFTER_PATH = re.compile(r"[?#]")
# The folder of the site in a bundle, and that of the images there.
SITE = "html"
FOLDER = f"{SITE}/images"


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
