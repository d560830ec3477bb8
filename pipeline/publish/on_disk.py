"""Files of a release as they were verified, and whether they still stand."""

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from pipeline.cache import Cache

FILES = "files"
# Output folders that are remembered.
MOST = 8


class OnDisk(NamedTuple):
    """A file of a bundle as it was written: its size, its hash, and what tells it apart from any other file."""

    path: str
    bytes: int
    sha256: str
    modified: int
    inode: int


def stand(files: Iterable[OnDisk], folder: Path) -> bool:
    """True when files of a release in a folder are those that were verified."""
    return all(is_same(f"{folder}/{file.path}", file) for file in files)


def is_same(path: str, file: OnDisk) -> bool:
    """True when a file is the very one that was verified: its place on the disk, its size, its last change."""
    try:
        found = os.stat(path, follow_symlinks=False)  # noqa: PTH116 - asked of every file of a release
    except OSError:
        return False
    return (found.st_ino, found.st_size, found.st_mtime_ns) == (file.inode, file.bytes, file.modified)


def recall_files(cache: Cache, out: Path, release: str) -> list[OnDisk] | None:
    """The files of a release that an output folder holds; None when they are not known."""
    table = cache.read(table_of(FILES, out))
    return list(map(OnDisk._make, table["files"])) if table and table["release"] == release else None


def remember_files(cache: Cache, out: Path, release: str, files: Iterable[OnDisk]) -> None:
    """Keep the files of a release."""
    store(cache, FILES, out, {"release": release, "files": list(files)})


def table_of(kind: str, out: Path) -> str:
    """The name of a table in the cache: each output folder has one of a kind."""
    return f"{kind}-{blake2b(str(out).encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}"


def store(cache: Cache, kind: str, out: Path, content: object) -> None:
    """Put such a table in place, and forget those of folders that were written to long ago."""
    cache.write(table_of(kind, out), content)
    cache.keep_newest(f"{kind}-", MOST)
