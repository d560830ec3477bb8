"""Ctrl-C: raised when it arrives, and again if that exception was lost.

Python drops an exception that is raised during garbage collection or a fork, and some libraries ignore one. Results
after that may be wrong. So `stop_if_interrupted` is called before anything is stored or shown.
"""

import os
import signal
import sys
from types import FrameType

# The exit code that shells use for signal 2.
EXIT_INTERRUPTED = 130
# Signals that this process received.
_received: list[int] = []


def watch() -> None:
    """Record each Ctrl-C from now on. A forked process leaves it to its parent."""
    own = os.getpid()

    def raise_here(number: int, frame: FrameType | None) -> None:
        if os.getpid() == own:
            _received.append(number)
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, raise_here)
    sys.unraisablehook = _unless_interrupted


def stop_if_interrupted() -> None:
    """Raise KeyboardInterrupt if Ctrl-C was pressed."""
    if _received:
        raise KeyboardInterrupt


def _unless_interrupted(dropped: "sys.UnraisableHookArgs") -> None:
    """Report an exception that Python dropped, unless it is Ctrl-C, which is raised again soon."""
    if not (_received and dropped.exc_type is KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
