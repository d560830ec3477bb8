from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.library import Library


@rule(Library, required=True)
def successor_loop(library: Library, context: Context) -> Iterator[Finding]:
    """Retired pages name each other as successors, in a circle.

    A reader who follows an old link would be led round and round and never reach a page.

    Bad:
        status: retired
        replaced_by: morning-circle
        +++
        # path: content/strategies/morning-circle.md
        replaced_by: example

    Good:
        status: retired
        replaced_by: morning-circle
    """
    retired = {
        entry.id: entry
        for entry in library.entries
        if entry.status == "retired" and entry.facts.text("replaced_by") not in (None, entry.id)
    }
    successors = {id_: entry.facts.texts("replaced_by")[0] for id_, entry in retired.items()}
    for loop in _loops(successors):
        spans = [retired[id_].values("replaced_by")[0].span for id_ in loop]
        shown = " → ".join(f"`{id_}`" for id_ in [*loop, loop[0]])
        yield Finding(
            spans[0],
            f"these retired pages lead to each other: {shown}",
            "let one of them name a published strategy as its successor",
            tuple(Note(span, f"`{id_}` leads on from here") for id_, span in zip(loop[1:], spans[1:], strict=True)),
            about=tuple(f"strategy:{id_}" for id_ in loop),
        )


def _loops(successors: dict[str, str]) -> Iterator[list[str]]:
    """Each loop once, starting with the first of its ids in alphabetical order."""
    seen: set[str] = set()
    for start in sorted(successors):
        path: dict[str, None] = {}
        id_ = start
        while id_ in successors and id_ not in seen and id_ not in path:
            path[id_] = None
            id_ = successors[id_]
        if id_ in path:
            ids = list(path)
            loop = ids[ids.index(id_) :]
            first = loop.index(min(loop))
            yield loop[first:] + loop[:first]
        seen.update(path)
