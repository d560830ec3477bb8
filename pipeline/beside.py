"""Does a piece of work in a process beside this one, which goes on meanwhile."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def beside(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin work that gives plain data, as JSON has them; call what comes back to wait for it.

    Where a fork is not to be had, or both could not run at the same time, and when the other process fails for
    whatever reason, the work is done by who waits for it. A process whose parent is gone ends as soon as it answers.
    """
    if sys.platform != "linux" or cores() < 2:
        return work
    try:
        reading, writing = os.pipe()
    except OSError:
        return work
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return work
    if process == 0:
        try:
            os.close(reading)  # else it would wait for ever for a reader that is gone
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(json.dumps(work()).encode())
        finally:
            os._exit(0)  # without a word, and without taking anything apart that belongs to the other
    os.close(writing)

    def wait() -> Result:
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        with suppress(ChildProcessError):
            os.waitpid(process, 0)
        try:
            result: Result = json.loads(data)
        except ValueError:
            return work()
        return result

    return wait
