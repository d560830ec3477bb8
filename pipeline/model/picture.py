"""Where the address of an image on a page leads: in the library, on the site, and in a bundle."""

import posixpath
import re
from urllib.parse import quote, unquote

from pipeline.source.paths import IMAGES_FOLDER

# How an address begins that leads out of the library: a scheme, or a host.
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# Where the path of an address ends and a query or the name of a place begins.
AFTER_PATH = re.compile(r"[?#]")
# The folder of the site in a bundle, and that of the images there.
SITE = "html"
FOLDER = f"{SITE}/images"


def image_path(page: str, href: str) -> str:
    """The file of the library that an image's address leads to from a page; empty when that can be none."""
    if ELSEWHERE.match(href) or AFTER_PATH.search(href):
        return ""
    return path_from(page, href)


def path_from(page: str, written: str) -> str:
    """The file that a relative path leads to from a page; empty when it leads out of the library."""
    steps = unquote(written)
    if not steps or steps.startswith("/"):
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), steps))
    return "" if path.startswith("../") or path == ".." else path


def site_address(path: str) -> str:
    """The address of an image, given by its path in the library, from the top of the site."""
    return f"images/{quote(posixpath.relpath(path, IMAGES_FOLDER))}"


def bundle_address(path: str) -> str:
    """The same from the folder of a bundle: so addresses stand in records."""
    return f"{SITE}/{site_address(path)}"


def bundle_path(path: str) -> str:
    """The file of a bundle that holds an image, given by its path in the library."""
    return f"{FOLDER}/{posixpath.relpath(path, IMAGES_FOLDER)}"
