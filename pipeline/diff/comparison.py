"""Comparison of two states of a library: all changes, and the least honest version."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from pipeline.diff.details import items, own_values, prose, value
from pipeline.diff.snapshot import Snapshot
from pipeline.diff.strategies import strategy_changes
from pipeline.diff.tracing import with_causes
from pipeline.diff.vocabulary import named_texts, vocabulary_changes
from pipeline.publish.changes.classes import (
    ANYBODY,
    WHO_KEEPS_IDENTIFIERS,
    bump_of,
    counts_of,
    gravest,
    sort_key,
)
from pipeline.publish.changes.version import UNKNOWN, Version, is_honest
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.difference import (
    ChangeV1,
    ClassV1,
    DifferenceV1,
    FaultyV1,
    SideV1,
    ThingV1,
)
from pipeline.publish.schema.records import LibraryV1
from pipeline.source.escapes import printable


def compare(old: Snapshot, new: Snapshot) -> DifferenceV1:
    """All changes from one state to the other, the gravest first, then by kind of thing and id.

    What has errors on one side is left out on both.
    """
    left_out = old.left_out | new.left_out
    before, after = old.without(left_out), new.without(left_out)
    if not (before.sections and after.sections):  # one side does not say which there are
        before, after = (replace(side, sections={}, fields={}, vocabularies={}) for side in (before, after))
    library = [] if "library:library" in left_out else _library_changes(before, after)
    changes = [*library, *vocabulary_changes(before, after), *strategy_changes(before, after)]
    changes.sort(key=sort_key)
    changes = with_causes([_with_title(change, before, after) for change in changes], before, after)
    bump = bump_of(changes)
    was, is_ = Version.known(old.library.version), Version.known(new.library.version)
    return DifferenceV1(
        schema_version=SCHEMA_VERSION,
        old=SideV1(name=printable(old.name), version=str(was or UNKNOWN)),
        new=SideV1(name=printable(new.name), version=str(is_ or UNKNOWN)),
        bump=bump,
        least_version=str(was.after(bump)) if was else UNKNOWN,
        honest=bool(was and is_ and is_honest(was, is_, bump)),
        counts=counts_of(changes),
        changes=changes,
        faulty=[*_faulty("old", old), *_faulty("new", new)],
        titles=_titles_in(changes, before, after),
    )


def _faulty(side: Literal["old", "new"], snapshot: Snapshot) -> Iterator[FaultyV1]:
    for file in snapshot.faulty:
        yield FaultyV1(
            side=side, path=printable(file.path), rules=list(file.rules), left_out=list(map(printable, file.left_out))
        )


def _library_changes(old: Snapshot, new: Snapshot) -> Iterator[ChangeV1]:
    before, after = old.library, new.library
    details = [
        # All UUIDs derive from it. Bundles of schema version 1.0 lack it.
        *value("id", before.id or None, after.id or None, "breaking" if before.id else "additive"),
        *prose("title", before.title, after.title),
        *prose("description", before.description, after.description),
        *value("language", before.language, after.language, "breaking"),
        *value("licence", before.licence, after.licence, "breaking"),
        *value("publisher", before.publisher, after.publisher, "wording"),
        *prose("attribution", before.attribution, after.attribution),
        *items("languages", before.languages, after.languages, _class_of_languages(before, after)),
        *value("base_url", before.base_url, after.base_url, "additive"),
        *own_values(old.library_fields, new.library_fields),
    ]
    if details:
        yield ChangeV1(
            thing="library",
            id="library",
            kind="changed",
            class_=gravest(details),
            details=details,
            consumers=ANYBODY if before.id == after.id else WHO_KEEPS_IDENTIFIERS,
        )


def _class_of_languages(before: LibraryV1, after: LibraryV1) -> ClassV1:
    """A language that is gone takes its files with it."""
    return "breaking" if set(before.languages[1:]) - set(after.languages[1:]) else "additive"


def _with_title(change: ChangeV1, old: Snapshot, new: Snapshot) -> ChangeV1:
    """The change with the title of its thing, and with the summary of a new strategy."""
    strategy = new.strategies.get(change.id) if change.thing == "strategy" else None
    summary = strategy.summary if strategy and change.kind in ("added", "restored") else None
    return change.model_copy(update={"title": _title(change.thing, change.id, old, new), "summary": summary})


def _titles_in(changes: Iterable[ChangeV1], old: Snapshot, new: Snapshot) -> dict[str, str]:
    """The title of each strategy that a change names."""
    ids = {id_ for change in changes for id_ in (*change.strategies, change.leads_to, change.new_id) if id_}
    found = ((id_, _title("strategy", id_, old, new)) for id_ in sorted(ids))
    return {id_: title for id_, title in found if title}


def _title(thing: ThingV1, id_: str, old: Snapshot, new: Snapshot) -> str | None:
    """The title or name of a thing as it is now, or was."""
    for side in (new, old):
        if title := next(iter(named_texts(side, thing, id_)), ""):
            return title
        if thing == "strategy" and id_ in side.tombstones:
            return side.tombstones[id_].title
    return None
