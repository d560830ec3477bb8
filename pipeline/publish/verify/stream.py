"""Takes the large files of a bundle apart into what each strategy has in them; holds no document whole."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from pydantic_core import to_json

from pipeline.publish.verify.shapes import read_json
from pipeline.publish.verify.strategy.linked_data import ARTICLE
from pipeline.publish.verify.tables import raw_rows
from pipeline.publish.verify.view import LINES, LINKED, NODES, RELATIONSHIPS, WHOLE

# The key of the list that holds something of each strategy.
LISTS = {WHOLE: b"strategies", LINKED: b"@graph"}
# How an object in such a list begins and ends, as we write it, and where the list ends.
FIRST, LAST, MORE, END = b"    {\n", b"    }\n", b"    },\n", (b"  ]\n", b"  ],\n")
# The id of a record, and of an article, as we write them.
RECORD_ID = re.compile(rb'\s*\{\s*"id":\s?"([^"\\]+)"')
ARTICLE_ID = re.compile(
    rb'\s*\{\s*"@id": "[^"\\]+",\s*"@type": \[\s*"Article",\s*"LearningResource"\s*\],\s*"identifier": "([^"\\]+)"'
)
# An id, and what stands there of its strategy.
Part = tuple[str, bytes]


@dataclass
class Stream:
    """The parts of one file, taken in the order of the strategies. `found` are the ids, `strays` those of nobody."""

    path: str
    parts: Iterator[Part]
    found: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next = next(self.parts, None)

    def take(self, id_: str) -> bytes:
        """All there is of a strategy, joined; empty if there is nothing. Ids must be asked for in their order."""
        taken = []
        while self._next is not None and self._next[0] <= id_:
            own, data = self._next
            self._note(own)
            if own == id_:
                taken.append(data)
            else:
                self.strays.append(own)
            self._next = next(self.parts, None)
        return b"".join(taken)

    def _note(self, id_: str) -> None:
        if not self.found or self.found[-1] != id_ or self.path in (WHOLE, LINES, LINKED):
            self.found.append(id_)

    def finish(self) -> None:
        """Look at what is left when all strategies had their turn."""
        while self._next is not None:
            self._note(self._next[0])
            self.strays.append(self._next[0])
            self._next = next(self.parts, None)


def objects(path: str, file: BinaryIO) -> Iterator[bytes]:
    """Each object in the list of a document: line by line where it is written as we do, else read as a whole."""
    begin = b'  "' + LISTS[path] + b'": ['
    given = 0
    for line in file:
        if line.startswith(begin):
            if line.rstrip() != begin:
                break
            part: list[bytes] = []
            for inner in file:
                if not part and inner in END:
                    return
                if not part and inner != FIRST:
                    break  # spaced in another way
                part.append(inner)
                if inner in (LAST, MORE):
                    yield b"".join(part).removesuffix(b"\n").removesuffix(b",")
                    given += 1
                    part = []
            break
    file.seek(0)
    key = LISTS[path].decode()
    rest = read_json(file.read())[key][given:]
    yield from (b"    " + to_json(each, indent=2).replace(b"\n", b"\n    ") for each in rest)


def records(parts: Iterable[bytes]) -> Iterator[Part]:
    """Records by their ids."""
    for part in parts:
        known = RECORD_ID.match(part)
        yield known[1].decode() if known else str(read_json(part)["id"]), part


def articles(parts: Iterable[bytes]) -> Iterator[Part]:
    """Articles by their ids; other things are not of a strategy."""
    for part in parts:
        if known := ARTICLE_ID.match(part):
            yield known[1].decode(), part
            continue
        thing = read_json(part)
        if thing.get("@type") == ARTICLE:
            yield str(thing["identifier"]), part


def nodes(lines: Iterable[bytes]) -> Iterator[Part]:
    """Nodes of strategies by their ids."""
    for line in lines:
        if b'"Strategy"' in line and (node := read_json(line))["labels"] == ["Strategy"]:
            yield str(node["properties"]["id"]), line


def relationships(lines: Iterable[bytes], owner: Callable[[str], str | None]) -> Iterator[Part]:
    """Relationships by the strategy that they are of; `owner` knows it by its identifier."""
    for line in lines:
        item = read_json(line)
        end = item["target_identifier" if item["label"] == "hasStrategy" else "source_identifier"]
        id_ = owner(end)
        if id_ is not None:
            yield id_, line


def rows(text: str) -> Iterator[Part]:
    """Rows of a table by their first cell."""
    lines = raw_rows(text)
    next(lines)
    return ((first, raw.encode()) for first, raw in lines)


PLAIN = {LINES: records, NODES: nodes}
__all__ = ["PLAIN", "RELATIONSHIPS", "Stream", "articles", "objects", "records", "relationships", "rows"]
