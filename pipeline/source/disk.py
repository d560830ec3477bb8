"""The one door to the files of a library: opens plain files in plain folders, and follows no link.

A commit can bring links, and a folder of the machine can hold pipes and devices. Whoever reads a file of a library
reads it here.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.source.environment import EnvironmentFault

# Why something is not read.
MISSING = "no such file or directory"
LINK = "a link"
FILE = "a file"
FOLDER = "a folder"
TOO_LARGE = "too large"
TOO_DEEP = "too deep"
UNUSUAL = {
    stat.S_IFLNK: LINK,
    stat.S_IFREG: FILE,
    stat.S_IFDIR: FOLDER,
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
# What changes whenever a file is written or another takes its place; empty when that cannot be told. A list, as it
# comes out of the cache: one of 10,000 is compared as it is.
Stamp = list[int]
# Folders that may stand inside one another.
DEEPEST = 32
# A pipe without a writer must not keep anybody waiting. Windows knows only the last of these.
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FileRefused(EnvironmentFault):
    """Something is not read: `path`, which is a file or a folder above it, and the reason why.

    The reason is one of those above, or what the system said.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)  # as given, for it may have to be sent from one process to another
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"cannot read {self.path}: {self.reason}"


def read_file(root: Path, path: str, limit: int) -> bytes:
    """Read a plain file by its path below the root; raises FileRefused if it is none or larger than `limit` bytes."""
    with _opened(root, path) as (file, size):
        data = file.read(limit + 1) if size <= limit else b""
    if max(size, len(data)) > limit:
        raise FileRefused(path, TOO_LARGE)
    return data


def read_head(root: Path, path: str, size: int) -> tuple[int, bytes]:
    """The size of a plain file and at most `size` of its first bytes; raises FileRefused if it is none."""
    with _opened(root, path) as (file, whole):
        return whole, file.read(size)


@contextmanager
def _opened(root: Path, path: str) -> Iterator[tuple[BinaryIO, int]]:
    """A plain file, open, and its size."""
    refusal = refusal_of(root, path, stat.S_IFREG)
    if refusal:
        raise refusal
    try:
        with os.fdopen(os.open(f"{root}/{path}", READ), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):  # replaced a moment ago
                raise FileRefused(path, file_kind(found))
            yield file, found.st_size
    except OSError as error:
        raise _refused(path, error) from None


def refusal_of(root: Path, path: str, kind: int) -> FileRefused | None:
    """Why a path below the root is not opened; None where it is of a kind and stands in plain folders.

    Each part of the path is looked at, from the top down, so that no link is followed on the way.
    """
    parts = path.split("/")
    for number in range(1, len(parts) + 1):
        place = "/".join(parts[:number])
        try:
            found = os.lstat(f"{root}/{place}")
        except FileNotFoundError:
            return FileRefused(path, MISSING)
        except OSError as error:
            return _refused(place, error)
        if stat.S_IFMT(found.st_mode) != (kind if number == len(parts) else stat.S_IFDIR):
            return FileRefused(place, file_kind(found))
    return None


def file_kind(found: os.stat_result) -> str:
    """What stands somewhere, in words."""
    return UNUSUAL.get(stat.S_IFMT(found.st_mode), "no plain file")


def _refused(path: str, error: OSError) -> FileRefused:
    missing = isinstance(error, FileNotFoundError)
    return FileRefused(path, MISSING if missing else (error.strerror or "no reason given").lower())


def walk(root: Path, folder: str, exclude: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each file below a folder by its path below the root, in no order, and the reason if it is not read.

    Hidden files and folders are left out, and what is at an excluded path.
    """
    refusal = refusal_of(root, folder, stat.S_IFDIR)
    if refusal:
        if refusal.reason != MISSING:
            yield refusal.path, refusal.reason
        return
    pending = [folder]
    while pending:
        place = pending.pop()
        try:
            with os.scandir(f"{root}/{place}") as entries:
                for entry in entries:
                    path = f"{place}/{entry.name}"
                    if entry.name.startswith(".") or path in exclude:
                        continue
                    if entry.is_file(follow_symlinks=False):
                        yield path, ""
                    elif not entry.is_dir(follow_symlinks=False):
                        yield path, file_kind(entry.stat(follow_symlinks=False))
                    elif path.count("/") >= DEEPEST:
                        yield path, TOO_DEEP
                    else:
                        pending.append(path)
        except OSError as error:
            raise EnvironmentFault(f"cannot read {root}/{place}: {error.strerror}") from None


def path_exists(root: Path, path: str) -> bool:
    """True when anything stands at a path below the root, a link that leads nowhere too."""
    return os.path.lexists(f"{root}/{path}")


def stamp_of(root: Path, path: str) -> Stamp:
    """The stamp of the file or link at a path; empty when there is nothing."""
    try:
        found = os.lstat(f"{root}/{path}")
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def symlink_target(root: Path, path: str) -> str:
    """Where a link in the library leads to, if that is in the library too; empty otherwise. Nothing there is opened."""
    try:
        target = os.readlink(f"{root}/{path}")  # noqa: PTH115 - what it says, not where that is
    except OSError:
        return ""
    place = os.path.normpath(os.path.join(root, os.path.dirname(path), target))  # noqa: PTH118, PTH120 - as text
    return os.path.relpath(place, root).replace(os.sep, "/") if Path(place).is_relative_to(root) else ""
