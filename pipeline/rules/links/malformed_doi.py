import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.parse import Link
from pipeline.parse.inline import MASK
from pipeline.rule import Finding, rule
from pipeline.rules._glance import folded, folded_text

# https://www.doi.org/doi-handbook/HTML/syntax.html, with the length that registrants really have.
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
# The address of a DOI. Other pages of www.doi.org tell about DOIs.
ADDRESS = re.compile(r"https?://(?:(?:dx\.)?doi\.org(?:/|$)|www\.doi\.org/(?=10))", re.IGNORECASE)
# A DOI in a text; what is masked is code or an address.
WRITTEN = re.compile(r"\bdoi:[ \t]?(?P<doi>[^\s\ufffc]*)", re.IGNORECASE)
# Marks that end a sentence or bracket and no DOI.
AFTER = ".,;:)]}\"'”’"
HELP = "a DOI looks like 10.1007/s10648-016-9389-8: copy it again from the publisher's page"


@rule(Entry)
def malformed_doi(entry: Entry, context: Context) -> Iterator[Finding]:
    """A DOI is not complete.

    A DOI is the lasting address of a publication; with a part missing, readers cannot find the study.

    Bad:
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9. [Read it online](https://doi.org/10.1000)

    Good:
        ## References

        - Ruiz, A. (2024). Looking back. *Classroom Notes*, 3(1), 4–9. [Read it online](https://doi.org/10.1000/182)
    """
    if not may_name_doi(folded_text(entry.document), entry.body.links):
        return
    for inline in entry.body.inlines:
        content = folded(inline.content) if ":" in inline.content else ""
        if not may_name_doi(content, inline.links):
            continue
        prose = inline.prose
        for link in inline.links:
            start = ADDRESS.match(link.href)
            if start is None or link.kind == "image":
                continue
            at, end = link.at
            prose = prose[:at] + MASK * (end - at) + prose[end:]  # the same DOI is told of once
            doi = unquote(link.href[start.end() :])
            if not DOI.fullmatch(doi):
                words = f"{quoted(doi)} is not a whole DOI" if doi else "this address names no DOI"
                yield Finding(link.target, words, HELP)
        for match in WRITTEN.finditer(prose):
            doi = match["doi"].rstrip(AFTER)
            if any(letter.isdigit() for letter in doi) and not DOI.fullmatch(doi):
                place = inline.locate(match.start("doi"), match.start("doi") + len(doi))
                yield Finding(place, f"{quoted(doi)} is not a whole DOI", HELP)


def may_name_doi(text: str, links: Iterable[Link]) -> bool:
    """False when a text without capitals has no `doi:` and no link of these leads to the site of DOIs."""
    return "doi:" in text or "doi.org" in " ".join([link.href for link in links]).lower()
