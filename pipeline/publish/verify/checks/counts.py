"""Count in = count out + listed exclusions: nothing is dropped silently, and nothing left out comes back."""

from collections.abc import Iterator

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import TombstonesV1
from pipeline.publish.verify.context import VerifyContext, check, listing
from pipeline.publish.verify.violation import Violation

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
        said = getattr(manifest.counts, name)
        if said != len(ids):
            yield Violation(MANIFEST, "counts", f"{name} is {said}; {len(ids)} are listed")
        if ids != sorted(set(ids)):
            yield Violation(MANIFEST, name, "the ids are not sorted, or one stands twice")
    total = sum(map(len, lists.values()))
    if manifest.counts.pages != total:
        yield Violation(
            MANIFEST, "counts", f"pages is {manifest.counts.pages}; published, retired and excluded are {total}"
        )
    whole = [id_ for ids in lists.values() for id_ in ids]
    for id_ in sorted({id_ for id_ in whole if whole.count(id_) > 1} if len(set(whole)) < len(whole) else ()):
        yield Violation(MANIFEST, id_, "it is in more than one of published, retired and excluded")


@check()
def exclusions(context: VerifyContext) -> Iterator[Violation]:
    """What was left out stands nowhere."""
    for page in context.manifest.excluded:
        for path in (f"json/strategies/{page.id}.json", f"html/strategies/{page.id}/index.html"):
            if path in context.paths:
                yield Violation(path, page.id, f"{MANIFEST} says that it was left out: {page.reason}")


@check("json")
def tombstones(context: VerifyContext) -> Iterator[Violation]:
    """Every retired strategy has its tombstone, and a successor that can be found."""
    manifest = context.manifest
    document = context.document(TOMBSTONES)
    if document is None:
        return
    found = TombstonesV1.model_validate(document).tombstones
    yield from listing(TOMBSTONES, [tombstone.id for tombstone in found], manifest.retired)
    known = {*manifest.published, *manifest.retired}
    for tombstone in found:
        if tombstone.replaced_by is not None and tombstone.replaced_by not in known:
            yield Violation(TOMBSTONES, tombstone.id, f"its successor `{tombstone.replaced_by}` is not in the bundle")


@check("json", each=True)
def disclaimers(context: VerifyContext) -> Iterator[Violation]:
    """As many strategies carry each disclaimer as the manifest says."""
    if not context.complete:
        return
    found = dict.fromkeys((item.id for item in context.manifest.disclaimers), 0)
    for strategy in context.summaries.values():
        for id_ in strategy.carried:
            found[id_] = found.get(id_, 0) + 1
    for item in context.manifest.disclaimers:
        if found[item.id] != item.strategies:
            yield Violation(
                MANIFEST,
                item.id,
                f"it says that {item.strategies} strategies carry this disclaimer; {found[item.id]} do",
            )
