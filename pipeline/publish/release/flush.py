"""Flushes files and folders to the disk, so that they outlast a power cut."""

import ctypes
import errno
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.source.discovery import name_in_errors

# Errors of file systems that cannot flush a folder.
NO_FOLDERS = frozenset({errno.EINVAL, errno.ENOTSUP})
# Errors of systems and sandboxes without syncfs.
NO_SYNCFS = frozenset({errno.ENOSYS, errno.EPERM, errno.EINVAL})


@cache
def libc() -> Any:
    """The C library of Linux; None elsewhere."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class FileSystem:
    """The file system of a folder, opened before files are written below it.

    On Linux one `syncfs` replaces an fsync of each file: it reports every write-back that failed since the
    descriptor was opened (since 5.8).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptor = os.open(folder, os.O_RDONLY) if libc() else -1

    def close(self) -> None:
        """Close the descriptor."""
        if self._descriptor >= 0:
            os.close(self._descriptor)

    def flush(self) -> None:
        """Return when all files and folders below are on the disk; raises OSError when they are not."""
        if not self._syncfs():
            for folder, _, names in os.walk(self.folder, onerror=_raise):
                for path in (Path(folder, name) for name in names):
                    if not path.is_symlink():
                        with path.open("r+b") as file, name_in_errors(path):
                            os.fsync(file.fileno())
                flush_folder(Path(folder))

    def _syncfs(self) -> bool:
        """Flush by syncfs; False where there is none."""
        function = getattr(libc(), "syncfs", None)
        if function is None:
            return False
        code = 0 if function(self._descriptor) == 0 else ctypes.get_errno()
        if code and code not in NO_SYNCFS:
            raise OSError(code, os.strerror(code), str(self.folder))
        return not code


def flush_folder(path: Path) -> None:
    """Flush the entries of a folder, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with name_in_errors(path):
            os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NO_FOLDERS:
            raise
    finally:
        os.close(descriptor)


def _raise(error: OSError) -> None:
    raise error
