"""A map of relations: strategies in rows, category by category, joined by arcs.

All coordinates are whole numbers, so that the drawing has the same bytes everywhere.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.source.memoise import cached_property

# Heights of a row and of the name of a category, and where labels end and arcs begin.
ROW, HEADING, TOP = 28, 40, 8
LABEL_END, DOT, ARC_START = 288, 304, 312
# How far an arc reaches to the side: a part of its height, from the least to the most.
REACH = (3, 8)
LEAST_REACH, MOST_REACH = 22, 300
# Characters of a label.
LABEL = 38
# With more arcs than these, a strategy's own are not drawn again to be marked.
MAX_MARKED = 250


class Point(NamedTuple):
    """Something on a map: the path of its page, and the colour of its category."""

    id: str
    name: str
    path: str
    hue: int


class Arc(NamedTuple):
    """The curve of a relation. `hue` is that of its category, or None if it joins two; `mutual` when both name it."""

    curve: str
    hue: int | None
    mutual: bool


class MapHeading(NamedTuple):
    """The name of a category above its rows."""

    name: str
    hue: int
    y: int


class MapRow(NamedTuple):
    """A row: the label of a point, its own arcs and the rows that these lead to. `others` lead off the map."""

    point: Point
    label: str
    y: int
    arcs: list[Arc]
    mates: list[int]
    others: int


class Ties(NamedTuple):
    """Ids that something is related to: both name each other, only it names them, only they name it."""

    mutual: list[str]
    named: list[str]
    named_by: list[str]

    @property
    def all(self) -> list[str]:
        """All of them."""
        return [*self.mutual, *self.named, *self.named_by]


@dataclass(frozen=True)
class Relations:
    """Relations from one id to another; `order` are all ids in the order of their names."""

    pairs: Collection[tuple[str, str]]
    order: Sequence[str]

    @cached_property
    def _ties(self) -> Mapping[str, Ties]:
        place = {id_: number for number, id_ in enumerate(self.order)}
        pairs = set(self.pairs)
        ties = {id_: Ties([], [], []) for id_ in self.order}
        for source, target in sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])):
            if (target, source) in pairs:
                ties[source].mutual.append(target)
            else:
                ties[source].named.append(target)
                ties[target].named_by.append(source)
        return ties

    def of(self, id_: str) -> Ties:
        """The relations of something."""
        return self._ties[id_]

    def near(self, ids: Iterable[str]) -> list[str]:
        """Ids in an order that keeps related ones close: each is followed by those that it is related to."""
        waiting = dict.fromkeys(ids)
        found: list[str] = []
        while waiting:
            queue = [next(iter(waiting))]
            for id_ in queue:
                if id_ in waiting:
                    del waiting[id_]
                    found.append(id_)
                    queue += [other for other in self.of(id_).all if other in waiting]
        return found


@dataclass(frozen=True)
class RelationMap:
    """A drawing of points in groups, each with a name and a hue; `mirrored` for languages from right to left."""

    groups: Sequence[tuple[str, int, Sequence[Point]]]
    relations: Relations
    mirrored: bool = False

    @cached_property
    def _rows(self) -> Mapping[str, tuple[Point, int]]:
        """Points and the middle of their rows, by id."""
        rows, y = {}, TOP
        for _, _, points in self.groups:
            y += HEADING
            for point in points:
                rows[point.id] = point, y + ROW // 2
                y += ROW
        return rows

    @property
    def headings(self) -> Iterator[MapHeading]:
        """The names of categories."""
        y = TOP
        for name, hue, points in self.groups:
            yield MapHeading(name, hue, y + HEADING - 12)
            y += HEADING + ROW * len(points)

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return TOP * 2 + sum(HEADING + ROW * len(points) for _, _, points in self.groups)

    @cached_property
    def width(self) -> int:
        """The width of the drawing, labels and arcs."""
        heights = (abs(self._rows[one][1] - self._rows[other][1]) for one, other in self._pairs)
        return ARC_START + max(map(_reach, heights), default=0) + 16

    def x(self, from_start: int) -> int:
        """A horizontal coordinate, given as the distance from the side where lines of text begin."""
        return self.width - from_start if self.mirrored else from_start

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """Related points on the map, each pair once, the upper one first."""
        rows = self._rows
        return [
            (id_, other)
            for id_ in rows
            for other in self.relations.of(id_).all
            if other in rows and rows[id_][1] < rows[other][1]
        ]

    @cached_property
    def _arcs(self) -> Mapping[tuple[str, str], Arc]:
        return {pair: self._arc(*pair) for pair in self._pairs}

    @property
    def arcs(self) -> Iterable[Arc]:
        """All arcs, each once."""
        return self._arcs.values()

    def _arc(self, upper: str, lower: str) -> Arc:
        (one, start), (other, end) = self._rows[upper], self._rows[lower]
        near, far = self.x(ARC_START), self.x(ARC_START + _reach(end - start) * 4 // 3)  # it reaches 3/4 of that
        hue = one.hue if one.hue == other.hue else None
        return Arc(
            f"M{near} {start}C{far} {start} {far} {end} {near} {end}", hue, lower in self.relations.of(upper).mutual
        )

    @cached_property
    def nodes(self) -> list[MapRow]:
        """The rows of all points."""
        own: dict[str, list[tuple[str, str]]] = {id_: [] for id_ in self._rows}
        for pair in self._pairs:
            for id_ in pair:
                own[id_].append(pair)
        marked = len(self._pairs) <= MAX_MARKED
        return [
            MapRow(
                point,
                _label(point.name),
                y,
                [self._arcs[pair] for pair in own[id_]] if marked else [],
                [self._rows[other][1] for pair in own[id_] for other in pair if other != id_] if marked else [],
                sum(other not in self._rows for other in self.relations.of(id_).all),
            )
            for id_, (point, y) in self._rows.items()
        ]


def _reach(height: int) -> int:
    return min(LEAST_REACH + height * REACH[0] // REACH[1], MOST_REACH)


def _label(name: str) -> str:
    """A name, cut where it would be too long."""
    width = 0
    for place, character in enumerate(name):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > LABEL:
            return name[: place - 1].rstrip() + "…"
    return name
