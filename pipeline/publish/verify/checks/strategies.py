"""Everything that a bundle holds of each strategy, strategy by strategy."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from pipeline.publish.verify.check import check
from pipeline.publish.verify.columns import STRATEGIES
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.shapes import lines_of, read_json
from pipeline.publish.verify.strategies import strategy_checks
from pipeline.publish.verify.strategy.linked_data import is_article
from pipeline.publish.verify.view import (
    AGGREGATES,
    CHUNKS,
    LINKED,
    NODES,
    RECORD_LINES,
    RECORDS,
    RELATIONSHIPS,
    StrategyView,
    citations_of,
    markdown_of,
    own_document,
    page_of,
)
from pipeline.publish.verify.violation import Violation, id_differences

# Files that hold one item of each strategy.
ONE_EACH = (RECORDS, RECORD_LINES, LINKED, STRATEGIES)
# The key of the list with something of each strategy.
LISTS = {RECORDS: "strategies", LINKED: "@graph"}
# An id, and an item of its strategy.
Item = tuple[str, Any]


class ShardStream:
    """The items of one file, taken strategy by strategy. `found` are their ids, `unmatched` those of no strategy."""

    def __init__(self, items: Iterator[Item]) -> None:
        self.found: list[str] = []
        self.unmatched: list[str] = []
        self._items = items
        self._next = next(items, None)

    def take(self, id_: str | None) -> list[Any]:
        """All items of a strategy, to be called for each in the order of their ids; with None, skip what remains."""
        taken = []
        while self._next is not None and (id_ is None or self._next[0] <= id_):
            own, item = self._next
            self.found.append(own)
            if own == id_:
                taken.append(item)
            else:
                self.unmatched.append(own)
            self._next = next(self._items, None)
        return taken


@check(sharded=True)
def strategies(context: VerifyContext) -> Iterator[Violation]:
    """Each strategy is what its record says in every file; stores what checks of the complete bundle use."""
    expected = context.expected
    streams = dict(_streams(context)) if context.manifest.published else {}
    for id_ in context.manifest.published:
        view = _view(context, id_, streams)
        if view is None:
            continue
        context.add(view.record)
        for each in strategy_checks(expected.formats):
            yield from each.function(view, expected)
        for target, source in view.link_targets.items():
            context.link_targets.setdefault(target, source)
    for path, stream in streams.items():
        stream.take(None)
        if path in ONE_EACH:
            found = stream.found if path != STRATEGIES else [id_ for id_, _ in groupby(stream.found)]
            yield from id_differences(path, found, context.manifest.published)
        elif path not in (NODES, RELATIONSHIPS):
            for id_ in dict.fromkeys(stream.unmatched):
                yield Violation(path, id_, "no published strategy has this id, or the rows are not sorted")


def _view(context: VerifyContext, id_: str, streams: dict[str, ShardStream]) -> StrategyView | None:
    """The content of the bundle about a strategy; None when nothing says what it must be."""
    shards = {path: stream.take(id_) for path, stream in streams.items()}
    record = context.record(id_)
    if record is None:
        return None
    view = StrategyView(id_, record)
    document = context.document(own_document(id_)) if context.holds("json") else None
    if document is not None:
        view.add_document(document)
    for path, items in shards.items():
        if not items and path in ONE_EACH:
            continue  # `id_differences` reports it
        if path not in AGGREGATES:
            view.rows[path] = items
        elif document is not None:
            view.shards[path] = items[0] if path in ONE_EACH and len(items) == 1 else items
    if context.holds("html"):
        paths = (page_of(id_), markdown_of(id_), *sorted(citations_of(id_) & context.paths))
        files = {path: data for path in paths if (data := context.data(path)) is not None}
        view.add_site(files)
        context.verified.update(files)
    return view


def _streams(context: VerifyContext) -> Iterator[tuple[str, ShardStream]]:
    """The files that hold a shard of each strategy, as far as they can be read."""
    by_identifier = {context.expected.identifiers.of("strategy", id_): id_ for id_ in context.manifest.published}
    for path in AGGREGATES if context.holds("json") else ():
        if path in context.paths and not context.shape_violations(path):
            yield path, ShardStream(shards_of(path, context.data(path) or b"", by_identifier.get))
    for path, cells in context.expected.cells.items() if context.holds("csv") else ():
        table = context.table(path)
        if table and table.header == cells.header:
            yield path, ShardStream((next(iter(row.values())), row) for row in table.rows())


def shards_of(path: str, data: bytes, owner: Callable[[str], str | None]) -> Iterator[Item]:
    """The items of an aggregate file; `owner` is the id of the strategy with an identifier, or None."""
    items: Iterable[Any] = read_json(data)[LISTS[path]] if path in LISTS else map(read_json, lines_of(data))
    for item in items:
        if (id_ := _owner(path, item, owner)) is not None:
            yield id_, item


def _owner(path: str, item: Any, owner: Callable[[str], str | None]) -> str | None:
    """The id of the strategy that an item is of."""
    if path in (RECORDS, RECORD_LINES):
        return str(item["id"])
    if path == CHUNKS:
        return str(item["strategy"])
    if path == LINKED:
        return str(item["identifier"]) if is_article(item) else None
    if path == NODES:
        return str(item["properties"]["id"]) if item["labels"] == ["Strategy"] else None
    return owner(item["target_identifier" if item["label"] == "hasStrategy" else "source_identifier"])
