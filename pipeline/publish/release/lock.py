"""A lock file: a second export to an output folder waits for the first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.source.discovery import name_in_errors
from pipeline.source.locking import acquire


@contextmanager
def exclusive(path: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold a lock file; `tell` is called when another process holds it and this run waits.

    The file itself stays: if it were removed, two runs could lock two files of the same name.
    """
    with path.open("ab") as file:
        with name_in_errors(path):
            try:
                acquire(file, wait=False)
            except BlockingIOError:
                tell(f"another export is writing to {path.parent.parent}; waiting for it to end")
                acquire(file, wait=True)
        yield
