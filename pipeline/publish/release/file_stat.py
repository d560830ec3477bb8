"""Files of a release: their size, hash and stat, by which a later run sees whether one was touched."""

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from io import FileIO
from pathlib import Path
from typing import NamedTuple

# Follow no link, and do not wait for the other end of a pipe.
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FileEntry(NamedTuple):
    """A file of a bundle: its path, size in bytes and SHA-256."""

    path: str
    bytes: int
    sha256: str


class FileStat(NamedTuple):
    """A file of a bundle with its stat.

    `changed` is the time of the last status change (ctime). Unlike `modified` it cannot be set back: it shows that a
    file was overwritten and then given its old size and time.
    """

    path: str
    bytes: int
    sha256: str
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, path: str, sha256: str, found: os.stat_result) -> "FileStat":
        """A file from its `os.stat_result`."""
        return cls(path, found.st_size, sha256, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def digest_of_stats(files: Iterable[FileStat]) -> str:
    """A digest over the stats of a release's files: differs when a file is touched, added or removed."""
    entries = sorted((file.path, file.bytes, file.modified, file.changed, file.inode) for file in files)
    return blake2b(repr(entries).encode(), digest_size=16).hexdigest()


def digest_of_folder(folder: Path) -> str:
    """The same digest of the files in a folder now; empty if it cannot be listed or has other entries."""
    try:
        listed = list(entries_below(str(folder), empty_folders=True))
    except OSError:
        return ""
    if not all(stat.S_ISREG(found.st_mode) for _, found in listed):
        return ""
    return digest_of_stats(FileStat.of(path, "", found) for path, found in listed)


def entries_below(
    folder: str, prefix: str = "", *, empty_folders: bool = False
) -> Iterator[tuple[str, os.stat_result]]:
    """Path and stat of each entry below a folder, folders aside unless they are empty; no link is followed."""
    empty = empty_folders
    with os.scandir(folder) as entries:
        for entry in entries:
            empty = False
            if entry.is_dir(follow_symlinks=False):
                yield from entries_below(entry.path, f"{prefix}{entry.name}/", empty_folders=empty_folders)
            else:
                # A listing on Windows has neither inode nor status change.
                yield prefix + entry.name, Path(entry).lstat() if os.name == "nt" else entry.stat(follow_symlinks=False)
    if empty and prefix:
        yield prefix, Path(folder).lstat()


def open_plain(path: str, size: int) -> FileIO:
    """Open a plain file of this size; raises OSError for anything else."""
    file = FileIO(path, opener=lambda name, _: os.open(name, READ))
    found = os.fstat(file.fileno())
    if stat.S_ISREG(found.st_mode) and found.st_size == size:
        return file
    file.close()
    raise OSError(None, "it is not what was published", path)
