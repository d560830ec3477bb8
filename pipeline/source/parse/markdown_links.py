"""Addresses of the links and images of a Markdown text that stands by itself, without front matter."""

import re

from pipeline.source.parse.document import parse_page
from pipeline.source.parse.limits import Limits
from pipeline.source.text import Source

# What makes a page of such a text.
FRONT = "---\n---\n"
# A text of ours may hold a line for each of many pages.
LIMITS = Limits(file_size=1_000_000_000)
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
AUTOLINK = re.compile(r"<(https?://[A-Za-z0-9/._:?=#~+,;@$-]+)>")
# A link or an image with plain words and an address that is left as it is.
LINK = re.compile(r"\[[^\[\]\n]*+\]\(([A-Za-z0-9/._:?=#~+,;@$-]++)\)")
# Without any of these each link stands on one line, and nothing that looks like one is code or HTML.
DOUBTFUL = ("`", "~~~", "<", "]:", "    ", "\t", "\r")


def link_addresses(text: str) -> tuple[str, ...] | None:
    """Where links and images lead, each address once; None where a text is nested beyond reading."""
    found = scan_addresses(text)
    return parse_addresses(text) if found is None else found


def scan_addresses(text: str) -> tuple[str, ...] | None:
    """The same of a text with plain links only, in a fraction of the time; None where it takes a closer look."""
    if "\\" in text:
        text = ESCAPED.sub(" ", text)
    automatic = AUTOLINK.findall(text)
    if automatic:
        text = AUTOLINK.sub(" ", text)
    if any(mark in text for mark in DOUBTFUL):
        return None
    found = LINK.findall(text)
    return tuple(dict.fromkeys((*found, *automatic))) if len(found) == text.count("](") else None


def parse_addresses(text: str) -> tuple[str, ...] | None:
    """The same of whatever text, by the parser."""
    document = parse_page(Source("text.md", FRONT + text), LIMITS)
    if document.body is None or any(problem.kind == "nested-too-deep" for problem in document.problems):
        return None
    return tuple(dict.fromkeys(link.href for link in document.body.links))
