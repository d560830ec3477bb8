"""`python -m tests.memo_edits`: edits with a memo against none, and damaged memos; prints what was tried.

Stops at the first difference, with the seed and the number of the sequence; a run with the same seed finds it again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import pytest
from conftest import templates_compiled_once

from pipeline.incremental import memo
from tests.memo_edits.judge import added
from tests.memo_edits.trial import Trial

IN_MEMORY = Path("/dev/shm")
# Bytes of the memo after which it forgets what is old: thousands of sequences have more.
MOST_BYTES = 64 << 20
# Sequences after which the figures so far are shown.
SHOWN = 100


def main() -> int:
    """Try so many sequences, and so many damages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=100, help="of up to five edits")
    parser.add_argument("--values", type=int, default=1000, help="changes of stored values")
    parser.add_argument("--damages", type=int, default=20, help="of the file, each followed by a check and an export")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        trial = Trial(Path(folder) / "trial", options.seed)
        with templates_compiled_once(Path(folder)), added(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(memo, "MOST_BYTES", MOST_BYTES)
            for number in range(1, options.sequences + 1):
                trial.sequence()
                if number % SHOWN == 0 or number == options.sequences:
                    say(f"{trial.said}, {time.monotonic() - begun:.0f} s")
            tried, found = trial.changed_values(options.values)
            say(f"{tried} stored values changed, {found} taken for good")
            for _ in range(options.damages):
                trial.damage()
            say(f"{options.damages} damaged files, each followed by a check and an export like those without a memo")
    return 1 if found else 0


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201 - it is what this is for


if __name__ == "__main__":
    sys.exit(main())
