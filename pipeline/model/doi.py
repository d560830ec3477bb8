"""DOIs in addresses and texts."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

# https://www.doi.org/doi-handbook/HTML/syntax.html, with the length that registrants really have.
PREFIX = r"10\.[0-9]{4,9}/"
DOI_PATTERN = rf"^{PREFIX}[^\s]+$"
DOI = re.compile(rf"{PREFIX}\S+")
# The address of a DOI. Other pages of www.doi.org tell about DOIs.
DOI_ADDRESS = re.compile(r"https?://(?:(?:dx\.)?doi\.org(?:/|$)|www\.doi\.org/(?=10))", re.IGNORECASE)
# A DOI in a text, by itself, behind `doi:` or as an address that is no link.
IN_TEXT = re.compile(rf"(?:\bdoi:[ \t]?|\bdoi\.org/|(?<![\w./]))(?P<doi>{PREFIX}[^\s\ufffc]+)", re.IGNORECASE)
# Marks that end a sentence and no DOI.
AFTER = ".,;:'\"’”»"
PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def doi_of(address: str) -> str | None:
    """The DOI in an address of doi.org, decoded and perhaps incomplete; None for any other address.

    A query or a fragment is not a part of the DOI.
    """
    match = DOI_ADDRESS.match(address)
    return trimmed(unquote(re.split(r"[?#]", address[match.end() :], maxsplit=1)[0])) if match else None


def dois_in(text: str) -> Iterator[str]:
    """Every complete DOI in a text without links."""
    return (trimmed(match["doi"]) for match in IN_TEXT.finditer(text))


def trimmed(text: str, marks: str = AFTER) -> str:
    """A DOI or address without the marks after it; a bracket is one if it is closed but not opened."""
    while text:
        last = text[-1]
        if last not in marks and not (last in PAIRS and text.count(last) > text.count(PAIRS[last])):
            break
        text = text[:-1]
    return text
