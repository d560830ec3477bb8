"""Checks a page at each key, as an editor does, in one process: `python -m benchmarks.keystrokes PAGE REPORT`.

Writes the median seconds of a key to the report.
"""

import datetime as dt
import json
import statistics
import sys
import time
from pathlib import Path

from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.source.discovery import find_root
from pipeline.source.text import Source

MOST = 30
LONGEST = 20.0  # seconds
TODAY = dt.date(2026, 1, 1)


def main(page: Path, report: Path) -> None:
    """Type a word letter by letter; the first key, which reads the library, does not count."""
    root = find_root(page.parent)
    path = page.relative_to(root).as_posix()
    text = page.read_text(encoding="utf-8")
    end = text.index("\n", text.index("## Overview\n\n") + len("## Overview\n\n"))
    workspace = Workspace(root, tasks=Tasks(Memo.of(root)))
    workspace.report(TODAY)
    wall, cpu = [], []
    begin = time.perf_counter()
    for count in range(MOST + 1):
        start, used = time.perf_counter(), time.process_time()
        typed = text[:end] + " Typed" + "e" * count + text[end:]
        workspace.with_overlay([Source(path, typed)]).report(TODAY)
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
        if count and time.perf_counter() - begin > LONGEST:
            break
    result = {"wall": statistics.median(wall[1:]), "cpu": statistics.median(cpu[1:])}
    report.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
