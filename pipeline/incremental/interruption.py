"""Ctrl-C: raised where it comes, and once more where it was lost on the way.

Python drops an exception that comes while it collects garbage or forks, and some libraries go on after one. What a run
finds after that may be wrong, so none may keep it: before anything is kept or shown, `stop_if_interrupted` is called.
"""

import os
import signal
import sys
from types import FrameType

# As shells say it: ended by signal 2.
EXIT_INTERRUPTED = 130
# Signals that came to this process.
_came: list[int] = []


def watch() -> None:
    """Note each Ctrl-C from now on; a process that this one forks leaves it to its parent."""
    watching = os.getpid()

    def raise_here(number: int, frame: FrameType | None) -> None:
        if os.getpid() == watching:
            _came.append(number)
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, raise_here)
    sys.unraisablehook = _unless_interrupted


def stop_if_interrupted() -> None:
    """Raise KeyboardInterrupt if there was one."""
    if _came:
        raise KeyboardInterrupt


def _unless_interrupted(dropped: "sys.UnraisableHookArgs") -> None:
    """Report what Python dropped, as it would by itself; but for Ctrl-C, which is raised again soon."""
    if not (_came and dropped.exc_type is KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
