"""Collects the addresses of a library that lead out of it, each with its place.

To add a source of addresses, write a generator of `LinkPlace` and name it in `link_places`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urldefrag

from pipeline.model.build import values_of
from pipeline.model.entry import Entry
from pipeline.model.fields import WEB_ADDRESS_PATTERN
from pipeline.model.library import Library
from pipeline.source.parse import Document
from pipeline.source.parse.addresses import normalize_link
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, scalars
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import Source, Span

WEB = re.compile(WEB_ADDRESS_PATTERN, re.IGNORECASE)
# Fields of `content/library.yaml` that name the library itself, servers, or the start of addresses, but no page.
NO_PAGES = frozenset({"base_url", "edit_url", "id", "csp"})


class LinkPlace(NamedTuple):
    """An address to ask, and where it stands: lines and columns are counted from 1."""

    address: str
    path: str
    line: int
    column: int


def link_places(library: Library) -> Iterator[LinkPlace]:
    """Every address of a library that leads out of it, once for each place, in the order of files.

    These are the links and images of all pages (resources, references, videos), and each value of front matter and of
    data files that is a web address (`source.url`, fields of type `url`), and works by DOI or number in ERIC. Those
    below `base_url` are the library's own.
    """
    own = _base_url(library)
    for place in (*_in_pages(library.texts), *_in_data_files(library), *_of_works(library)):
        if not (own and is_below(place.address, own)):
            yield place


def asked_form(address: str) -> str:
    """An address as it is asked: normalised as in a page, and without its fragment, which no server sees."""
    return urldefrag(normalize_link(address)).url


def is_below(address: str, site: str) -> bool:
    """True for an address on a site, which may be a folder of its server."""
    top = asked_form(site).rstrip("/")
    return address == top or address.startswith((f"{top}/", f"{top}?"))


def _base_url(library: Library) -> str:
    """The address of the library's site as written, even if other fields are invalid; empty if there is none."""
    files = (document.front for document in library.data_files if document.path == INFO_PATH)
    return next((value.text for front in files for value in values_of(front, "base_url")), "")


def _in_pages(pages: Iterable[Entry]) -> Iterator[LinkPlace]:
    for page in pages:
        if "://" not in page.source.text:
            continue  # not worth parsing
        document = page.document
        yield from _in_yaml(document, document.front)
        for link in document.body.links if document.body else ():
            if WEB.match(link.href):
                yield _place(document.source, link.href, link.target)


def _in_data_files(library: Library) -> Iterator[LinkPlace]:
    localized = (document for each in library.localizations for document in each.files)
    for document in (*library.data_files, *localized):
        front = document.front
        if document.path == INFO_PATH and isinstance(front, Mapping):
            for key, value in front.pairs:
                if key.text not in NO_PAGES:
                    yield from _in_yaml(document, value)
        else:
            yield from _in_yaml(document, front)


def _of_works(library: Library) -> Iterator[LinkPlace]:
    """Addresses of works that no file writes out, at the ids of these."""
    works = library.vocabulary.references
    for work in works:
        if work.address and work.address != work.URL:
            yield _place(library.sources[works.path], work.address, works.spans[work.id])


def _in_yaml(document: Document, node: Node | None) -> Iterator[LinkPlace]:
    """Every value that is a web address and nothing else."""
    for value in scalars(node) if node else ():
        if WEB.match(value.text):
            yield _place(document.source, value.text, _inside(value))


def _inside(value: Scalar) -> Span:
    return value.part(0, len(value.text))


def _place(source: Source, address: str, span: Span) -> LinkPlace:
    return LinkPlace(asked_form(address), source.path, *source.position(span.start))
