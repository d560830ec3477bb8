"""Differences of two texts, word by word."""

from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher


def changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[str, int, int, int, int]]:
    """Operations of difflib that make one sequence of the other, with the ranges in both."""
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def around_changes(words: Sequence[str], most: int, *, first: bool, last: bool) -> list[str]:
    """Shorten unchanged words to those next to a change, at most so many on either side."""
    before = [] if first else words[:most]
    after = [] if last else words[-most:]
    return list(words) if len(before) + len(after) >= len(words) else [*before, "…", *after]
