"""Ranges, order and bands of grades."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.publish.records import sort_key
from pipeline.publish.schema.records import LearnerModelV1

# Grades before the first, as numbers. Others that are no numbers, such as Adult, come last and join no range.
BEFORE_FIRST = {"PK": -1.0, "TK": -0.5, "K": 0.0}
# What addresses hold of a grade's name as a hyphen.
PLAIN = re.compile(r"[^a-z0-9]+")


def grade_ranges(grades: Iterable[str]) -> list[str]:
    """Ranges of grades as readers know them: PK–3, 7–12."""
    runs: list[list[str]] = []
    for grade in sorted(grades, key=grade_key):
        if runs and grade_key(grade)[0] - grade_key(runs[-1][-1])[0] <= 1:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def grade_key(grade: str) -> tuple[float, str]:
    """Sort key of a grade."""
    level = float(grade) if grade.isdecimal() else BEFORE_FIRST.get(grade, math.inf)
    return level, grade


class GradeBand(NamedTuple):
    """Grades that the learner models never tell apart, so that the same strategies are for all of them.

    `slug` names it in addresses, after its first grade: a new learner model may split a band, which keeps the address.
    """

    slug: str
    grades: tuple[str, ...]
    models: frozenset[str]

    @property
    def ranges(self) -> list[str]:
        """The ranges of its grades."""
        return grade_ranges(self.grades)

    @property
    def is_numbered(self) -> bool:
        """True when its grades are steps of a school; Adult is none."""
        return all(grade_key(grade)[0] < math.inf for grade in self.grades)


def grade_bands(models: Iterable[LearnerModelV1]) -> list[GradeBand]:
    """The bands of all grades, from the first to the last."""
    holders: dict[str, set[str]] = {}
    for model in models:
        for grade in model.grades:
            holders.setdefault(grade, set()).add(model.id)
    bands: dict[frozenset[str], list[str]] = {}
    for grade in sorted(holders, key=grade_key):
        bands.setdefault(frozenset(holders[grade]), []).append(grade)
    slugs = _slugs(holders)
    return [GradeBand(slugs[grades[0]], tuple(grades), found) for found, grades in bands.items()]


def _slugs(grades: Iterable[str]) -> dict[str, str]:
    """A name in addresses for each grade: its words in ASCII, or a digest if those do not tell it from others."""
    plain = {grade: PLAIN.sub("-", sort_key(grade)).strip("-") for grade in grades}
    taken = Counter(plain.values())
    return {
        grade: f"grade-{slug if slug and taken[slug] == 1 else hashlib.sha256(grade.encode()).hexdigest()[:8]}"
        for grade, slug in plain.items()
    }
