"""A record agrees with itself and with the manifest, which is all there is to compare in a bundle without a site."""

import re
from collections.abc import Iterator

from pipeline.model.policy import PagePolicy
from pipeline.model.video import video_of
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.view import own_document
from pipeline.publish.verify.violation import Violation

KINDS = ("factor", "strategy", "reference")
# The id in a link to a factor, a strategy or a work, by the kind: in its address, or in an attribute beside it.
OWN_LINK = {kind: re.compile(rf'<a[^>]*?(?: href="{kind}:| data-{kind}=")([^"]*)"') for kind in KINDS}


def form_violations(record: StrategyV1) -> Iterator[Violation]:
    """Differences between the HTML of sections and what the record says of them elsewhere."""
    path, links = own_document(record.id), list[str]()
    html = "".join(section.html for section in record.sections)
    for section in record.sections:
        links += HtmlPage.read(section.html).links
    works = [reference.id for reference in record.references if reference.id]
    for kind, ids in zip(KINDS, (record.mentions.factors, record.mentions.strategies, works), strict=True):
        linked = set(OWN_LINK[kind].findall(html))
        for id_ in sorted(linked ^ set(ids)):
            yield Violation(path, record.id, f"what it mentions and the links of its sections disagree about `{id_}`")
    own = {*links, *(video.url for link in links if (video := video_of(link)))}
    listed = [item.url for item in record.videos]
    listed += [item.url for item in record.resources if item.reference is None]
    listed += [item.url for item in record.references if item.id is None and item.url]
    for address in listed:
        if address not in own:
            yield Violation(path, record.id, f"no section links to {address}")


def section_violations(record: StrategyV1, policy: PagePolicy) -> Iterator[Violation]:
    """Sections of a record that are not as the manifest and the other records describe them."""
    known = {section.id: (section.heading, section.disclaimer) for section in policy.sections}
    for section in record.sections:
        if known.get(section.id) != (section.heading, section.disclaimer and section.disclaimer.id):
            message = f"the heading or the disclaimer of `{section.id}` is not that of {MANIFEST} or of other records"
            yield Violation(own_document(record.id), record.id, message)
