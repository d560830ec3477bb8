"""Ranges of a text, to find those that a further one meets in logarithmic time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Ranges:
    """A set of ranges from a start to an end; ranges that touch become one."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Add a range."""
        first, stop = bisect_left(self._ends, start), bisect_right(self._starts, end)
        if first < stop:
            start, end = min(start, self._starts[first]), max(end, self._ends[stop - 1])
        self._starts[first:stop] = [start]
        self._ends[first:stop] = [end]

    def touch(self, start: int, end: int) -> bool:
        """True when a range overlaps one of these, or is next to it."""
        at = bisect_left(self._ends, start)
        return at < len(self._starts) and self._starts[at] <= end

    def overlap(self, start: int, end: int) -> bool:
        """True when a range has a character in common with one of these."""
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end

    def hold(self, offset: int) -> bool:
        """True when an offset is in one of these."""
        return self.overlap(offset, offset + 1)
