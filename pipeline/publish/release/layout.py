"""How an output folder is laid out: releases side by side, a pointer to the latest, what runs leave that die."""

import re
import shutil
from pathlib import Path

SUMS = "SHA256SUMS"  # of each release
LATEST, RELEASES, ARCHIVES, LOCK = "latest", "releases", "archives", ".lock"
# What tells of a release's origin stands beside it, under its name and this.
PROVENANCE = ".provenance.json"
# How staging is named. Only the holder of the lock has one: to the next run every other is a dead run's.
STAGING = ".staging-"
STAGED = re.compile(rf"{re.escape(STAGING)}[0-9a-f]+")
# The name of a release's folder.
DIGEST = re.compile(r"[0-9a-f]{16}")


def latest_release(latest: Path) -> str:
    """Digest of the release that `latest` leads to, or empty where it is no link to one."""
    target = latest.readlink() if latest.is_symlink() else Path()
    return target.name if target.parent == Path(RELEASES) and DIGEST.fullmatch(target.name) else ""


def sweep(releases: Path, latest: Path) -> None:
    """Remove all staging but what `latest` leads into: a run that dies while it mends a release leaves it there."""
    used = latest.resolve()
    for path in sorted(releases.glob(f"{STAGING}*")):
        if STAGED.fullmatch(path.name) and not path.is_symlink() and path.resolve() not in used.parents:
            shutil.rmtree(path)
