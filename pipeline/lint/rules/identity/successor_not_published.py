from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.library import Library


@rule(Library, required=True)
def successor_not_published(library: Library, context: Context) -> Iterator[Finding]:
    """A retired page names a successor that is retired too and leads no further.

    A reader who follows an old link would be led from one closed page to the next.

    Bad:
        status: retired
        replaced_by: morning-circle
        +++
        # path: content/strategies/morning-circle.md
        replaced_by:

    Good:
        status: retired
        replaced_by: morning-circle
    """
    for entry in library.entries:
        named = entry.facts.text("replaced_by") if entry.status == "retired" else None
        successor = library.by_id.get(named) if named else None
        if successor is None or successor.id == entry.id or successor.status != "retired":
            continue
        value, status = entry.value("replaced_by"), successor.value("status")
        if value and status and successor.facts.text("replaced_by") is None:
            yield Finding(
                value.span,
                f"the successor `{successor.id}` is retired and names none of its own",
                f"name a published strategy here or none, or give `{successor.id}` a successor",
                (Note(status.span, "its status stands here"),),
                about=(f"strategy:{successor.id}",),
            )
