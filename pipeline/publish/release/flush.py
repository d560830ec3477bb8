"""Brings what was written to the disk itself, so that a power cut finds it whole."""

import ctypes
import errno
import os
import sys
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

# File systems that cannot flush a folder say so with these.
NO_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP})
# Systems and sandboxes without syncfs say so with these.
NO_SYNCFS = frozenset({errno.ENOSYS, errno.EPERM, errno.EINVAL})


@cache
def libc() -> Any:
    """The C library, or None where it is not Linux's."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class FileSystem:
    """The file system under a folder. To be opened before files are written below it.

    Linux tells through `syncfs` of every write-back that failed since the descriptor was opened
    (since 5.8), so one call stands for a flush of each file. Elsewhere each file is flushed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptor = os.open(folder, os.O_RDONLY) if libc() else None

    def __enter__(self) -> "FileSystem":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def flush(self) -> None:
        """Return when all files and folders below are on the disk; raises OSError when they are not."""
        if self._descriptor is None or not self._syncfs():
            self._flush_each()

    def _syncfs(self) -> bool:
        function = getattr(libc(), "syncfs", None)
        if function is None:
            return False
        if function(self._descriptor) == 0:
            return True
        code = ctypes.get_errno()
        if code in NO_SYNCFS:
            return False
        raise OSError(code, os.strerror(code), str(self.folder))

    def _flush_each(self) -> None:
        for folder, _, names in os.walk(self.folder, onerror=_fail):
            for name in names:
                path = Path(folder, name)
                if not path.is_symlink():
                    flush_file(path)
            flush_folder(Path(folder))


def flush_file(path: Path) -> None:
    """Flush one file."""
    with path.open("r+b") as file:
        _fsync(file.fileno(), path)


def flush_folder(path: Path) -> None:
    """Flush the list of a folder's entries; where the system has no such thing, nothing is to be done."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _fsync(descriptor, path)
    except OSError as error:
        if error.errno not in NO_FOLDERS:
            raise
    finally:
        os.close(descriptor)


def _fsync(descriptor: int, path: Path) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _fail(error: OSError) -> None:
    raise error
