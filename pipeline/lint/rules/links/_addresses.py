"""Addresses that readers may follow: of links and images, and of fields such as `source.url`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.source.parse import Document, Link
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import Span

# Fields of a page and of the library that hold an address; the key it stands under, then its own.
PAGE_FIELDS = (("source", "url"),)
LIBRARY_FIELDS = (("base_url",), ("edit_url",))
# What such a field must look like; anything else is `invalid-value`.
WEB_ADDRESS = re.compile(r"https?://\S+")
# https://www.rfc-editor.org/rfc/rfc3986#section-3.1
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
# Where the host of a web address ends.
AFTER_HOST = re.compile(r"[/?#]")


class Address(NamedTuple):
    """An address, and the link or image or the field that it belongs to; `written` is how it stands in the file."""

    href: str
    written: str
    link: Link | None = None
    field: Scalar | None = None

    @property
    def span(self) -> Span:
        """Where it stands; the whole link where that cannot be told."""
        if self.link:
            return self.link.target
        assert self.field is not None
        return self.field.part(0, len(self.field.text))

    @property
    def is_image(self) -> bool:
        """True for the address of an image."""
        return self.link is not None and self.link.kind == "image"

    @property
    def scheme(self) -> str:
        """What stands before the colon, as written; empty when the address does not begin so."""
        match = SCHEME.match(self.href)
        return match.group() if match else ""

    @property
    def authority(self) -> str:
        """Host, port and user of a web address with two slashes; empty for any other."""
        rest = self.href[len(self.scheme) + 1 :]
        return AFTER_HOST.split(rest[2:], maxsplit=1)[0] if rest.startswith("//") else ""


def addresses(document: Document) -> Iterator[Address]:
    """Every address of a page's front matter and body, or of `content/library.yaml`."""
    yield from fields(document)
    for link in document.body.links if document.body else ():
        yield Address(link.href, link.written, link)


def fields(document: Document) -> Iterator[Address]:
    """Every address of a page's front matter, or of `content/library.yaml`."""
    keys = LIBRARY_FIELDS if document.path == INFO_PATH else PAGE_FIELDS if document.body else ()
    for field in keys:
        node: Node | None = document.front
        for key in field:
            node = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(node, Scalar) and WEB_ADDRESS.fullmatch(node.text):
            yield Address(node.text, node.text, field=node)
