"""Versions of a library's data, with the order of https://semver.org."""

import re
from dataclasses import dataclass
from functools import total_ordering

# `1.4.0`, `2.0.0-rc.1`; not longer than a library's version may be.
VERSION = re.compile(r"(?=.{5,40}\Z)([0-9]+)\.([0-9]+)\.([0-9]+)(?:-([0-9A-Za-z.-]+))?")


@total_ordering
@dataclass(frozen=True)
class Version:
    """Three numbers, and the parts of a pre-release after a hyphen."""

    numbers: tuple[int, int, int]
    pre: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Version":
        """Parse a version; raises ValueError when it is none."""
        match = VERSION.fullmatch(text)
        if match is None:
            raise ValueError(f"`{text}` is no version")
        major, minor, patch, pre = match.groups()
        return cls((int(major), int(minor), int(patch)), tuple(pre.split(".")) if pre else ())

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (f"-{'.'.join(self.pre)}" if self.pre else "")

    def __lt__(self, other: "Version") -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[object, ...]:
        # A pre-release comes before its version; numbers in it come before words.
        parts = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.pre)
        return (*self.numbers, not self.pre, parts)
