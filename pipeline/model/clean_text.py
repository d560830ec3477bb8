"""The author's text of a page, whole in itself: for machines and for reuse."""

import re
from collections.abc import Iterable, Iterator

from pipeline.model.picture import image_path, site_address
from pipeline.model.plain_markdown import named_link
from pipeline.parse import Document
from pipeline.parse.addresses import normalize_link
from pipeline.text import BOM, Edit, Span, apply, normalised

# Empty lines at the start; the blanks before the first word may make code of it.
EMPTY_LINES = re.compile(r"\A(?:[ \t]*\n)+")
# An address of ours in a link or in the definition of one; where a link is exactly is not always known.
OWN = r"((?:factor|strategy):(?:[a-z0-9-]|%[0-9A-Fa-f]{2})+)"
ADDRESS = re.compile(rf"(?<=\]\()<?{OWN}>?")
# What stands before the address of a definition.
LABEL = (
    r"^(?:[ \t]*(?:>|[-*+]|[0-9]{1,9}[.)]))*[ \t]*"  # within quotations and lists
    r"\[(?:\\.|[^\]\\\n]|\n(?!\s*\n))+\]:[ \t]*(?:\n[ \t>]*)?"  # words in brackets; the address may stand below
)
DEFINITION = re.compile(rf"{LABEL}<?{OWN}", re.MULTILINE)
# The definition of any address, between angle brackets or not.
ANY_DEFINITION = re.compile(rf"{LABEL}(?:<([^<>\n]*)>|([^\s<]\S*))", re.MULTILINE)
# The same as `ADDRESS` where all links are plain: what begins with a fixed text is found twenty times as fast.
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
    edits.update([edit for edit in _image_definitions(document) if not _touches(edit.span, edits)])
    return normalised(apply(document.source.text, edits))


def _touches(span: Span, edits: Iterable[Edit]) -> bool:
    """True when an edit changes a part of a span: what stands there then defines nothing."""
    return any(edit.span.start < span.end and span.start < edit.span.end for edit in edits)


def way_to(address: str) -> str:
    """Where an address of ours leads from the folder of a strategy's page."""
    scheme, _, id_ = address.partition(":")
    return f"../{id_}/index.md" if scheme == "strategy" else f"../../factors/{id_}/index.html"


def _way_to_image(page: str, href: str) -> str:
    """Where an image stands from the folder of a strategy's page; empty when it is no file of the library."""
    path = image_path(page, href)
    return f"../../{site_address(path)}" if path else ""


def _image_definitions(document: Document) -> Iterator[Edit]:
    """Make the definitions lead there that images of a page refer to."""
    links = document.body.links if document.body else ()
    ways = {_way_to_image(document.path, link.href) for link in links if link.kind == "image" and not link.written}
    for match in ANY_DEFINITION.finditer(document.source.text) if ways - {""} else ():
        group = 1 if match[1] is not None else 2
        way = _way_to_image(document.path, match[group])
        if way in ways:
            yield Edit(document.source.span(*match.span(group)), way)


def _comments(document: Document) -> Iterator[Edit]:
    """Take out the comments that are meant for the check, with their lines."""
    source, front = document.source, document.front_span
    for ignore in document.ignores:
        if front is None or ignore.span.start >= front.end:
            line = source.line_index(ignore.span.start)
            end = source.line_starts[line + 1] if line + 1 < len(source.line_starts) else len(source.text)
            yield Edit(source.span(source.line_starts[line], end), "")


def _addresses(document: Document) -> Iterable[Edit]:
    """Make addresses of ours and of images relative. Where a link's place is not exact, its line is looked through."""
    source = document.source
    found: set[Edit] = set()
    lines: dict[Span, dict[str, str]] = {}
    for link in document.body.links if document.body else ():
        ours = link.href.startswith(OURS)
        if not ours and link.kind != "image":
            continue
        target = way_to(link.href) if ours else _way_to_image(document.path, link.href) or link.written
        if link.kind == "autolink":
            found.add(Edit(link.span, named_link(link.text, target)))
        elif source.slice(link.target) == link.written:
            found.add(Edit(link.target, target))
        elif link.written:
            lines.setdefault(link.target, {})[link.written] = target
    kept = {edit for edit in found if not any(line.start <= edit.span.start < line.end for line in lines)}
    for line, ways in lines.items():
        text = ADDRESS.sub(lambda match: way_to(normalize_link(match[1])), source.slice(line))
        for written, target in ways.items():
            text = text.replace(f"]({written}", f"]({target}").replace(f"](<{written}>", f"]({target}")
        kept.add(Edit(line, text))
    for match in DEFINITION.finditer(source.text):
        span = source.span(*match.span(1))
        if not _touches(span, kept):
            kept.add(Edit(span, way_to(normalize_link(match[1]))))
    return kept
