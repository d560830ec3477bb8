"""HTML: the feed."""

from collections.abc import Iterator

from pipeline.publish.feed import MAX_ENTRIES, Feed, FeedContent, FeedSection, ids_in_feed
from pipeline.publish.schema.records import TombstonesV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import TOMBSTONES, VerifyContext
from pipeline.publish.verify.site_words import site_words
from pipeline.publish.verify.violation import Violation

FEED = "html/feed.atom"


@check("html")
def feed(context: VerifyContext) -> Iterator[Violation]:
    """The feed exists, and its entries are those of the records and tombstones, if the bundle holds these."""
    if FEED not in context.paths:
        yield Violation(FEED, "", "it is missing")
        return
    document = context.document(TOMBSTONES) if context.holds("json") and context.complete else None
    if document is None:
        yield from _missing_entries(context)
        return
    summaries, tombstones = list(context.summaries.values()), TombstonesV1.model_validate(document).tombstones
    texts = {id_: _texts(context, id_) for id_ in ids_in_feed(summaries)}
    content = FeedContent(context.manifest.library, summaries, tombstones, texts)
    if context.text(FEED) != Feed(content, site_words(context)).text():
        yield Violation(FEED, "", "it is not the feed that follows from the records and tombstones")


def _texts(context: VerifyContext, id_: str) -> list[FeedSection]:
    record = context.record(id_)
    return [FeedSection(section.heading, section.html) for section in record.sections] if record else []


def _missing_entries(context: VerifyContext) -> Iterator[Violation]:
    """Without records, the manifest says which strategies must have an entry, unless the feed cannot hold all."""
    text = context.text(FEED) or ""
    for ids in (context.manifest.published, context.manifest.retired):
        for id_ in ids if len(ids) <= MAX_ENTRIES else ():
            if f"<id>{context.expected.identifiers.address('strategy', id_)}</id>" not in text:
                yield Violation(FEED, id_, "it has no entry about it")
