from collections.abc import Iterator

from pipeline.diagnostics import Note
from pipeline.model.build import Value
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.rule import Finding, rule


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
    successors = {
        entry.id: value
        for entry in library.entries
        if entry.status == "retired" and (value := entry.value("replaced_by")) and value.text != entry.id
    }
    for loop in _loops(successors):
        yield _finding(loop, successors)


def _loops(successors: dict[str, Value]) -> Iterator[list[str]]:
    """Every circle once, from the first of its ids in the alphabet on."""
    done: set[str] = set()
    for start in sorted(successors):
        way: dict[str, None] = {}
        id_ = start
        while id_ in successors and id_ not in done and id_ not in way:
            way[id_] = None
            id_ = successors[id_].text
        if id_ in way:
            ids = list(way)
            loop = ids[ids.index(id_) :]
            first = loop.index(min(loop))
            yield loop[first:] + loop[:first]
        done.update(way)


def _finding(loop: list[str], successors: dict[str, Value]) -> Finding:
    first, *others = loop
    way = " → ".join(f"`{id_}`" for id_ in [*loop, first])
    return Finding(
        successors[first].span,
        f"these retired pages lead to each other: {way}",
        "let one of them name a published strategy as its successor",
        tuple(Note(successors[id_].span, f"`{id_}` leads on from here") for id_ in others),
        about=tuple(f"strategy:{id_}" for id_ in loop),
    )
