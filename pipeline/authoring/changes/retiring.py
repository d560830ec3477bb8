"""Takes a strategy or a term out of use, perhaps in favour of another."""

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named, find
from pipeline.authoring.changes.references import redirect
from pipeline.authoring.changes.relations import without_relation
from pipeline.authoring.changes.values import set_fields, set_term
from pipeline.authoring.sheet.columns import SheetColumn, possible_columns
from pipeline.authoring.sheet.edits import Value
from pipeline.model.library import Library
from pipeline.model.own_fields import STRATEGY
from pipeline.source.environment import EnvironmentFault


def retire(change: LibraryChange, library: Library, old: Named, successor: str | None, today: str) -> None:
    """Retire a strategy, or deprecate a term; what names it names its successor from now on.

    Without a successor a strategy goes from the lists of pages in use; links to it in texts stay.
    """
    if successor == old.id:
        raise EnvironmentFault(f"{old.words} cannot be replaced by itself")
    if successor is not None:
        find(library, successor, old.kind)
        redirect(change, library, old, successor)
    if old.kind != STRATEGY:
        values: dict[str, Value] = {"deprecated": "true"}
        set_term(change, old.path, old.id, values | ({"replaced_by": successor} if successor else {}))
        return
    if successor is None:
        for entry in library.entries:
            if entry.status != "retired":
                without_relation(change, entry, old.id)
    columns = possible_columns(())
    fields: dict[SheetColumn, Value] = {columns["status"]: "retired"}
    if not library.by_path[old.path].has("retired"):
        fields[columns["retired"]] = today
    if successor:
        fields[columns["replaced_by"]] = successor
    set_fields(change, old.path, fields)
