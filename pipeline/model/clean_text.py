"""The author's text of a page, whole in itself: for machines and for reuse."""

import re
from collections.abc import Iterator

from pipeline.model.link_edits import definitions, link_edits, touches
from pipeline.model.picture import image_path, site_address
from pipeline.model.plain_markdown import named_link
from pipeline.source.parse import Document, Link
from pipeline.source.text import BOM, Edit, apply, normalised

# Empty lines at the start; the blanks before the first word may make code of it.
EMPTY_LINES = re.compile(r"\A(?:[ \t]*\n)+")
# An address of ours where all links are plain: what begins with a fixed text is found twenty times as fast.
PLAIN_ADDRESS = re.compile(r"\]\(((?:factor|strategy):[a-z0-9-]+)")
# How such an address begins.
OURS = ("factor:", "strategy:")
# Without any of these, and without a reference of a character in an address, each address of ours that a link has
# stands after `](` as it is. If there are no more such places than links, each place is a link's.
DOUBTFUL = ("\\", "`", "~~~", "<", "![", "]:", "]( ", "](\t", "](\n", "\n    ", "\n\t", "\r", BOM)
REFERENCE = re.compile(r"\]\([^)\s]*&")


def clean_text(document: Document) -> str:
    """The Markdown below the front matter without comments for the check, its links leading to files of the site.

    They lead from the folder of the strategy there, two folders below its top. Line ends are LF.
    """
    source = document.source
    assert document.front_span is not None  # only a readable page gets here
    begin = source.line_starts[source.line_index(document.front_span.end) + 1]
    text = text_of_plain_links(document, begin)
    return EMPTY_LINES.sub("", text_of_any(document, begin) if text is None else text).rstrip()


def text_of_plain_links(document: Document, begin: int) -> str | None:
    """The text from an offset on, its links leading as `clean_text` says; None where that takes a closer look.

    Most pages hold plain links only: to find the place of each took a third of the time of rendering a page.
    """
    text = document.source.text[begin:]
    if any(mark in text for mark in DOUBTFUL) or text.startswith(("    ", "\t")):
        return None
    if "&" in text and REFERENCE.search(text):
        return None
    links = document.body.links if document.body else ()
    if PLAIN_ADDRESS.findall(text) != [link.href for link in links if link.href.startswith(OURS)]:
        return None
    return PLAIN_ADDRESS.sub(lambda match: "](" + way_to(match[1]), text)


def text_of_any(document: Document, begin: int) -> str:
    """The same for whatever text."""
    front = Edit(document.source.span(0, begin), "")
    edits = {front, *_comments(document), *_addresses(document)}
    return normalised(apply(document.source.text, edits))


def way_to(address: str) -> str:
    """Where an address of ours leads from the folder of a strategy's page."""
    scheme, _, id_ = address.partition(":")
    return f"../{id_}/index.md" if scheme == "strategy" else f"../../factors/{id_}/index.html"


def _lead(page: str, link: Link) -> str:
    """Where a link leads from the folder of a strategy's page; empty when it leads out of the library."""
    if link.href.startswith(OURS):
        return way_to(link.href)
    path = image_path(page, link.href) if link.kind == "image" else ""
    return f"../../{site_address(path)}" if path else ""


def _comments(document: Document) -> Iterator[Edit]:
    """Take out the comments that are meant for the check, with their lines."""
    source, front = document.source, document.front_span
    for ignore in document.ignores:
        if front is None or ignore.span.start >= front.end:
            line = source.line_index(ignore.span.start)
            end = source.line_starts[line + 1] if line + 1 < len(source.line_starts) else len(source.text)
            yield Edit(source.span(source.line_starts[line], end), "")


def _addresses(document: Document) -> Iterator[Edit]:
    """Make the addresses of ours and those of images relative."""
    source = document.source
    edits = list(link_edits(document, lambda link: _lead(document.path, link)))
    yield from edits
    changed = [edit.span for edit in edits]
    for link in document.body.links if document.body else ():
        exact = link.kind == "autolink" and source.slice(link.target) == link.written
        if exact and link.href.startswith(OURS) and not touches(link.span, changed):
            changed.append(link.span)
            yield Edit(link.span, named_link(link.text, way_to(link.href)))
    # A definition that no link uses is text of the page, too.
    for span, href in definitions(document) if any(f"{ours}" in source.text for ours in OURS) else ():
        if href.startswith(OURS) and not touches(span, changed):
            yield Edit(span, way_to(href))
