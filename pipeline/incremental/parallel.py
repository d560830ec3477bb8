"""Spreads work over processes. What comes out never depends on how: results come in the order of their items."""

import gc
import itertools
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pipeline.incremental.interruption import stop_if_interrupted
from pipeline.source.environment import EnvironmentFault

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Result = TypeVar("Result")
# Tells how many of how many things are done.
Progress = Callable[[int, int], None]
# Tasks under way for each worker: enough that none waits while another does one that takes ten times as long, few
# enough that results do not pile up.
WAITING = 8
# Items below which processes do not pay: a pool takes some 30 ms to make and to end, a chunk of pages about as long.
WORTH_IT = 4
# linux/prctl.h: a process asks for a signal at the death of its parent. Else the workers of one that was killed would
# wait for work for ever, since each holds the pipe open on which the others wait.
PR_SET_PDEATHSIG = 1
# Work that a forked process finds where its parent put it, and so needs not be sent.
_inherited: dict[int, Callable[[Any], Any]] = {}
_numbers = itertools.count()


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OrderedMap(Protocol):
    """An ordered map: applies a function to each item, in any process."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Generator[Result, None, None]:
        """Results in the order of the items, one after another. Closing ends all work and waits until it has ended."""


def here(function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result, None, None]:
    """Do all work in this process."""
    for item in items:
        with uncollected():
            result = function(item)
        yield result
        stop_if_interrupted()


@dataclass(frozen=True)
class Processes:
    """Does work in several processes, made by fork for one call; in this one where fork is not to be had.

    Fewer than `least` items are done here as well: to make processes for them would take longer.
    """

    jobs: int
    least: int = 1

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Generator[Result, None, None]:
        """Results in the order of the items."""
        left = iter(items)
        first = list(itertools.islice(left, self.least))
        items = itertools.chain(first, left)
        if self.jobs < 2 or sys.platform != "linux" or len(first) < self.least:
            yield from here(function, items)
            return
        # Most runs need no other process.
        import multiprocessing
        from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

        number = next(_numbers)
        _inherited[number] = function
        gc.freeze()  # what exists now is shared with the workers as long as nobody touches it
        fork = multiprocessing.get_context("fork")
        executor = ProcessPoolExecutor(self.jobs, mp_context=fork, initializer=_settle, initargs=(os.getpid(),))
        try:
            yield from over(executor, _Inherited(number), items, self.jobs)
        except BrokenProcessPool:
            raise EnvironmentFault(
                "a process of this run was ended from outside, as happens when the memory is full; "
                "run it again, with `--jobs 1` if need be"
            ) from None
        finally:
            executor.shutdown(cancel_futures=True)
            gc.unfreeze()
            del _inherited[number]


def over(
    executor: "Executor", function: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Generator[Result, None, None]:
    """Do work by an executor; not more than a few items for each of its workers are under way."""
    left = iter(items)
    running: deque[Future[Result]] = deque()
    try:
        for item in itertools.islice(left, jobs * WAITING):
            running.append(executor.submit(function, item))
        while running:
            result = running.popleft().result()
            running.extend(executor.submit(function, item) for item in itertools.islice(left, 1))
            stop_if_interrupted()
            yield result
    finally:
        for future in running:
            future.cancel()


@dataclass(frozen=True)
class _Inherited:
    """A function by its number."""

    number: int

    def __call__(self, item: Any) -> Any:
        with uncollected():
            return _inherited[self.number](item)


def _settle(parent: int) -> None:
    """Make a process of a worker: it ends with its parent, which alone answers to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before it could be asked for
        os._exit(1)


@contextmanager
def uncollected() -> Iterator[None]:
    """Do a piece of work, then collect what it left: collecting on the way took a seventh of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
        gc.collect(0)


def chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Items in groups of a size, the last may be smaller."""
    return (items[start : start + size] for start in range(0, len(items), size))
