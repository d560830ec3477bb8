"""Layout of an output folder: releases side by side, a pointer to the latest, staging of runs that died."""

import re
import shutil
from pathlib import Path

SUMS = "SHA256SUMS"  # of each release
LATEST, RELEASES, ARCHIVES, LOCK = "latest", "releases", "archives", ".lock"
# Suffix of the file next to a release that names its origin.
PROVENANCE = ".provenance.json"
# Only the holder of the lock has a staging folder: any other was left by a run that died.
STAGING = ".staging-"
STAGED = re.compile(rf"{re.escape(STAGING)}[0-9a-f]+")
# The name of a release's folder.
DIGEST = re.compile(r"[0-9a-f]{16}")


def latest_release(latest: Path) -> str:
    """Digest of the release that `latest` links to; empty if it is no link to one."""
    target = latest.readlink() if latest.is_symlink() else Path()
    return target.name if target.parent == Path(RELEASES) and DIGEST.fullmatch(target.name) else ""


def sweep(releases: Path, latest: Path) -> None:
    """Remove all staging except what `latest` links into, as after a run that died while it repaired a release."""
    used = latest.resolve()
    for path in sorted(releases.glob(f"{STAGING}*")):
        if STAGED.fullmatch(path.name) and not path.is_symlink() and path.resolve() not in used.parents:
            shutil.rmtree(path)
