"""Files of a release as they were written, and whether they are still the same."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple

# How a file is opened to be read: no link is followed, and nobody waits for the other end of a pipe.
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
BLOCK = 1 << 22


class OnDisk(NamedTuple):
    """A file of a bundle: its size and hash, and by what the system tells that it was not touched since.

    `changed` is the time at which the system last noted a change of the file (ctime). Unlike `modified` it cannot be
    set back: it gives away a file that was overwritten and then given its old size and time.
    """

    path: str
    bytes: int
    sha256: str
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, path: str, sha256: str, found: os.stat_result) -> "OnDisk":
        """A file by what the system says of it."""
        return cls(path, found.st_size, sha256, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


# A file in a listing: its path, and what the system says of it.
Entry = tuple[str, int, int, int, int]


def print_of(files: Iterable[OnDisk]) -> str:
    """A fingerprint of the files of a release: differs when one is touched, comes or goes."""
    return _digest((file.path, file.bytes, file.modified, file.changed, file.inode) for file in files)


def print_of_folder(folder: Path) -> str:
    """The same of what stands in a folder now; empty when it cannot be listed, or holds more than plain files."""
    try:
        return _digest(_entries(str(folder), ""))
    except (OSError, ValueError):
        return ""


def _digest(entries: Iterable[Entry]) -> str:
    return blake2b(repr(sorted(entries)).encode(), digest_size=16).hexdigest()


def _entries(folder: str, inside: str) -> Iterator[Entry]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path, f"{inside}{entry.name}/")
                continue
            # Windows tells less of a file while it lists a folder.
            found = Path(entry.path).lstat() if os.name == "nt" else entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(found.st_mode):
                raise ValueError(f"{entry.path} is no plain file")
            yield inside + entry.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def read_whole(path: str, file: OnDisk) -> bytes | None:
    """The bytes of a file, if they are those that were published; None when they are not."""
    try:
        with _opened(path, file) as (place, _):
            data = os.read(place, file.bytes + 1)
    except OSError:
        return None
    return data if sha256(data).hexdigest() == file.sha256 else None


def unchanged(path: str, file: OnDisk) -> os.stat_result | None:
    """What the system says of a file, if its bytes are those that were published; None when they are not."""
    whole = sha256()
    try:
        with _opened(path, file) as (place, found):
            while block := os.read(place, min(file.bytes + 1, BLOCK)):
                whole.update(block)
    except OSError:
        return None
    return found if whole.hexdigest() == file.sha256 else None


@contextmanager
def _opened(path: str, file: OnDisk) -> Iterator[tuple[int, os.stat_result]]:
    """A file to be read, and what the system said of it before; raises OSError when it is none of that size."""
    place = os.open(path, READ)
    try:
        found = os.fstat(place)
        if not stat.S_ISREG(found.st_mode) or found.st_size != file.bytes:
            raise OSError(None, "it is not what was published", path)
        yield place, found
    finally:
        os.close(place)
