"""Addresses of the links and images of a Markdown text without front matter, and its sections."""

import re

from pipeline.source.parse.document import parse_page
from pipeline.source.parse.limits import NO_LIMITS
from pipeline.source.parse.plain_text import plain_text
from pipeline.source.text import Source

# Makes such a text a page.
FRONT = "---\n---\n"
# `llms.txt` has a line for each page.
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
AUTOLINK = re.compile(r"<(https?://[A-Za-z0-9/._:?=#~+,;@$-]+)>")
# A link or an image with plain words and an address that normalisation leaves unchanged.
LINK = re.compile(r"\[[^\[\]\n]*+\]\(([A-Za-z0-9/._:?=#~+,;@$-]++)\)")
# Without any of these each link is on one line, and nothing that looks like a link is code or HTML.
AMBIGUOUS = ("`", "~~~", "<", "]:", "    ", "\t", "\r")


def link_addresses(text: str) -> tuple[str, ...] | None:
    """Each address that a link or image leads to, once; None if the text is nested too deep."""
    found = scan_addresses(text)
    return parse_addresses(text) if found is None else found


def scan_addresses(text: str) -> tuple[str, ...] | None:
    """The addresses of a text that has only plain links; None if it may have others.

    Verification reads a text for each page: without this shortcut an export takes 1.3 times as long.
    """
    if "\\" in text:
        text = ESCAPED.sub(" ", text)
    automatic = AUTOLINK.findall(text)
    if automatic:
        text = AUTOLINK.sub(" ", text)
    if any(mark in text for mark in AMBIGUOUS):
        return None
    found = LINK.findall(text)
    return tuple(dict.fromkeys((*found, *automatic))) if len(found) == text.count("](") else None


def markdown_sections(text: str) -> list[tuple[str, str]]:
    """Heading and plain text of each section of a text; none if it is nested too deep."""
    body = parse_page(Source("text.md", FRONT + text), NO_LIMITS).body
    return [(each.title, plain_text(body, each.blocks)) for each in body.sections] if body else []


def parse_addresses(text: str) -> tuple[str, ...] | None:
    """The addresses of any text, by the parser."""
    document = parse_page(Source("text.md", FRONT + text), NO_LIMITS)
    if document.body is None or any(problem.kind == "nested-too-deep" for problem in document.problems):
        return None
    return tuple(dict.fromkeys(link.href for link in document.body.links))
