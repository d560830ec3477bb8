"""The counts of the manifest: every page is published, retired or excluded, and nothing excluded is in the bundle."""

from collections import Counter
from collections.abc import Iterator

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import TombstonesV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.view import own_document, page_of
from pipeline.publish.verify.violation import Violation, id_differences, unsorted_ids

TOMBSTONES = "json/tombstones.json"


@check()
def counts(context: VerifyContext) -> Iterator[Violation]:
    """The counts of the manifest are those of its lists, and they add up."""
    manifest = context.manifest
    lists = {
        "published": manifest.published,
        "retired": manifest.retired,
        "excluded": [page.id for page in manifest.excluded],
    }
    for name, ids in lists.items():
        count = getattr(manifest.counts, name)
        if count != len(ids):
            yield Violation(MANIFEST, "counts", f"{name} is {count}; {len(ids)} are listed")
        if ids != sorted(set(ids)):
            yield unsorted_ids(MANIFEST, name)
    total = sum(map(len, lists.values()))
    if manifest.counts.pages != total:
        yield Violation(
            MANIFEST, "counts", f"pages is {manifest.counts.pages}; published, retired and excluded are {total}"
        )
    for id_, times in Counter(id_ for ids in lists.values() for id_ in ids).items():
        if times > 1:
            yield Violation(MANIFEST, id_, "it is in more than one of published, retired and excluded")


@check()
def exclusions(context: VerifyContext) -> Iterator[Violation]:
    """No file is about a page that is excluded."""
    for page in context.manifest.excluded:
        for path in (own_document(page.id), page_of(page.id)):
            if path in context.paths:
                yield Violation(path, page.id, f"{MANIFEST} says that it was left out: {page.reason}")


@check("json")
def tombstones(context: VerifyContext) -> Iterator[Violation]:
    """Every retired strategy has its tombstone, with a successor that exists."""
    manifest = context.manifest
    document = context.document(TOMBSTONES)
    if document is None:
        return
    found = TombstonesV1.model_validate(document).tombstones
    yield from id_differences(TOMBSTONES, [tombstone.id for tombstone in found], manifest.retired)
    known = {None, *manifest.published, *manifest.retired}
    for tombstone in found:
        if tombstone.replaced_by not in known:
            yield Violation(TOMBSTONES, tombstone.id, f"its successor `{tombstone.replaced_by}` is not in the bundle")


@check("json", sharded=True)
def disclaimers(context: VerifyContext) -> Iterator[Violation]:
    """The manifest counts the strategies with each disclaimer."""
    if not context.complete:
        return
    found = Counter(id_ for summary in context.summaries.values() for id_ in summary.carried)
    for item in context.manifest.disclaimers:
        if found[item.id] != item.strategies:
            words = f"it says that {item.strategies} strategies carry this disclaimer; {found[item.id]} do"
            yield Violation(MANIFEST, item.id, words)
