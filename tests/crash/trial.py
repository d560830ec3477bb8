"""Everything that is tried, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.crash.course import Course


class Trial(NamedTuple):
    """Exports, commands that change a library, a folder to work in, and how many moments are chosen at random.

    With `thorough`, each call fails with each error, else with one of them in turn.
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
