"""Goals, and the least that must be reached."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.plot import slope
from benchmarks.results import Quantity, Results

COLD, EDITED, EDITED_AGAIN = "cold export", "one page edited", "edited once more"
IMPORTS = "import of the libraries"
SHOWN, PARSED = "page shown after a save", "parse of all pages"
SLOW_KEY = "a key in an editor, 95th percentile"


@dataclass(frozen=True, slots=True)
class Goal:
    """A measurement of ours as a multiple of another one; the less, the better."""

    title: str
    label: str
    base: tuple[str, str]  # contender and label
    goal: float
    least: float
    quantity: Quantity = "wall"
    size: int = 10_000


GOALS = (
    Goal("cold export, to Hugo's", COLD, ("hugo", COLD), 1.0, 1.5),
    Goal("export with nothing changed, to Hugo's", "nothing changed", ("hugo", "nothing changed"), 0.06, 0.15),
    Goal("export after an edit of one page, to Hugo's", EDITED, ("hugo", EDITED), 0.1, 0.2),
    Goal("the same after another edit", EDITED_AGAIN, ("hugo", EDITED_AGAIN), 0.1, 0.2),
    Goal("check of one page, warm, to the import of its libraries", "check of one page, warm", ("us", IMPORTS), 2, 3),
    Goal("check of all pages, warm, to Hugo's cold export", "check, warm", ("hugo", COLD), 0.05, 0.1),
    Goal("peak memory of a cold export, to Hugo's", COLD, ("hugo", COLD), 0.3, 0.5, "memory"),
    Goal("cold export, to the plain script's", COLD, ("plain", COLD), 1 / 2, 1 / 1.5, size=1000),
    Goal("the same where that validates its records", COLD, ("plain-validating", COLD), 1 / 2, 1 / 1.5, size=1000),
    Goal("page under preview after a save, to a parse of all", SHOWN, ("us", PARSED), 0.2, 0.3, size=1000),
    Goal(
        "95th percentile of a key in an editor, to a check of all pages",
        SLOW_KEY,
        ("us", "keystroke"),
        0.5,
        0.8,
        size=1000,
    ),
)
SLOPE, LEAST_SLOPE = 1.02, 1.1
HEADER = ["| what | strategies | goal | at least | reached (least–most) | |", "|---|--:|--:|--:|--:|---|"]


def goal_rows(results: Results) -> Iterator[str]:
    """Rows of a Markdown table: each goal and what was reached."""
    yield from HEADER
    sizes = results.sizes()
    for goal in GOALS:
        size = goal.size if goal.size in sizes else max(sizes)
        reached = results.ratio(size, ("us", goal.label), goal.base, goal.quantity)
        wanted = f"{_times(goal.goal)} | {_times(goal.least)}"
        if reached is None:
            yield f"| {goal.title} | {goal.size:,} | {wanted} | not measured | |"
            continue
        shown = f"{_times(reached.median)} ({reached.least:.2f}–{reached.most:.2f})"
        verdict = _verdict(reached.median, goal.goal, goal.least)
        yield f"| {goal.title} | {size:,} | {wanted} | {shown} | {verdict} |"
    steep = slope(growth(results, "us", COLD))
    reached_slope = "not measured | " if steep is None else f"{steep:.2f} | {_verdict(steep, SLOPE, LEAST_SLOPE)}"
    shown_sizes = f"{min(sizes):,} to {max(sizes):,}"
    yield f"| growth of a cold export (slope) | {shown_sizes} | {SLOPE} | {LEAST_SLOPE} | {reached_slope} |"


def growth(results: Results, contender: str, label: str) -> list[tuple[int, float]]:
    """Median seconds by size."""
    found = ((size, results.spread(size, contender, label)) for size in results.sizes())
    return [(size, spread.median) for size, spread in found if spread]


def _times(value: float) -> str:
    return f"{value:.2f} ×"


def _verdict(value: float, goal: float, least: float) -> str:
    return "goal reached" if value <= goal else "enough" if value <= least else "**missed**"
