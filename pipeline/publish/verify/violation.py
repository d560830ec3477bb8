"""Violations of what a bundle promises, and the comparisons that several checks share."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.publish.edition_paths import path_in
from pipeline.publish.manifest import MANIFEST


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A promise that a bundle breaks: the file, the record in it (or empty), and what is wrong."""

    path: str
    record: str
    message: str

    def in_edition(self, language: str) -> "Violation":
        """The same of a file of an edition, by its path in the bundle."""
        return replace(self, path=path_in(language, self.path)) if language else self

    def __str__(self) -> str:
        return f"{self.path}: {self.record}: {self.message}" if self.record else f"{self.path}: {self.message}"


def path_differences(found: Iterable[str], expected: Iterable[str], unexpected: str) -> Iterator[Violation]:
    """Files that are missing, and files that should not be there, with what to say of those."""
    found, expected = set(found), set(expected)
    for path in sorted(found ^ expected):
        yield Violation(path, "", "it is missing" if path in expected else unexpected)


def id_differences(path: str, found: list[str], expected: list[str]) -> Iterator[Violation]:
    """Compare the ids in a file with those that the manifest lists, in their order."""
    for id_ in sorted(set(found) ^ set(expected)):
        listed = id_ in expected
        yield Violation(path, id_, f"it is missing; {MANIFEST} lists it" if listed else f"{MANIFEST} lists no such id")
    if set(found) == set(expected) and found != expected:
        yield unsorted_ids(path, "")


def unsorted_ids(path: str, record: str) -> Violation:
    """A list whose ids should be sorted and unique."""
    return Violation(path, record, "the ids are not sorted, or one stands twice")


def key_differences(
    path: str, record: str, found: Mapping[str, object], expected: Mapping[str, object], what: str
) -> Iterator[Violation]:
    """Each key of an object that does not hold what it should, or that should not be there."""
    for key in {**expected, **found}:
        if key not in expected:
            yield Violation(path, record, f"its `{key}` stands for nothing in the record")
        elif key not in found or not _same(found[key], expected[key]):
            yield Violation(path, record, f"its `{key}` is not {what}")


def _same(one: object, other: object) -> bool:
    """True for the same value in JSON; in Python 1 equals true."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def column_differences(
    path: str, record: str, row: Mapping[str, str], expected: Mapping[str, str]
) -> Iterator[Violation]:
    """Each column of a row that does not hold what it should."""
    for column, value in expected.items():
        if row.get(column) != value:
            yield Violation(path, record, f"`{column}` is not what the record says")
