"""Shards of the aggregate files of a bundle, strategy by strategy."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline.publish.verify.shapes import lines_of, read_json
from pipeline.publish.verify.strategy.linked_data import ARTICLE
from pipeline.publish.verify.view import LINKED, NODES, RECORD_LINES, RECORDS

# The key of the list with something of each strategy.
LISTS = {RECORDS: "strategies", LINKED: "@graph"}
# An id, and an item of its strategy.
Item = tuple[str, Any]


class ShardStream:
    """The items of one file, taken strategy by strategy. `found` are their ids, `strays` those of no strategy."""

    def __init__(self, items: Iterator[Item]) -> None:
        self.found: list[str] = []
        self.strays: list[str] = []
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
                self.strays.append(own)
            self._next = next(self._items, None)
        return taken


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
    if path == LINKED:
        return str(item["identifier"]) if item.get("@type") == ARTICLE else None
    if path == NODES:
        return str(item["properties"]["id"]) if item["labels"] == ["Strategy"] else None
    return owner(item["target_identifier" if item["label"] == "hasStrategy" else "source_identifier"])
