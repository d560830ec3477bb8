"""Saves a page again and again, and checks as `check --watch` does: `python -m benchmarks.watching PAGE REPORT`.

Each save adds or removes a finding. Writes the median seconds from a save to what is printed, those of parsing every
page once, and their ratio to the report.
"""

import datetime as dt
import gc
import json
import statistics
import sys
import time
from pathlib import Path

from pipeline.cli.baselines import BaselineRequest
from pipeline.cli.checking import CheckRequest
from pipeline.cli.watching import Checked, Display, Follower, LastingRun, RepeatedCheck
from pipeline.lint.news import News
from pipeline.lint.reporters.view import ReportView
from pipeline.source.discovery import find_root
from pipeline.source.parse import Limits, parse_page
from pipeline.source.text import Source

SAVES = 15
TODAY = dt.date(2026, 1, 1)


class Counting(Display):
    """Counts what there is to print."""

    shown = 0

    def begin(self, text: str, checked: Checked) -> None:
        """Print nothing."""

    def show(self, text: str, checked: Checked, changes: News, title: str) -> None:
        """Count."""
        self.shown += len(changes.new) + len(changes.gone)


class Unwatched:
    """No watch: how long that waits for the end of a burst is set, and says nothing of our work."""

    def changed(self, seconds: float) -> bool:
        """Tell of no change."""
        return False


def main(page: Path, report: Path) -> None:
    """Save the page with another word each time; the first save, which loads what is known of pages, does not count."""
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    root = find_root(page.parent)
    request, adopted = CheckRequest((), None, False, None, None, TODAY), BaselineRequest(None, False, False, False)
    check = RepeatedCheck(request, LastingRun(root), adopted, ("warning", None), [])
    none, display = Checked(ReportView((), {}, 0)), Counting()
    follower = Follower(check, Unwatched(), display, none, none)  # type: ignore[arg-type]
    follower.begin()
    data, taken = page.read_bytes(), []
    try:
        for count in range(SAVES + 1):
            words = "Saved saved" if count % 2 else "Saved"
            page.write_bytes(data + f"\n{words} {count} times at {time.time_ns()}.\n".encode())  # never seen before
            start = time.perf_counter()
            follower.again()
            taken.append(time.perf_counter() - start)
    finally:
        page.write_bytes(data)
    assert display.shown >= SAVES, "each save is news"
    texts = [Source.decode(str(each), each.read_bytes()) for each in sorted(page.parent.glob("*.md"))]
    start = time.perf_counter()
    for text in texts:
        parse_page(text, Limits())
    parse, wall = time.perf_counter() - start, statistics.median(taken[1:])
    report.write_text(json.dumps({"wall": wall, "parse": parse, "ratio": wall / parse}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
