"""What is installed here, followed from requirement to requirement."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def closure(requirements: Iterable[Requirement]) -> dict[str, Distribution]:
    """The distributions that fulfil requirements, and those that they require, by name."""
    pending = list(requirements)
    found: dict[str, Distribution] = {}
    while pending:
        requirement = pending.pop()
        name = canonicalize_name(requirement.name)
        try:
            each = distribution(name)
        except PackageNotFoundError:  # for another system
            continue
        if name in found:
            continue
        found[name] = each
        wanted = ("", *requirement.extras)
        for inner in map(Requirement, each.requires or ()):
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in wanted):
                pending.append(inner)  # noqa: PERF401 - the list grows while it is read
    return found
