"""Prints what happened to small exports that were killed, or whose disk failed; fails at the first broken promise.

`python -m tests.crash [PART…]`: all parts, or those named.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.crash.course import course
from tests.crash.faults import faults_at_each_call, full_disk, other_user, other_ways
from tests.crash.kills import kills_at_each_call, kills_at_random
from tests.crash.order import order_of_flushes
from tests.crash.scene import scenes

PARTS = (order_of_flushes, kills_at_each_call, kills_at_random, faults_at_each_call, other_ways, full_disk, other_user)
# What is asked is the order of the calls, not the disk's speed.
MEMORY = Path("/dev/shm")


def main(names: list[str]) -> None:
    """Run every part, or those of these names."""
    if os.geteuid() != 0:
        raise SystemExit("tests.crash mounts a small disk and becomes another user: run it as root")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crash-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        folder.chmod(0o755)
        courses = [course(scene, folder / "course") for scene in scenes(folder)]
        for part in (part for part in PARTS if not names or part.__name__ in names):
            begun = time.monotonic()
            click.echo(part.__name__.replace("_", " "))
            for line in part(courses, folder):
                click.echo(f"  {line}")
            click.echo(f"  ({time.monotonic() - begun:.0f} s)")
    click.echo(f"every promise was kept ({time.monotonic() - started:.0f} s)")


if __name__ == "__main__":
    main(sys.argv[1:])
