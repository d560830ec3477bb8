"""A record agrees with itself and with the manifest, which is all there is to compare in a bundle without a site."""

from collections.abc import Iterator

from pipeline.model.video import video_of
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import MentionsV1, StrategyV1
from pipeline.publish.schema.site import SiteV1
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.view import own_document
from pipeline.publish.verify.violation import Violation

FACTOR, STRATEGY = "factor:", "strategy:"


def form_violations(record: StrategyV1) -> Iterator[Violation]:
    """Differences between the HTML of sections and what the record says of them elsewhere."""
    path, links = own_document(record.id), list[str]()
    for section in record.sections:
        page = HtmlPage.read(section.html)
        links += page.links
        if _letters(page.text) != _letters(section.text):
            yield Violation(path, record.id, f"the text and the html of `{section.id}` do not say the same")
    if record.mentions != MentionsV1(factors=_named(links, FACTOR), strategies=_named(links, STRATEGY)):
        yield Violation(path, record.id, "its `mentions` are not the links of its sections")
    own = {*links, *(video.url for link in links if (video := video_of(link)))}
    listed = [item.url for items in (record.resources, record.videos, record.references) for item in items]
    for address in listed:
        if address is not None and address not in own:
            yield Violation(path, record.id, f"no section links to {address}")


def section_violations(record: StrategyV1, site: SiteV1) -> Iterator[Violation]:
    """Sections of a record that are not as the manifest describes them."""
    known = {section.id: (section.heading, section.disclaimer) for section in site.sections}
    for section in record.sections:
        if known.get(section.id) != (section.heading, section.disclaimer and section.disclaimer.id):
            message = f"the heading or the disclaimer of `{section.id}` is not the one of {MANIFEST}"
            yield Violation(own_document(record.id), record.id, message)


def _letters(text: str) -> str:
    """The letters of a text: the forms differ in marks, and in the numbers of lists."""
    return "".join(filter(str.isalpha, text))


def _named(links: list[str], scheme: str) -> list[str]:
    return list(dict.fromkeys(link.removeprefix(scheme) for link in links if link.startswith(scheme)))
