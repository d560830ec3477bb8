"""A lock file: a second export to an output folder waits for the first."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.source.discovery import name_in_errors

if sys.platform == "win32":
    import msvcrt

    def _acquire(file: IO[bytes], *, wait: bool) -> None:
        # LK_LOCK fails after ten seconds; a second export may take longer.
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                if not wait:
                    raise BlockingIOError from None

else:
    import fcntl

    def _acquire(file: IO[bytes], *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


@contextmanager
def exclusive(path: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold a lock file; `tell` is called when another process holds it and this run waits.

    The system releases the lock when the process ends, however that happens. The file itself stays:
    if it were removed, two runs could lock two files of the same name.
    """
    with path.open("ab") as file:
        with name_in_errors(path):
            try:
                _acquire(file, wait=False)
            except BlockingIOError:
                tell(f"another export is writing to {path.parent.parent}; waiting for it to end")
                _acquire(file, wait=True)
        yield
