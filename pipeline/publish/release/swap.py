"""Replaces a link or folder by another in one step."""

import ctypes
import errno
import os
import shutil
from pathlib import Path

from pipeline.publish.release.flush import libc

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # linux/fs.h
# Errors where links are not supported, or not allowed (1314: Windows).
NO_SYMLINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP})
WINDOWS_NO_RIGHT = 1314
# Errors of a rename that a folder is in the way of, or that would replace something else by a folder.
IN_THE_WAY = frozenset({errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY, errno.EEXIST, errno.EACCES})
# Errors of kernels and file systems that cannot exchange two names.
NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


def make_pointer(path: Path, target: Path, release: Path) -> None:
    """Create a symbolic link to `target` at `path`, or a copy of `release` where links cannot be created."""
    try:
        path.symlink_to(target, target_is_directory=True)
    except OSError as error:
        if error.errno not in NO_SYMLINKS and getattr(error, "winerror", None) != WINDOWS_NO_RIGHT:
            raise
        copy_folder(release, path)


def copy_folder(folder: Path, copy: Path) -> None:
    """Copy a folder. Hard links would not do: whoever overwrites one name of a file overwrites all of them."""
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)


def swap_in(fresh: Path, path: Path, aside: Path) -> None:
    """Move `fresh` to `path`, whatever is there, in one step where the system can.

    It can where a link replaces a link or nothing (`rename`), and always on Linux (`renameat2` exchanges the two).
    Elsewhere the old entry is moved to `aside` first: then for a moment there is neither.
    """
    try:
        fresh.replace(path)
    except OSError as error:
        if error.errno not in IN_THE_WAY or not (path.is_symlink() or path.exists()):
            raise
        if not _exchange(fresh, path):
            path.replace(aside)
            fresh.replace(path)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names; False where the system cannot."""
    function = getattr(libc(), "renameat2", None)
    if function is None:
        return False
    if function(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))
