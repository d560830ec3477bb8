"""The folder that a run fills beside the releases, and the sweeping of those that dead runs left."""

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.exporter import File
from pipeline.model.manifest import ManifestFileV1

# How staging is named. Only the holder of the lock has one: to the next run every other is a dead run's.
PREFIX = ".staging-"
# A path inside a bundle: names parted by `/`; none leads up, none holds what a list of files cannot.
PLAIN_PATH = re.compile(r"NAME(?:/NAME)*".replace("NAME", r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+"))


class Staging:
    """A folder of one run. The bundle grows in `bundle`; whatever else is to be swapped in stands beside it."""

    def __init__(self, releases: Path) -> None:
        self.folder = releases / f"{PREFIX}{secrets.token_hex(6)}"
        self.bundle = self.folder / "bundle"
        self.files: dict[str, ManifestFileV1] = {}
        self.bundle.mkdir(parents=True)
        self._folders = {self.bundle}

    def write(self, file: File) -> None:
        """Write one file of the bundle; raises ValueError when its path leaves the bundle or stands there already."""
        if file.path in self.files or not PLAIN_PATH.fullmatch(file.path):
            raise ValueError(f"no place in the bundle for {file.path}")
        target = self.bundle / file.path
        with naming(target):
            if target.parent not in self._folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(target.parent)
            target.write_bytes(file.data)
        sha256 = hashlib.sha256(file.data).hexdigest()
        self.files[file.path] = ManifestFileV1(path=file.path, bytes=len(file.data), sha256=sha256)


def sweep(releases: Path, latest: Path) -> None:
    """Remove all staging but what `latest` leads into: a run that dies while it mends a release leaves it there."""
    used = latest.resolve()
    for path in sorted(releases.glob(f"{PREFIX}*")):
        if path.resolve() not in used.parents:
            shutil.rmtree(path)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put a file's name to an error of the system that carries none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
