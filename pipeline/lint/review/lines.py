"""The lines of a file, compared with its former ones."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.source.text import LINE_ENDING, Source

# With more pairs of lines than this, all lines between the first and the last difference count as changed.
MOST_PAIRS = 4_000_000


class Lines(NamedTuple):
    """How a file's lines relate to its former ones; lines count from 0.

    `changed` are new lines, and those before which lines were removed. `current` gives for each former line the
    index where it is now, or was.
    """

    changed: frozenset[int]
    current: tuple[int, ...]

    @classmethod
    def compare(cls, before: Source, after: Source) -> "Lines":
        """Compare the lines of a file with its former ones."""
        old, new = LINE_ENDING.split(before.text), LINE_ENDING.split(after.text)
        changed: set[int] = set()
        current: list[int] = []
        last = len(new) - 1
        for same, i, j, k, m in _steps(old, new):
            if not same:
                changed.update(range(k, m) or (min(k, last),))
            current += (min(k + n, m if same else max(k, m - 1), last) for n in range(j - i))
        return cls(frozenset(changed), tuple(current))


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Ranges of former and current lines, each pair with whether they are the same."""
    head = alike(old, new)
    tail = alike(old[head:][::-1], new[head:][::-1])
    i, k = len(old) - tail, len(new) - tail
    yield True, 0, head, 0, head
    if (i - head) * (k - head) > MOST_PAIRS:
        yield False, head, i, head, k
    else:
        matcher = SequenceMatcher(None, old[head:i], new[head:k], autojunk=False)
        for tag, *ends in matcher.get_opcodes():
            first, after, at, end = (head + number for number in ends)
            yield tag == "equal", first, after, at, end
    yield True, i, len(old), k, len(new)


def alike(old: Sequence[str], new: Sequence[str]) -> int:
    """The number of lines, or of letters, that are equal at the start."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (before, after) in pairs if before != after), min(len(old), len(new)))
