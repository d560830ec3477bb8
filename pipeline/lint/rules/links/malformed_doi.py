import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.doi import DOI, doi_of, trimmed
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.source.parse import Inline, Link
from pipeline.source.parse.inline import masked
from pipeline.source.text import Edit

# A DOI in a text whose code and addresses are masked. Searching for the colon is the fastest.
WRITTEN = re.compile(r":(?<=\bdoi:)[ \t]?(?P<doi>[^\s\ufffc]*)", re.IGNORECASE)
# Marks at the end of an address that belong to the sentence.
ENDS_SENTENCE = (".", ",", ";")
HELP = "a DOI looks like 10.1007/s10648-016-9389-8: copy it again from the publisher's page"


@rule(Entry, fixes=(Safety.SAFE,), rewrites=True)
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
    for inline in entry.body.inlines:
        yield from _faults(inline)


def _faults(inline: Inline) -> Iterator[Finding]:
    """Find incomplete DOIs of a text. A link is reported once, even if its words show the DOI too."""
    links = [(link, doi) for link in inline.links if link.kind != "image" and (doi := doi_of(link.href)) is not None]
    for link, doi in links:
        if not DOI.fullmatch(doi):
            words = f"{quoted(doi)} is not a whole DOI" if doi else "this address names no DOI"
            yield Finding(link.target, words, HELP)
        elif link.href.endswith(ENDS_SENTENCE):
            yield _sentence_end(link)
    for match in WRITTEN.finditer(masked(inline.prose, [link.at for link, _ in links])):
        doi = trimmed(match["doi"])
        if any(letter.isdigit() for letter in doi) and not DOI.fullmatch(doi):
            span = inline.locate(match.start("doi"), match.start("doi") + len(doi))
            yield Finding(span, f"{quoted(doi)} is not a whole DOI", HELP)


def _sentence_end(link: Link) -> Finding:
    """Report a mark of the sentence inside the address, which breaks the link."""
    mark, source = link.href[-1], link.inline.source
    fix = None
    if link.written.endswith(mark):
        last = source.span(link.target.end - 1, link.target.end)
        fix = Fix("take it out of the address", (Edit(last, ""),), Safety.SAFE)
    message = f"a `{mark}` ends this address and belongs to no DOI"
    return Finding(link.target, message, "put it behind the link", fix=fix)
