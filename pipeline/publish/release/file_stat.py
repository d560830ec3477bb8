"""Files of a release as they were written, and whether they are still the same."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b, file_digest, sha256
from io import FileIO
from pathlib import Path
from typing import NamedTuple

BLOCK = 1 << 20
# How a file is opened to be read: no link is followed, and nobody waits for the other end of a pipe.
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FileStat(NamedTuple):
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
    def of(cls, path: str, sha256: str, found: os.stat_result) -> "FileStat":
        """A file by what the system says of it."""
        return cls(path, found.st_size, sha256, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


# A file in a listing: its path, and what the system says of it.
ListedFile = tuple[str, int, int, int, int]


def digest_of_stats(files: Iterable[FileStat]) -> str:
    """A fingerprint of the files of a release: differs when one is touched, comes or goes."""
    return _digest((file.path, file.bytes, file.modified, file.changed, file.inode) for file in files)


def digest_of_folder(folder: Path) -> str:
    """The same of what stands in a folder now; empty when it cannot be listed, or holds more than plain files."""
    try:
        return _digest(_entries(str(folder), ""))
    except (OSError, ValueError):
        return ""


def _digest(entries: Iterable[ListedFile]) -> str:
    return blake2b(repr(sorted(entries)).encode(), digest_size=16).hexdigest()


def _entries(folder: str, inside: str) -> Iterator[ListedFile]:
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


def read_unmodified(path: str, size: int, digest: str) -> bytes | None:
    """The bytes of a file, if they are those that were published, by their number and SHA-256; None when not."""
    try:
        with _opened(path, size) as place:
            data = os.read(place, size + 1)
    except OSError:
        return None
    return data if sha256(data).hexdigest() == digest else None


def is_unmodified(path: str, size: int, digest: str) -> bool:
    """True when a file has this number of bytes and this SHA-256; raises OSError when it cannot be read."""
    whole = sha256()
    with _opened(path, size) as place:
        while block := os.read(place, min(size + 1, BLOCK)):
            whole.update(block)
    return whole.hexdigest() == digest


def open_unmodified(path: str, size: int, digest: str) -> FileIO | None:
    """A file, open, if it has this number of bytes and this SHA-256; None when not."""
    try:
        file = FileIO(os.open(path, READ))
    except OSError:
        return None
    found = os.fstat(file.fileno())
    with suppress(OSError):
        if stat.S_ISREG(found.st_mode) and found.st_size == size and file_digest(file, "sha256").hexdigest() == digest:
            return file
    file.close()
    return None


@contextmanager
def _opened(path: str, size: int) -> Iterator[int]:
    """A file to be read; raises OSError when it is none of that size."""
    place = os.open(path, READ)
    try:
        found = os.fstat(place)
        if not stat.S_ISREG(found.st_mode) or found.st_size != size:
            raise OSError(None, "it is not what was published", path)
        yield place
    finally:
        os.close(place)
