"""DOIs in addresses and texts."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

# https://www.doi.org/doi-handbook/HTML/syntax.html, with the usual length of a prefix.
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
# The address of a DOI. Other pages of www.doi.org are about DOIs.
DOI_ADDRESS = re.compile(r"https?://(?:(?:dx\.)?doi\.org(?:/|$)|www\.doi\.org/(?=10))", re.IGNORECASE)
# A DOI in a text: by itself, after `doi:`, or as an address that is not a link.
IN_TEXT = re.compile(r"(?:\bdoi:[ \t]?|\bdoi\.org/|(?<![\w./]))(?P<doi>10\.[0-9]{4,9}/[^\s\ufffc]+)", re.IGNORECASE)
# Punctuation that follows a DOI and is not a part of it.
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


def trimmed(doi: str) -> str:
    """A DOI without punctuation at its end. A closing bracket stays if it has an opening one."""
    while doi:
        last = doi[-1]
        if last not in AFTER and not (last in PAIRS and doi.count(last) > doi.count(PAIRS[last])):
            break
        doi = doi[:-1]
    return doi
