"""A scale of shades for numbers of strategies, by quantiles: each shade marks about as many cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.source.memoise import cached_property

MAX_STEPS = 4


class Step(NamedTuple):
    """Numbers that have one shade, from the least to the most, and how many cells hold one of them."""

    shade: int  # 1 is the lightest, `MAX_STEPS` the darkest
    least: int
    most: int
    cells: int


@dataclass(frozen=True)
class Scale:
    """The scale of a map with these numbers in its cells. Zero is a gap: it has a shade of its own, 0."""

    numbers: tuple[int, ...]

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "Scale":
        """The scale of some numbers, in any order."""
        return cls(tuple(sorted(numbers)))

    @property
    def gaps(self) -> int:
        """The number of cells without a strategy."""
        return self.numbers.count(0)

    @cached_property
    def steps(self) -> list[Step]:
        """The steps from few strategies to many. Equal numbers have the same shade, so there may be fewer steps."""
        found = [number for number in self.numbers if number]
        distinct = sorted(set(found))
        if len(distinct) <= MAX_STEPS:
            classes = [[number] for number in distinct]
        else:
            classes = [
                [number for number in distinct if _quarter(number, found) == place] for place in range(MAX_STEPS)
            ]
            classes = [members for members in classes if members]
        gaps = max(len(classes) - 1, 1)
        return [
            Step(
                1 + place * (MAX_STEPS - 1) // gaps,
                members[0],
                members[-1],
                sum(members[0] <= number <= members[-1] for number in found),
            )
            for place, members in enumerate(classes)
        ]

    def shade(self, number: int) -> int:
        """The shade of a number of the map."""
        return next((step.shade for step in self.steps if step.least <= number <= step.most), 0)


def _quarter(number: int, found: list[int]) -> int:
    """The quarter of all cells in which the middle one of those with this number falls."""
    below, equal = sum(other < number for other in found), found.count(number)
    return MAX_STEPS * (2 * below + equal) // (2 * len(found))
