"""Makes one of two strategies, or of two terms: no section and no reference gets lost."""

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.merged_text import merge_text
from pipeline.authoring.changes.named import Named
from pipeline.authoring.changes.references import redirect
from pipeline.authoring.changes.retiring import retire
from pipeline.authoring.changes.values import set_fields
from pipeline.authoring.sheet.columns import SheetColumn, possible_columns
from pipeline.authoring.sheet.edits import Value
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.own_fields import STRATEGY
from pipeline.source.environment import EnvironmentFault


def merge(change: LibraryChange, library: Library, old: Named, into: Named, today: str) -> None:
    """Merge one into the other, of the same kind.

    The sections, lists and former ids of a strategy go to the other, and its page goes. A term stays, deprecated, as
    terms that were published never go.
    """
    if old.id == into.id:
        raise EnvironmentFault(f"{old.words} is one already; name two")
    if old.kind != STRATEGY:
        retire(change, library, old, into.id, today)
        return
    one, other = library.by_path[old.path], library.by_path[into.path]
    _refuse_unread(library, one, other)
    redirect(change, library, old, into.id)
    document = change.document(one.path)
    change.put(change.source(one.path))
    merge_text(change, document, other.path, library.policy)
    _merge_fields(change, library, one, other)
    del change.after[one.path]


def _refuse_unread(library: Library, one: Entry, other: Entry) -> None:
    for entry in (one, other):
        if not entry.readable:
            raise EnvironmentFault(f"{entry.path} cannot be read; see strategies check")
    translations = [each.path for each in library.translations if each.original == one.path]
    if translations:
        raise EnvironmentFault(
            f"{one.path} has translations, whose text only a translator can merge: {', '.join(translations)}",
            "move what they say to the translations of the other page, remove them, and run the command again",
        )


def _merge_fields(change: LibraryChange, library: Library, one: Entry, other: Entry) -> None:
    """Add the values of lists, and the id of the page that goes as an alias."""
    values: dict[SheetColumn, Value] = {}
    naming = {"related", *(field.id for field in other.reference_fields(STRATEGY))}
    for name, column in possible_columns(library.policy.fields).items():
        if not column.is_list:
            continue
        mine, theirs = (tuple(value.text for value in entry.values(name)) for entry in (other, one))
        gone = {one.id, other.id} if name in naming else set()
        theirs = (*theirs, one.id) if name == "aliases" else theirs
        merged = tuple(dict.fromkeys(each for each in (*mine, *theirs) if each not in gone))
        if merged != mine and (merged or mine):
            values[column] = merged
    set_fields(change, other.path, values)
