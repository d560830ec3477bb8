"""`python -m tests.fuzz`: any bytes as one file, and whole libraries; says how many were tried, and how fast.

Half of `--seconds` for each, or so many `--inputs` and `--libraries`. Inputs are at most as long as `--longest`: a
short one reaches nearly as much and costs little. What breaks something is kept in `.cache/fuzz`; put a file
of `crashes` into `tests/fuzz/cases`. Exit 1 if there is one.
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
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz import PATH, ROOT
from tests.fuzz.histories import History, histories, outcome_of_history
from tests.fuzz.libraries import Files, libraries, outcome, write
from tests.fuzz.single_file import dictionary, seeds

KEPT = ROOT / ".cache" / "fuzz"
IN_MEMORY = Path("/dev/shm")
# What libFuzzer says at the end, and seconds that one input may take: other work on the machine is no failure.
EXECUTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
SLOW = 60


class Broken(Exception):  # noqa: N818 - says what happened
    """A library, or a state of git, broke something."""


def single_files(options: argparse.Namespace, limit: str) -> tuple[int, int]:
    """Fuzz single files up to a limit of libFuzzer; the number of inputs, and of those that broke something."""
    kept: Path = options.kept
    corpus, crashes = kept / "corpus", kept / "crashes"
    corpus.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(exist_ok=True)
    before = set(crashes.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        begin = Path(folder) / "seeds"
        begin.mkdir()
        for number, data in enumerate(seeds()):
            (begin / f"seed-{number}").write_bytes(data)
        (Path(folder) / "dictionary").write_text(dictionary(), encoding="ascii")
        blind = ["--blind", "-keep_seed=1"] if options.blind else []
        command = [sys.executable, "-m", "tests.fuzz.target", *blind, str(corpus), str(begin), limit]
        command += [f"-max_len={options.longest}", f"-dict={folder}/dictionary", f"-artifact_prefix={crashes}/"]
        command += [
            f"-seed={options.seed or 0}",
            f"-timeout={SLOW}",
            f"-report_slow_units={SLOW}",
            "-print_final_stats=1",
        ]
        log = kept / "log.txt"
        with log.open("wb") as file:
            subprocess.run(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, check=False)
    said = log.read_text(encoding="utf-8", errors="replace")
    found = set(crashes.iterdir()) - before
    executed = EXECUTED.search(said)
    if found or not executed:
        print(said[-6000:])  # noqa: T201 - it is what this is for
    return int(executed[1]) if executed else 0, len(found) or int(not executed)


def whole_libraries(seconds: float, most: int, options: argparse.Namespace) -> tuple[Counter[str], int]:
    """Fuzz libraries and states of git; what came of them, and 1 if one broke something: that is kept, and ends it."""
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + seconds

    # Making a failing library smaller takes longer than finding the next.
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(libraries() | histories())
    def try_some(made: Files | History) -> None:
        with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
            try:
                examine = outcome_of_history if isinstance(made, History) else outcome
                outcomes[examine(made, Path(folder))] += 1  # type: ignore[arg-type]
            except Exception as error:
                kept = options.kept / "library"
                shutil.rmtree(kept, ignore_errors=True)
                for number, files in enumerate((*made.commits, made.files) if isinstance(made, History) else (made,)):
                    write(files, kept / str(number))
                raise Broken(traceback.format_exc()) from error

    for number in count(options.seed or 0):
        if time.monotonic() >= end or outcomes.total() >= most:
            break
        try:
            (try_some if options.seed is None else seed(number)(try_some))()
        except Broken as broken:
            print(str(broken)[-6000:])  # noqa: T201 - it is what this is for
            return outcomes, 1
    return outcomes, 0


def main() -> int:
    """Fuzz for some time, or so many inputs, and say how many there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--inputs", type=int, help="so many single files, however long that takes")
    parser.add_argument("--libraries", type=int, help="so many whole libraries, however long that takes")
    parser.add_argument("--longest", type=int, default=256, help="bytes of a single file")
    parser.add_argument("--blind", action="store_true", help="twice as fast: change inputs that were kept at random")
    parser.add_argument(
        "--seed", type=int, help="begin with the same inputs each time; before a merge nothing is left to chance"
    )
    parser.add_argument("--kept", type=Path, default=KEPT, help="for inputs that reach new code, and for crashes")
    options = parser.parse_args()
    half, broken = max(1, options.seconds // 2), 0
    timed = options.inputs is None and options.libraries is None
    if timed or options.inputs:
        begun = time.monotonic()
        limit = f"-max_total_time={half}" if timed else f"-runs={options.inputs}"
        inputs, broken = single_files(options, limit)
        speed = inputs / (time.monotonic() - begun)
        print(f"single files: {inputs} inputs, {speed:.0f} a second, {broken} broke something", flush=True)  # noqa: T201 - it is what this is for
    if timed or options.libraries:
        seconds, most = (half, sys.maxsize) if timed else (float("inf"), options.libraries)
        outcomes, faults = whole_libraries(seconds, most, options)
        listed = ", ".join(f"{number} {name}" for name, number in sorted(outcomes.items()))
        print(f"whole libraries: {outcomes.total()} ({listed}), {faults} broke something")  # noqa: T201 - likewise
        broken += faults
    return 1 if broken else 0


if __name__ == "__main__":
    assert PATH
    sys.exit(main())
