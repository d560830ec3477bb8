"""Where the images of pages stand in a bundle, and how the addresses on a page become ways there."""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, unquote

from pipeline.model.link_edits import link_edits
from pipeline.parse import Document, Link
from pipeline.places import IMAGES_FOLDER

# Where images stand in a bundle. Addresses in records lead from the bundle's own folder.
FOLDER = "html/images"
# An image in rendered HTML; text there holds no `<`.
TAG = re.compile(r'(?<=<img src=")([^"]*)(?=" alt="([^"]*)")')


def name_of(page: str, address: str) -> str | None:
    """The name below `content/images` that an address on a page leads to; None when it leads anywhere else."""
    if ":" in address:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address)))
    folder = IMAGES_FOLDER + "/"
    return path.removeprefix(folder) if path.startswith(folder) else None


def image_of(page: str, link: Link) -> str | None:
    """The name below `content/images` of the image that a link shows; None when it shows none from there."""
    return name_of(page, link.href) if link.kind == "image" else None


def in_bundle(name: str) -> str:
    """The address of an image from the bundle's folder."""
    return f"{FOLDER}/{quote(name)}"


def leading_into_bundle(page: str, html: str) -> str:
    """The HTML of a page with the addresses of its images as they are from the bundle's folder."""

    def lead(match: re.Match[str]) -> str:
        name = name_of(page, unescape(match[1]))
        return in_bundle(name) if name else match[1]

    return TAG.sub(lead, html) if "<img " in html else html


def shown_in(html: str) -> Iterator[tuple[str, str]]:
    """Path in the bundle and alternative text of each image in such HTML."""
    for match in TAG.finditer(html):
        address = unescape(match[1])
        if address.startswith(FOLDER + "/"):
            yield unquote(address), unescape(match[2])


def written_for_bundle(document: Document, start: int, end: int) -> str:
    """The text of a page between two offsets as `Document.written` has it, its images addressed in the bundle."""

    def lead(link: Link) -> str | None:
        name = image_of(document.path, link)
        return in_bundle(name) if name else None

    if "![" not in document.source.text:  # as on most pages
        return document.written(start, end)
    parts, done = [], start
    for edit in sorted(link_edits(document, lead)):
        if start <= edit.span.start and edit.span.end <= end:
            parts += [document.written(done, edit.span.start), edit.text]
            done = edit.span.end
    return "".join([*parts, document.written(done, end)])
