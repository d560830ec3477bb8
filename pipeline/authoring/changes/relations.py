"""Relations between two strategies, which both name."""

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.values import set_fields
from pipeline.authoring.sheet.columns import possible_columns
from pipeline.model.entry import Entry

RELATED = possible_columns(())["related"]


def link(change: LibraryChange, one: Entry, other: Entry) -> None:
    """Let two strategies name each other as related."""
    for entry, id_ in ((one, other.id), (other, one.id)):
        related = entry.facts.texts("related")
        if id_ not in related:
            set_fields(change, entry.path, {RELATED: (*related, id_)})


def without_relation(change: LibraryChange, entry: Entry, id_: str) -> None:
    """Take a strategy from the related ones of another, if it is there."""
    related = entry.facts.texts("related")
    if id_ in related:
        set_fields(change, entry.path, {RELATED: tuple(each for each in related if each != id_)})
