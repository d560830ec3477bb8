"""Steps of a library's version: https://semver.org, with the meaning that a bundle's contract gives them."""

from pipeline.model.version import Version
from pipeline.publish.schema.difference import BumpV1

BUMPS: tuple[BumpV1, ...] = ("none", "patch", "minor", "major")
# The version of a library that names none.
UNKNOWN = "unknown"


def known_version(text: str) -> Version | None:
    """Parse a version; None for UNKNOWN."""
    return None if text == UNKNOWN else Version.parse(text)


def next_version(old: Version, bump: BumpV1) -> Version:
    """The lowest version that is this step higher. A pre-release may change in any way until its release."""
    major, minor, patch = old.numbers
    if bump == "none":
        return old
    if old.pre:
        return Version(old.numbers)
    steps = {"patch": (major, minor, patch + 1), "minor": (major, minor + 1, 0), "major": (major + 1, 0, 0)}
    return Version(steps[bump])


def is_honest(old: Version, new: Version, bump: BumpV1) -> bool:
    """True when the new version is higher by at least the step that the changes need."""
    if bump == "none":
        return new >= old
    if old.pre and new.numbers == old.numbers:
        return new > old
    return new >= Version(next_version(old, bump).numbers, ("0",))
