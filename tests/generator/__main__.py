"""`python -m tests.generator`: many pages and libraries, what went wrong with them, and the smallest that shows it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from tests.generator.runs import Findings, run_bodies, run_libraries  # noqa: E402 - it needs the folder of the tests

IN_MEMORY = Path("/dev/shm")


def main() -> int:
    """Run, print what was found, and fail if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--libraries", type=int, default=0, help="at least so many libraries are exported")
    parser.add_argument("--pages", type=int, default=0, help="at least so many odd pages are published in them")
    parser.add_argument("--bodies", type=int, default=0, help="so many pages are searched for words that vanish")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=HERE.parent.parent / ".cache" / "generated", help="for what fails")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        findings = Findings(options.out, Path(folder))
        if options.bodies:
            run_bodies(options.seed, options.bodies, options.jobs, findings)
        if options.libraries or options.pages:
            run_libraries(options.seed, (options.libraries, options.pages), options.jobs, findings)
    for line in findings.lines():
        print(line)  # noqa: T201 - it is what this is for
    return 1 if findings.counts else 0


if __name__ == "__main__":
    sys.exit(main())
