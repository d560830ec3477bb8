"""Ctrl-C and the wish that a run ends: raised when they arrive, and again if that exception was lost.

Python drops an exception that is raised during garbage collection or a fork, and some libraries ignore one. Results
after that may be wrong. So `stop_if_interrupted` is called before anything is stored or shown.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# What shells add to the number of a signal to make an exit code.
SHELL = 128
# Signals that this process received, and how many steps are under way that must not stop half-way.
_received: list[int] = []
_steps: list[None] = []


def watch() -> None:
    """Record each Ctrl-C, and each SIGTERM, from now on. A forked process leaves Ctrl-C to its parent."""
    own = os.getpid()

    def raise_here(number: int, frame: FrameType | None) -> None:
        if os.getpid() != own:
            if number == signal.SIGTERM:
                os._exit(SHELL + number)
            return
        _received.append(number)
        if not _steps:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, raise_here)
    signal.signal(signal.SIGTERM, raise_here)
    sys.unraisablehook = _unless_interrupted


def stop_if_interrupted() -> None:
    """Raise KeyboardInterrupt if Ctrl-C was pressed."""
    if _received:
        raise KeyboardInterrupt


def exit_code() -> int:
    """The exit code of a run that was interrupted, as shells have it: 130 after Ctrl-C, 143 after SIGTERM."""
    return SHELL + (_received[0] if _received else signal.SIGINT)


@contextmanager
def whole_step() -> Iterator[None]:
    """Let Ctrl-C wait until a step is done that must not stop half-way, or for `stop_if_interrupted` within it."""
    _steps.append(None)
    try:
        yield
    finally:
        _steps.pop()
    stop_if_interrupted()


def _unless_interrupted(dropped: "sys.UnraisableHookArgs") -> None:
    """Report an exception that Python dropped, unless it is Ctrl-C, which is raised again soon."""
    if not (_received and dropped.exc_type is KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
