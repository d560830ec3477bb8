"""What a library that is published after a previous state of it says of that, and reasons to refuse it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from pipeline.diff.comparison import compare
from pipeline.diff.side import snapshot_of
from pipeline.diff.snapshot import Snapshot
from pipeline.publish.bundle import Bundle
from pipeline.publish.changes.files import CHANGES, SHAPE
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.difference import ChangeV1, DifferenceV1, ThingV1
from pipeline.publish.schema.json_schema import SUFFIX
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.verify.changes import BundleState, changes_faults, library_with
from pipeline.publish.verify.violation import Violation


def published_changes(difference: DifferenceV1, library: LibraryV1) -> ChangesV1:
    """The changes as a bundle of the library tells of them: without names of folders, which differ by machine."""
    return ChangesV1(
        schema_=f"schemas/{SHAPE}{SUFFIX}",
        schema_version=SCHEMA_VERSION,
        library=library,
        since=difference.old.version,
        bump=difference.bump,
        counts=difference.counts,
        changes=difference.changes,
        titles=difference.titles,
    )


def changes_to_tell(difference: DifferenceV1, old: Snapshot, new: Snapshot) -> ChangesV1:
    """The changes that a bundle of the new state tells of.

    If it is the version of the earlier state and nothing changed, it tells what that told: the same bytes again.
    """
    told = old.changes
    if told and not difference.changes and not any(changes_faults(told, new.library, _state(new))):
        return told
    return published_changes(difference, new.library)


def _state(snapshot: Snapshot) -> BundleState:
    terms: dict[ThingV1, Mapping[str, BaseModel]] = {
        "library": {"library": library_with(snapshot.library, snapshot.library_fields)},
        "section": snapshot.sections,
        "field": snapshot.fields,
        "vocabulary": snapshot.vocabularies,
        "term": snapshot.terms,
        "disclaimer": snapshot.disclaimers,
        "category": snapshot.categories,
        "factor": snapshot.factors,
        "learner-model": snapshot.learner_models,
    }
    return BundleState(snapshot.strategies, snapshot.tombstones, terms, snapshot.strategies.get)


def untold_changes(bundle: Bundle, since: str, root: Path | None, today: dt.date) -> Iterator[Violation]:
    """Changes since an earlier state that a bundle does not tell of as they are, or that it invents."""
    if CHANGES not in bundle.paths:
        yield Violation(CHANGES, "", "it is missing: the bundle was exported without --since")
        return
    new = Snapshot.of_bundle(bundle.name, bundle)
    told, old = new.changes, snapshot_of(since, root, today)
    if told is None:  # verify says more
        return
    expected = changes_to_tell(compare(old, new), old, new)
    if told.since != expected.since:
        yield Violation(CHANGES, "since", f"it is {told.since}, and {since} is {expected.since}")
    before, after = ({change.key: change for change in each.changes} for each in (told, expected))
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield Violation(CHANGES, key, f"it is not what changed since {since}")


def refusals(difference: DifferenceV1) -> Iterator[str]:
    """Sentences about ids that vanished, and about a version that promises less change than there is."""
    for change in difference.changes:
        if change.vanished:
            yield _vanished(change, difference.old.version)
    if not difference.honest:
        counts = difference.counts
        yield (
            f"version {difference.new.version} says too little about what changed since {difference.old.version} "
            f"({counts.breaking} breaking, {counts.additive} additive, {counts.wording} wording): "
            f"write {difference.least_version} or a higher one in content/library.yaml"
        )
        yield from _other_id(difference)


def _other_id(difference: DifferenceV1) -> Iterator[str]:
    """How to undo a change of the library's id, which may derive from its address, title or publisher."""
    for change in difference.changes:
        for detail in change.details if change.thing == "library" else ():
            if detail.place == "id" and detail.class_ == "breaking":
                yield (
                    f"the library's own id was {detail.removed[0]} and is {detail.added[0]} now, so all identifiers of "
                    f"the graph, the linked data and the feed are new: write `id: {detail.removed[0]}` in "
                    "content/library.yaml to keep them"
                )


def _vanished(change: ChangeV1, version: str) -> str:
    if change.thing in ("factor", "category", "learner-model", "term"):
        remedy = (
            "list it again, with `deprecated: true` and a `replaced_by` if there is a successor, "
            "or among the `aliases` of the term that it became"
        )
    elif any(detail.removed == [change.id] for detail in change.details):
        remedy = f"list it again among the `aliases` of `{change.strategies[0]}`, or of the page that succeeds it"
    else:
        remedy = "bring its page back with `status: retired`, or list it among the `aliases` of the page it became"
    thing = change.thing.replace("-", " ")
    return f"the {thing} `{change.id}` was published in {version} and is gone without a trace: {remedy}"
