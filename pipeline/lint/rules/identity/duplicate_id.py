from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.identity._collisions import collisions
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.library import Library
from pipeline.source.text import Span


@rule(Library, required=True)
def duplicate_id(library: Library, context: Context) -> Iterator[Finding]:
    """Two pages in different folders have the same file name, and so the same id.

    An id is a page's address; a link to it could lead readers to either page.

    Bad:
        # path: content/strategies/participation/student-voice.md

    Good:
        # path: content/strategies/participation/weekly-reflection.md
    """
    colliding = collisions(library)
    for entry in library.entries:
        first = library.by_id[entry.id]
        if first is entry or not entry.readable:
            continue
        if colliding.get(entry.path) == first.path or colliding.get(first.path) == entry.path:
            continue
        yield Finding(
            Span(entry.path, 0, 0),
            f"the id `{entry.id}` is taken by {first.path}",
            "an id is the file's name without `.md`; give one of the two files another name",
            (Note(Span(first.path, 0, 0), "the first page of this id"),),
            about=(f"strategy:{entry.id}",),
        )
