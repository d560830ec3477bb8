"""Saves a page again and again, and shows it as the preview does: `python -m benchmarks.preview PAGE REPORT`.

Writes median seconds to the report: from a save to the page in one process; from a save to the page that a client of a
running `strategies preview` gets, which waits for the watch over the disk too; and those of parsing every page once.
"""

import datetime as dt
import gc
import json
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.goals import PARSED, SHOWN
from pipeline.authoring.preview.session import PreviewSession
from pipeline.authoring.preview.views import page_at
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.source.discovery import find_root
from pipeline.source.parse import Limits, parse_page
from pipeline.source.text import Source

SAVES = 15
TODAY = "2026-01-01"
WATCHED = "the same with the watch"


def saved(page: Path, show: Callable[[], bytes]) -> float:
    """The median seconds from a save to what is shown; the first one, which compiles templates, does not count."""
    data, taken = page.read_bytes(), []
    try:
        for count in range(SAVES + 1):
            word = f"Saved{time.time_ns()}"
            start = time.perf_counter()
            page.write_bytes(data + f"\n{word} {count} times.\n".encode())
            found = show()
            taken.append(time.perf_counter() - start)
            assert word.encode() in found
            time.sleep(0.1)  # or the watch takes saves together
    finally:
        page.write_bytes(data)
    return statistics.median(taken[1:])


class RunningPreview(NamedTuple):
    """The base address of a running preview, and what stands after an address to change files from there."""

    base: str
    key: str


@contextmanager
def running(root: Path, *options: str) -> Iterator[RunningPreview]:
    """A preview of a library, in a process of its own."""
    command = [sys.executable, "-m", "pipeline", "preview", "--no-browser", "--root", str(root), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        assert process.stderr
        found = re.search(r"(http://\S+?/)-/(#key=\S+)", process.stderr.readline())
        assert found
        try:
            yield RunningPreview(*found.groups())
        finally:
            process.terminate()


@contextmanager
def following(base: str, address: str) -> Iterator[Callable[[], bytes]]:
    """A function that waits for the next change, and returns a page as it is then."""
    with urllib.request.urlopen(f"{base}-/events", timeout=60) as events:  # noqa: S310 - our own server

        def show() -> bytes:
            events.readline(), events.readline()
            with urllib.request.urlopen(base + address, timeout=60) as answer:  # noqa: S310
                data: bytes = answer.read()
                return data

        show()
        yield show


def main(page: Path, report: Path) -> None:
    """Measure all three."""
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    root, address = find_root(page.parent), f"strategies/{page.stem}/index.html"
    texts = [Source.decode(str(each), each.read_bytes()) for each in sorted(page.parent.glob("*.md"))]
    start = time.perf_counter()
    for text in texts:
        parse_page(text, Limits())
    parsed = time.perf_counter() - start
    workspace = Workspace(root, tasks=Tasks(Memo.of(root)))
    session = PreviewSession(workspace, lambda: dt.date.fromisoformat(TODAY))

    def show() -> bytes:
        session.refresh()
        return page_at(session.site, address) or b""

    shown = saved(page, show)
    with running(root, "--today", TODAY) as preview, following(preview.base, address) as wait:
        watched = saved(page, wait)
    result = {SHOWN: shown, WATCHED: watched, PARSED: parsed}
    report.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]))
