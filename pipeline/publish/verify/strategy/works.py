"""Checks of the works that a strategy names, and of the sentences that cite them."""

import re
from collections.abc import Iterator
from html import unescape

from pipeline.publish.citations.styled import source_of, work_of
from pipeline.publish.schema.records import ReferenceV1, SectionV1, StrategyV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.view import StrategyView, own_document
from pipeline.publish.verify.violation import Violation

# A link to a work in a section: its id, and the HTML of its words.
LINK = re.compile(r'<a href="[^"]*"(?: title="[^"]*")? data-reference="([^"]*)">(.*?)</a>', re.DOTALL)
# An image by what stands for it, and any other tag.
TAG = re.compile(r'<(?:img src="[^"]*" alt="([^"]*)")?[^>]*>')


@check("json")
def works(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each work says what its facts say, and each link of a sentence to a work is a claim."""
    path, record = own_document(view.id), view.record
    for reference in record.references:
        if reference.csl is None and reference.id is not None:
            yield Violation(path, record.id, f"the reference `{reference.id}` has no facts")
        elif not is_of_facts(reference, expected.library.language):
            yield Violation(path, record.id, f"the reference `{reference.id}` does not say what its facts say")
    known = {reference.id: reference.url for reference in record.references if reference.id}
    for resource in record.resources:
        if resource.reference is not None and resource.reference not in known:
            yield Violation(path, record.id, f"a resource is `{resource.reference}`, which is none of its references")
        elif resource.reference is not None and known[resource.reference] not in (None, resource.url):
            yield Violation(path, record.id, f"a resource is `{resource.reference}`, and leads to {resource.url}")
    for claim in record.claims:
        if claim.reference not in known:
            yield Violation(path, record.id, f"a claim cites `{claim.reference}`, which is none of its references")
    for message in _claim_faults(record, expected):
        yield Violation(path, record.id, message)


def _claim_faults(record: StrategyV1, expected: Expected) -> Iterator[str]:
    """What is wrong with the claims; sections that are lists have none."""
    texts = {section.id: " ".join(section.text.split()) for section in record.sections}
    for claim in record.claims:
        if claim.text not in texts.get(claim.section, "") or claim.words not in claim.text:
            yield f"a claim is no sentence of `{claim.section}`: {claim.text[:60]}"
    for section in record.sections:
        claims = [(claim.reference, claim.words) for claim in record.claims if claim.section == section.id]
        if claims != ([] if section.id in expected.lists else _cited(section)):
            yield f"the claims of `{section.id}` are not its links to works"
    if [claim.section for claim in record.claims] != [
        section for section in texts for claim in record.claims if claim.section == section
    ]:
        yield "its claims are not in the order of its sections"


def _cited(section: SectionV1) -> list[tuple[str, str]]:
    """The links of a section to works: the id of each, and its words."""
    return [(id_, _words(html)) for id_, html in LINK.findall(section.html)]


def _words(html: str) -> str:
    return " ".join(unescape(TAG.sub(lambda tag: tag[1] or "", html)).split())


def is_of_facts(reference: ReferenceV1, language: str) -> bool:
    """True for a work that says what its facts say, and for a citation that the page holds itself."""
    if reference.csl is None:
        return True
    try:
        return source_of(work_of(reference.csl), language) == reference
    except (ValueError, LookupError, TypeError):  # pydantic's errors are of values, too
        return False
