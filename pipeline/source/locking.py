"""A lock on an open file, which the system releases when the process ends, however that happens."""

import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def acquire(file: IO[bytes], *, wait: bool) -> None:
        """Lock a file; raises BlockingIOError if another process holds it and this one does not wait."""
        # LK_LOCK fails after ten seconds; the other process may take longer.
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                if not wait:
                    raise BlockingIOError from None

else:
    import fcntl

    def acquire(file: IO[bytes], *, wait: bool) -> None:
        """Lock a file; raises BlockingIOError if another process holds it and this one does not wait."""
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
