"""How much a run of the tests tries: a fixed sample, or with `EFFORT=full` everything (see CONTRIBUTING.md)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")

EFFORT = os.environ.get("EFFORT", "")
assert EFFORT in ("", "full"), f"EFFORT is `{EFFORT}`; there is `full` only"
FULL = EFFORT == "full"
# A normal run takes one random example of so many, and no fewer than the least.
SHARE, LEAST = 4, 10


def tries(times: int) -> int:
    """The number of random examples, of so many with full effort."""
    return times if FULL else min(times, max(LEAST, times // SHARE))


def sample(items: Iterable[Item], each: int, *kinds: Callable[[Item], object]) -> list[Item]:
    """All items; without full effort the first of each kind, and one of so many: always the same."""
    seen: set[tuple[int, object]] = set()
    chosen = []
    for number, item in enumerate(items):
        new = {(which, kind(item)) for which, kind in enumerate(kinds)} - seen
        seen |= new
        if FULL or new or number % each == 0:
            chosen.append(item)
    return chosen
