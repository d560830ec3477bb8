"""`python -m tests.forgeries`: forge every value of a bundle, and list the kinds that verification does not find."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from releases import state

from pipeline.publish.verify import verify
from tests.forgeries.bundles import MemoryBundle, is_refused
from tests.forgeries.changes import forgeries
from tests.forgeries.library import ALL, forgeable


def main() -> int:
    """Try all forgeries, print those that passed, and fail if any did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, nargs="?", help="a bundle's folder; by default that of the test library")
    parser.add_argument("--each", type=int, default=0, help="try at most so many of each kind")
    parser.add_argument("--formats", default=",".join(ALL), help="formats of the bundle of the test library")
    parser.add_argument("--only", default="", help="try only kinds that begin like this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = (
            state(options.bundle.resolve())
            if options.bundle
            else forgeable(Path(folder), tuple(options.formats.split(",")))
        )
    assert not list(verify(MemoryBundle(files)))
    start, tried, passed = time.monotonic(), Counter[str](), Counter[str]()
    for forgery in forgeries(files):
        if not forgery.kind.startswith(options.only) or forgery.data == files.get(forgery.path):
            continue
        if options.each and tried[forgery.kind] >= options.each:
            continue
        tried[forgery.kind] += 1
        if not is_refused(files, forgery):
            passed[forgery.kind] += 1
            print(f"not found: {forgery.path}: {forgery.kind}", flush=True)  # noqa: T201 - it is what this is for
    seconds = time.monotonic() - start
    print(  # noqa: T201 - likewise
        f"{tried.total()} forgeries of {len(tried)} kinds in {seconds:.0f} s; "
        f"not found: {passed.total()} of {len(passed)} kinds"
    )
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
