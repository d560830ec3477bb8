"""The author's text of a page, whole in itself: for machines and for reuse."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from pipeline.model.images import image_of
from pipeline.model.link_edits import Lead, link_edits
from pipeline.parse import Document, Link
from pipeline.text import BOM, Edit, Span, apply, normalised

# Characters of a name that Markdown could take for marks.
MARKS = re.compile(r"([\\\[\]*_`<])")
# An address of ours in the definition of a link, whether one uses it or not.
DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*<?((?:factor|strategy):[a-z0-9-]+)", re.MULTILINE)
# The same where all links are plain: what begins with a fixed text is found twenty times as fast.
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
    return (text_of_any(document, begin) if text is None else text).strip()


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


def plain(text: str) -> str:
    """A text as Markdown that means nothing but itself."""
    return MARKS.sub(r"\\\1", text)


def named_link(name: str, address: str) -> str:
    """A link as Markdown."""
    return f"[{plain(name)}]({address})"


def way_to(address: str) -> str:
    """Where an address of ours leads from the folder of a strategy's page."""
    scheme, _, id_ = address.partition(":")
    return f"../{id_}/index.md" if scheme == "strategy" else f"../../factors/{id_}/index.html"


def _led(path: str) -> Lead:
    """Where the links of a page that lead inside the library lead from the folder of a strategy's page."""

    def lead(link: Link) -> str | None:
        if link.href.startswith(OURS):
            return way_to(link.href)
        name = image_of(path, link)
        return f"../../images/{quote(name)}" if name else None

    return lead


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


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
    source, lead = document.source, _led(document.path)
    edits = list(link_edits(document, lead))
    yield from edits
    for link in document.body.links if document.body else ():
        exact = link.kind == "autolink" and source.slice(link.target) == link.written
        if exact and (target := lead(link)) and not any(_overlap(link.span, edit.span) for edit in edits):
            yield Edit(link.span, named_link(link.text, target))
    for match in DEFINITION.finditer(source.text):
        yield Edit(source.span(*match.span(1)), way_to(match[1]))
