"""Saves a page again and again, and shows it as the preview does: `python -m benchmarks.preview PAGE REPORT`.

Writes the median seconds from a save to the page, those of parsing every page once, and their ratio to the report.
"""

import datetime as dt
import gc
import json
import statistics
import sys
import time
from pathlib import Path

from pipeline.authoring.preview.session import PreviewSession
from pipeline.authoring.preview.views import strategy_view
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.source.discovery import find_root
from pipeline.source.parse import Limits, parse_page
from pipeline.source.text import Source

SAVES = 15
TODAY = dt.date(2026, 1, 1)


def main(page: Path, report: Path) -> None:
    """Save the page with another word each time; the first save, which compiles templates, does not count."""
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    root = find_root(page.parent)
    session = PreviewSession(Workspace(root, tasks=Tasks(Memo.of(root))), lambda: TODAY)
    data, path = page.read_bytes(), page.relative_to(root).as_posix()
    taken = []
    try:
        for count in range(SAVES + 1):
            page.write_bytes(data + f"\nSaved {count} times.\n".encode())
            start = time.perf_counter()
            session.refresh()
            strategy_view(session.site, session.report.library.by_path[path])
            taken.append(time.perf_counter() - start)
    finally:
        page.write_bytes(data)
    texts = [Source.decode(str(each), each.read_bytes()) for each in sorted(page.parent.glob("*.md"))]
    start = time.perf_counter()
    for text in texts:
        parse_page(text, Limits())
    parse, wall = time.perf_counter() - start, statistics.median(taken[1:])
    report.write_text(json.dumps({"wall": wall, "parse": parse, "ratio": wall / parse}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
