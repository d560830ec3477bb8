"""Ranges and order of grades."""

import math
from collections.abc import Iterable

# Grades before the first, as numbers. Others that are no numbers, such as Adult, come last and join no range.
BEFORE_FIRST = {"PK": -1.0, "TK": -0.5, "K": 0.0}


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
