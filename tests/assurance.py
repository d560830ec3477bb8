"""`python -m tests.assurance [--size ci|nightly] [PART…]`: runs what tries to break promises, and sums it up.

All parts, or some. At the size `ci`, all of them take less than two minutes on two cores. Exit 1 if one failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Part(NamedTuple):
    """Commands for both sizes: what stands after `python -m tests.`; how many of its last lines are the figures."""

    ci: tuple[str, ...]
    nightly: tuple[str, ...]
    figures: int = 1
    needs_root: bool = False


PARTS = {
    "fuzz": Part(
        ci=("fuzz --seconds 20 --seed 1",),
        nightly=(
            "fuzz --inputs 850000",
            "fuzz --inputs 140000 --longest 1024",
            "fuzz --inputs 10000 --longest 8192",
            "fuzz --libraries 2000",
        ),
        figures=2,
    ),
    "memo": Part(
        ci=("memo_edits --sequences 20 --values 1000 --damages 5",),
        nightly=("memo_edits --sequences 5000 --values 40000 --damages 300",),
        figures=3,
    ),
    "kills": Part(
        ci=("crash --random 5 order_of_flushes kills_at_random full_disk other_ways other_user",),
        nightly=("crash --random 500 --thorough",),
        needs_root=True,
    ),
    "injection": Part(
        ci=("injection --texts 4 --spellings 1",),
        nightly=("injection",),
        figures=2,
    ),
    "slow_inputs": Part(
        ci=("slow_inputs --sample",),
        nightly=("slow_inputs",),
    ),
    "defects": Part(
        ci=("defects --sample 3",),
        nightly=("defects",),
        needs_root=True,
    ),
}


class Outcome(NamedTuple):
    """What came of a command: its exit code, seconds, and the last lines that it printed."""

    command: str
    code: int
    seconds: float
    figures: tuple[str, ...]


def done(command: str, part: Part) -> Outcome:
    """Run a command, and show what it prints while it does."""
    line = [sys.executable, "-m", f"tests.{command.split()[0]}", *command.split()[1:]]
    if part.needs_root and os.geteuid() != 0:
        line = ["sudo", "--preserve-env=PYTHONPATH", *line]
    begun, last = time.monotonic(), deque[str](maxlen=part.figures)
    say(f"\n$ {' '.join(line)}")
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", errors="replace") as process:
        assert process.stdout
        for printed in process.stdout:
            say(printed.rstrip("\n"))
            if printed.strip():
                last.append(printed.strip())
    return Outcome(command, process.returncode, time.monotonic() - begun, tuple(last))


def summary(outcomes: Iterable[Outcome]) -> str:
    """A table of commands."""
    rows = (
        f"| `{each.command}` | {'; '.join(each.figures)} | {each.seconds:.0f} | {'failed' if each.code else 'held'} |"
        for each in outcomes
    )
    return "\n".join(["| tests. | figures | s | |", "|---|---|--:|---|", *rows])


def say(line: str) -> None:
    """Print at once: these are logs of a job that may be cut short."""
    print(line, flush=True)  # noqa: T201 - it is what this is for


def main(arguments: list[str] | None = None) -> int:
    """Run parts and print the summary."""
    parser = argparse.ArgumentParser(prog="python -m tests.assurance", description=__doc__)
    parser.add_argument("--size", choices=("ci", "nightly"), default="ci")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args(arguments)
    chosen = [PARTS[name] for name in options.parts or PARTS]
    outcomes = [done(command, part) for part in chosen for command in getattr(part, options.size)]
    shown = summary(outcomes)
    say(f"\n{shown}\n\n{sum(each.seconds for each in outcomes):.0f} s in all")
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(shown + "\n")
    return 1 if any(each.code for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
