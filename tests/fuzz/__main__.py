"""`python -m tests.fuzz --seconds N`: half of the time any bytes as one file, the other half whole libraries.

What breaks something is kept in `.cache/fuzz`; put a file of `crashes` into `tests/fuzz/cases`. Exit 1 if there is one.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz import PATH, ROOT
from tests.fuzz.libraries import Files, libraries, outcome, write
from tests.fuzz.single_file import seeds

KEPT = ROOT / ".cache" / "fuzz"
IN_MEMORY = Path("/dev/shm")
# What libFuzzer says at the end, and seconds that one input may take.
EXECUTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
SLOW, LONGEST = 20, 65_536


class Broken(Exception):  # noqa: N818 - says what happened
    """A library broke something."""


def single_files(seconds: int, kept: Path) -> tuple[int, int]:
    """Fuzz single files; the number of inputs, and of those that broke something."""
    corpus, crashes = kept / "corpus", kept / "crashes"
    corpus.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(exist_ok=True)
    before = set(crashes.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds()):
            (Path(folder) / f"seed-{number}").write_bytes(data)
        command = [sys.executable, "-m", "tests.fuzz.target", str(corpus), folder]
        options = [f"-max_total_time={seconds}", f"-timeout={SLOW}", f"-max_len={LONGEST}", "-print_final_stats=1"]
        done = subprocess.run(
            [*command, *options, f"-artifact_prefix={crashes}/"], cwd=ROOT, capture_output=True, check=False
        )
    said = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
    found = set(crashes.iterdir()) - before
    executed = EXECUTED.search(said)
    if found or not executed:
        print(said[-6000:])  # noqa: T201 - likewise
    return int(executed[1]) if executed else 0, len(found) or int(not executed)


def whole_libraries(seconds: int, kept: Path) -> tuple[Counter[str], int]:
    """Fuzz whole libraries; what came of them, and 1 if one broke something: that is kept, and ends it."""
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + seconds

    # Making a failing library smaller takes longer than finding the next.
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(libraries())
    def try_some(files: Files) -> None:
        with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
            try:
                outcomes[outcome(files, Path(folder))] += 1
            except Exception as error:
                shutil.rmtree(kept / "library", ignore_errors=True)
                write(files, kept / "library")
                raise Broken(traceback.format_exc()) from error

    while time.monotonic() < end:
        try:
            try_some()
        except Broken as broken:
            print(str(broken)[-6000:])  # noqa: T201 - it is what this is for
            return outcomes, 1
    return outcomes, 0


def main() -> int:
    """Fuzz for some time and say how many inputs there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--kept", type=Path, default=KEPT, help="for inputs that reach new code, and for crashes")
    options = parser.parse_args()
    half = max(1, options.seconds // 2)
    inputs, crashes = single_files(half, options.kept)
    print(f"single files: {inputs} inputs, {crashes} broke something")  # noqa: T201 - it is what this is for
    outcomes, faults = whole_libraries(half, options.kept)
    listed = ", ".join(f"{number} {name}" for name, number in sorted(outcomes.items()))
    print(f"whole libraries: {outcomes.total()} ({listed}), {faults} broke something")  # noqa: T201 - likewise
    return 1 if crashes or faults else 0


if __name__ == "__main__":
    assert PATH
    sys.exit(main())
