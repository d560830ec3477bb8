"""Self-contained Markdown of a page, for machines and for reuse."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from pipeline.model.images import image_path, site_address
from pipeline.model.link_edits import definitions, link_edits
from pipeline.model.plain_markdown import named_link
from pipeline.model.work import PLACE, SCHEME
from pipeline.source.parse import Document, Link
from pipeline.source.parse.addresses import PREFIXES
from pipeline.source.ranges import Ranges
from pipeline.source.text import Edit, apply, normalised

# Empty lines at the start; spaces before the first word stay, as they may make it code.
EMPTY_LINES = re.compile(r"\A(?:[ \t]*\n)+")
# A strategy's page as Markdown, beside its index.html.
MARKDOWN_PAGE = "index.html.md"
# Stands for the address of the site's top while a text is edited. No text in UTF-8 contains a surrogate.
TOP = "\ud800"
# From a page of the site to its top, and to its images.
FROM_PAGE, FROM_SITE = "../../", "../../images/"
# The address of a strategy or a factor in a self-contained text.
FROM_TEXT = re.compile(r"\.\./\.\./(?:strategies/([^/]+)/index\.html\.md|factors/([^/]+)/index\.html)")
# The address of a work in the list below the text.
TO_WORK = re.compile(rf"#[^#./]+\.{PLACE}(.+)")


def clean_text(document: Document) -> tuple[str, ...]:
    """The Markdown below the front matter without ignore comments, with line ends LF.

    It is in parts: between them belongs the address of the site's top, as seen from the file that holds the text.
    """
    source = document.source
    assert document.front_span is not None  # as on every readable page
    begin = source.line_starts[source.line_index(document.front_span.end) + 1]
    front = Edit(source.span(0, begin), "")
    text = normalised(apply(source.text, {front, *_comments(document), *_addresses(document)}))
    return tuple(EMPTY_LINES.sub("", text).rstrip().split(TOP))


def address_from_top(address: str) -> str:
    """The address of a factor or strategy, relative to the top of the site."""
    scheme, _, id_ = address.partition(":")
    id_ = quote(id_, safe="%")  # an unknown id may contain brackets
    return f"strategies/{id_}/{MARKDOWN_PAGE}" if scheme == "strategy" else f"factors/{id_}/index.html"


def place_of_work(page: str, key: str) -> str:
    """The id of a work in the list of sources of a page; many pages stand in one file, and may have the same works."""
    return f"{page}.{PLACE}{key}"


def library_address(link: Link) -> str:
    """The address as the author wrote it, of a link in a self-contained text; empty where it is the same."""
    return written_address(link.kind, link.href)


def written_address(kind: str, href: str) -> str:
    """The same of a kind of link with this address, as seen from the page of a strategy."""
    if kind == "image" and href.startswith(FROM_SITE):
        return f"../{href.removeprefix(FROM_PAGE)}"
    found = FROM_TEXT.fullmatch(href)
    if found is None:
        place = TO_WORK.fullmatch(href)
        return SCHEME + unquote(place[1]) if place else ""
    return f"strategy:{unquote(found[1])}" if found[1] else f"factor:{unquote(found[2])}"


def _target(path: str, page: str, link: Link) -> str:
    """The relative address of a link; empty for a link that leaves the library."""
    if link.href.startswith(PREFIXES):
        return _within(page, link.href)
    path = image_path(path, link.href) if link.kind == "image" else ""
    return TOP + site_address(path) if path else ""


def _within(page: str, address: str) -> str:
    """The address of something in the library; a work stands in the list of sources on the same page."""
    if address.startswith(SCHEME):
        return f"#{place_of_work(page, quote(address.removeprefix(SCHEME), safe='%'))}"
    return TOP + address_from_top(address)


def _comments(document: Document) -> Iterator[Edit]:
    """Remove ignore comments with their lines."""
    source, front = document.source, document.front_span
    for ignore in document.ignores:
        if front is None or ignore.span.start >= front.end:
            line = source.line_index(ignore.span.start)
            end = source.line_starts[line + 1] if line + 1 < len(source.line_starts) else len(source.text)
            yield Edit(source.span(source.line_starts[line], end), "")


def _addresses(document: Document) -> Iterator[Edit]:
    """Make links within the library and addresses of images relative."""
    source = document.source
    page = document.path.rpartition("/")[2].partition(".")[0]
    edits = list(link_edits(document, lambda link: _target(document.path, page, link)))
    yield from edits
    changed = Ranges((edit.span.start, edit.span.end) for edit in edits)
    for link in document.body.links if document.body else ():
        exact = link.kind == "autolink" and source.slice(link.target) == link.written
        if exact and link.href.startswith(PREFIXES) and not changed.overlap(link.span.start, link.span.end):
            changed.add(link.span.start, link.span.end)
            yield Edit(link.span, named_link(link.text, _within(page, link.href)))
    # A definition that no link uses is text of the page, too.
    for span, href in definitions(document) if any(scheme in source.text for scheme in PREFIXES) else ():
        if href.startswith(PREFIXES) and not changed.overlap(span.start, span.end):
            yield Edit(span, _within(page, href))
