"""Renames in a library as an editor has it: what `strategies rename` does, as edits for the editor to make."""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import find
from pipeline.authoring.changes.renaming import rename
from pipeline.authoring.changes.trial import tried
from pipeline.authoring.lsp.mentions import Target
from pipeline.authoring.lsp.session import Session
from pipeline.source.difference import line_edits
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Edit, Source


class RenamedIds(NamedTuple):
    """Edits by path, and afterwards the new path of each file whose name holds the id."""

    edits: dict[str, list[Edit]]
    moves: dict[str, str]


def renamed(session: Session, ids: Mapping[Target, str]) -> RenamedIds:
    """Give each thing another id over the library, unsaved texts included.

    Raises EnvironmentFault if an id cannot be had, or the library would have a new error.
    """
    report = session.report()
    change = LibraryChange(session.current)
    for target, new in ids.items():
        rename(change, report.library, find(report.library, target.id, target.kind), new)
    errors = tried(change, report, report.today).errors
    if errors:
        error = errors[0]
        raise EnvironmentFault(f"this would bring a new error in {error.span.path}: {error.message}")
    edits = {}
    for path, before in change.before.items():
        after = change.after[change.moved.get(path, path)]
        if after.text != before.text:
            edits[path] = list(line_edits(before, Source(path, after.text)))
    return RenamedIds(edits, change.moved)
