"""Access to the files of a library: opens plain files in plain folders, and follows no link.

A commit can add links, and a folder can hold pipes and devices. So every file of a library is read here.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import SHOWN_HIDDEN

# Reasons for which a path is not read.
MISSING = "no such file or directory"
LINK = "a link"
FILE = "a file"
FOLDER = "a folder"
TOO_LARGE = "too large"
TOO_DEEP = "too deep"
TOO_LONG = "too long"
UNUSUAL = {
    stat.S_IFLNK: LINK,
    stat.S_IFREG: FILE,
    stat.S_IFDIR: FOLDER,
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
# Changes whenever a file is written or replaced; empty if that is unknown. A list, as JSON returns it from the cache.
Stamp = list[int]
# Most levels of nested folders.
DEEPEST = 32
# Opening must follow no link and not wait for the writer of a pipe. Windows has only the last flag.
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# How a new file is made: not where anything is, not even a broken link.
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class FileRefused(EnvironmentFault):
    """A file is not read: the path of the file or of a folder above it, and the reason.

    The reason is one of those above, or the message of the system.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)  # the arguments as they are, so that it can be pickled
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"cannot read {self.path}: {self.reason}"


def read_file(root: Path, path: str, limit: int) -> bytes:
    """Read a plain file by its path below the root; raises FileRefused if it is none or larger than `limit` bytes."""
    with _opened(root, path) as (file, size):
        data = file.read(size + 1) if size <= limit else b""
        if len(data) > size:  # it has grown a moment ago
            data += file.read(limit)
    if max(size, len(data)) > limit:
        raise FileRefused(path, TOO_LARGE)
    return data


def read_head(root: Path, path: str, size: int) -> tuple[int, bytes]:
    """The size of a plain file and at most `size` of its first bytes; raises FileRefused if it is none."""
    with _opened(root, path) as (file, total):
        return total, file.read(size)


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
    """The reason not to open a path below the root; None if it is of the kind and in plain folders.

    Each part of the path is checked, from the top down, so that no link is followed.
    """
    parts = path.split("/")
    for number in range(1, len(parts) + 1):
        current = "/".join(parts[:number])
        try:
            found = os.lstat(f"{root}/{current}")
        except FileNotFoundError:
            return FileRefused(path, MISSING)
        except OSError as error:
            return _refused(current, error)
        if stat.S_IFMT(found.st_mode) != (kind if number == len(parts) else stat.S_IFDIR):
            return FileRefused(current, file_kind(found))
    return None


def file_kind(found: os.stat_result) -> str:
    """The kind of a file in words."""
    return UNUSUAL.get(stat.S_IFMT(found.st_mode), "no plain file")


def _refused(path: str, error: OSError) -> FileRefused:
    missing = isinstance(error, FileNotFoundError)
    return FileRefused(path, MISSING if missing else (error.strerror or "no reason given").lower())


def walk(root: Path, folder: str, exclude: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each file below a folder by its path below the root, in no order, and the reason if it is not read.

    Hidden files and folders are left out, except for those of a site, and what is at an excluded path.
    """
    refusal = refusal_of(root, folder, stat.S_IFDIR)
    if refusal:
        if refusal.reason != MISSING:
            yield refusal.path, refusal.reason
        return
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(f"{root}/{current}") as entries:
                for entry in entries:
                    path = f"{current}/{entry.name}"
                    if path in exclude or (entry.name.startswith(".") and path not in SHOWN_HIDDEN):
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
            raise EnvironmentFault(f"cannot read {root}/{current}: {error.strerror}") from None


def folders(root: Path, folder: str) -> Iterator[str]:
    """The folders that `walk` looks into, from the top down; one that goes meanwhile is left out."""
    pending = [] if refusal_of(root, folder, stat.S_IFDIR) else [folder]
    while pending:
        current = pending.pop()
        yield current
        with suppress(OSError), os.scandir(f"{root}/{current}") as entries:
            paths = ((f"{current}/{each.name}", each) for each in entries if each.is_dir(follow_symlinks=False))
            pending += [
                path
                for path, each in paths
                if path.count("/") < DEEPEST and (not each.name.startswith(".") or path in SHOWN_HIDDEN)
            ]


def path_exists(root: Path, path: str) -> bool:
    """True if anything is at a path below the root, even a broken link."""
    return os.path.lexists(f"{root}/{path}")


def stamp_of(root: Path, path: str) -> Stamp:
    """The stamp of the file or link at a path; empty when there is nothing."""
    try:
        found = os.lstat(f"{root}/{path}")
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def symlink_target(root: Path, path: str) -> str:
    """The path in the library that a link leads to, without opening it; empty if it is outside."""
    try:
        target = os.readlink(f"{root}/{path}")  # noqa: PTH115 - the text of the link
    except OSError:
        return ""
    absolute = os.path.normpath(os.path.join(root, os.path.dirname(path), target))  # noqa: PTH118, PTH120 - as text
    return os.path.relpath(absolute, root).replace(os.sep, "/") if Path(absolute).is_relative_to(root) else ""
