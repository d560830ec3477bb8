"""Prints what happened to small runs that were killed, stopped or met by another, or whose disk failed.

`python -m tests.crash [--random N] [--thorough] [PART…]` does all parts, or some. The first broken promise ends it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import click

from pipeline.incremental.memo import FOLDER_VARIABLE
from tests.crash.course import course
from tests.crash.faults import faults_at_each_call, full_disk, other_user, other_ways
from tests.crash.kills import kills_at_each_call, kills_at_random
from tests.crash.order import order_of_flushes
from tests.crash.pairs import two_at_once
from tests.crash.scene import scenes
from tests.crash.signals import closed_output, interrupts_at_each_call, interrupts_at_random
from tests.crash.trial import Trial
from tests.crash.writers import writers

PARTS = (
    order_of_flushes,
    kills_at_each_call,
    kills_at_random,
    interrupts_at_each_call,
    interrupts_at_random,
    closed_output,
    faults_at_each_call,
    full_disk,
    other_ways,
    other_user,
    two_at_once,
)
# What is asked is the order of the calls, not the disk's speed.
MEMORY = Path("/dev/shm")
# Moments of exports that are chosen at random, by default; two fifths as many of the other commands.
RANDOM = 40


def main() -> None:
    """Run every part, or those of these names."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--random", type=int, default=RANDOM, help="exports that are killed at a random moment")
    parser.add_argument("--thorough", action="store_true", help="let each call fail with each error")
    parser.add_argument("parts", nargs="*", choices=[[], *(part.__name__ for part in PARTS)], metavar="PART")
    given = parser.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("tests.crash mounts a small disk and becomes another user: run it as root")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crash-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        folder.chmod(0o755)
        os.environ[FOLDER_VARIABLE] = "/dev/null"  # nothing is remembered: all runs make the same calls
        found = [[course(each, folder / "course") for each in some] for some in (scenes(folder), writers(folder))]
        assert all(each.new != each.old for each in found[1])
        trial = Trial(*found, folder, given.random, given.thorough)
        for part in (part for part in PARTS if not given.parts or part.__name__ in given.parts):
            begun = time.monotonic()
            click.echo(part.__name__.replace("_", " "))
            for line in part(trial):
                click.echo(f"  {line}")
            click.echo(f"  ({time.monotonic() - begun:.0f} s)")
    click.echo(f"every promise was kept ({time.monotonic() - started:.0f} s)")


if __name__ == "__main__":
    main()
