"""Everything that is tried, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.crash.course import Course

# Commands that make the calls of others.
ALIKE = ("link", "merge", "sheet import")
# Of the calls at which two runs meet, one in so many is tried, unless the trial is thorough.
SOME = 3


class Trial(NamedTuple):
    """Exports, commands that change a library, a folder to work in, and how many moments are chosen at random.

    If it is `thorough`, each call of each command is tried, with each error. Else calls that are alike are tried once:
    exports stage a bundle in the same way, and each call fails with another error in turn.
    """

    exports: Sequence[Course]
    writers: Sequence[Course]
    folder: Path
    random: int
    thorough: bool

    @property
    def few(self) -> int:
        """How many random moments of the commands that change a library."""
        return self.random * 2 // 5

    @property
    def step(self) -> int:
        """One in so many calls is a meeting of two runs."""
        return 1 if self.thorough else SOME

    def calls(self, courses: Sequence[Course]) -> list[tuple[Course, int]]:
        """The calls that are tried, by their place in each course."""
        staging = self.exports[: 2 if self.thorough else 1]
        return [
            (each, n)
            for each in courses
            if self.thorough or each.scene.name not in ALIKE
            for n in range(0 if each in staging or each in self.writers else each.staged, len(each.calls))
        ]
