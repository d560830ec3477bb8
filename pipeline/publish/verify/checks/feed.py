"""HTML: the feed."""

from collections.abc import Iterator

from pipeline.publish.feed import MAX_ENTRIES, Feed
from pipeline.publish.schema.records import TombstonesV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import TOMBSTONES, VerifyContext
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
    tombstones = TombstonesV1.model_validate(document).tombstones
    if context.text(FEED) != Feed(context.manifest.library, list(context.summaries.values()), tombstones).text():
        yield Violation(FEED, "", "it is not the feed that follows from the records and tombstones")


def _missing_entries(context: VerifyContext) -> Iterator[Violation]:
    """Without records, the manifest says which strategies must have an entry, unless the feed cannot hold all."""
    text = context.text(FEED) or ""
    for ids in (context.manifest.published, context.manifest.retired):
        for id_ in ids if len(ids) <= MAX_ENTRIES else ():
            if f"<id>{context.expected.identifiers.address('strategy', id_)}</id>" not in text:
                yield Violation(FEED, id_, "it has no entry about it")
