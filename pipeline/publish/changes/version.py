"""Versions of a library's data: https://semver.org, with the steps that a bundle's contract gives them."""

import re
from dataclasses import dataclass
from functools import total_ordering

from pipeline.publish.schema.difference import BumpV1

BUMPS: tuple[BumpV1, ...] = ("none", "patch", "minor", "major")
# `1.4.0`, `2.0.0-rc.1`; not longer than a library's version may be.
VERSION = re.compile(r"(?=.{5,40}\Z)([0-9]+)\.([0-9]+)\.([0-9]+)(?:-([0-9A-Za-z.-]+))?")

# The version of a library that names none.
UNKNOWN = "unknown"


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

    @classmethod
    def known(cls, text: str) -> "Version | None":
        """Parse a version; None for UNKNOWN."""
        return None if text == UNKNOWN else cls.parse(text)

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (f"-{'.'.join(self.pre)}" if self.pre else "")

    def __lt__(self, other: "Version") -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[object, ...]:
        # A pre-release comes before its version; numbers in it come before words.
        parts = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.pre)
        return (*self.numbers, not self.pre, parts)

    def after(self, bump: BumpV1) -> "Version":
        """The lowest version that is this step higher. A pre-release may change in any way until its release."""
        major, minor, patch = self.numbers
        if bump == "none":
            return self
        if self.pre:
            return Version(self.numbers)
        steps = {"patch": (major, minor, patch + 1), "minor": (major, minor + 1, 0), "major": (major + 1, 0, 0)}
        return Version(steps[bump])


def is_honest(old: Version, new: Version, bump: BumpV1) -> bool:
    """True when the new version is higher by at least the step that the changes need."""
    if bump == "none":
        return new >= old
    if old.pre and new.numbers == old.numbers:
        return new > old
    return new >= Version(old.after(bump).numbers, ("0",))
