"""Puts one thing in the place of another in one step."""

import ctypes
import errno
import os
import shutil
from pathlib import Path

from pipeline.publish.release.flush import libc

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # linux/fs.h
# What systems and file systems without symbolic links say, or without the right to make one (1314: Windows).
NO_SYMLINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP})
WINDOWS_NO_RIGHT = 1314
# What a rename says when a folder is in the way, or would have to take the place of something else.
IN_THE_WAY = frozenset({errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY, errno.EEXIST, errno.EACCES})
# What kernels and file systems say that cannot exchange two names.
NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


def make_pointer(place: Path, target: Path, release: Path) -> None:
    """Make a symbolic link to `target` at `place`; a folder with the files of `release` where links cannot be made."""
    try:
        place.symlink_to(target, target_is_directory=True)
    except OSError as error:
        if error.errno not in NO_SYMLINKS and getattr(error, "winerror", None) != WINDOWS_NO_RIGHT:
            raise
        copy_folder(release, place)


def copy_folder(folder: Path, copy: Path) -> None:
    """Copy a folder. Its files are not linked: who overwrites one of a file's names overwrites all of them."""
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)


def swap_in(fresh: Path, place: Path, aside: Path) -> None:
    """Let `fresh` take the place of what stands at `place`, in one step where the system can.

    It can where a link takes the place of a link, or the place is free (`rename`), and on Linux
    always (`renameat2`, which exchanges the two). Elsewhere what stands there is moved to `aside`
    first: then there is a moment without either.
    """
    try:
        fresh.replace(place)
    except OSError as error:
        if error.errno not in IN_THE_WAY or not (place.is_symlink() or place.exists()):
            raise
        if not _exchange(fresh, place):
            place.replace(aside)
            fresh.replace(place)


def _exchange(one: Path, other: Path) -> bool:
    function = getattr(libc(), "renameat2", None)
    if function is None:
        return False
    if function(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))
