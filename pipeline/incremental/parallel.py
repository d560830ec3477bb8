"""Ordered maps over one or many processes: results come in the order of their items."""

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

from pipeline.source.environment import EnvironmentFault
from pipeline.source.interruption import stop_if_interrupted

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Result = TypeVar("Result")
# Called with the number of items that are done, and of all items.
Progress = Callable[[int, int], None]
# Tasks under way for each worker: enough to keep all busy while one does a long task, few enough to bound memory.
WAITING = 8
# With fewer items than this, starting processes takes longer than the work.
WORTH_IT = 4
# linux/prctl.h: a worker asks for a signal at the death of its parent. Otherwise the workers of a killed process would
# wait forever, as each holds open the pipe that the others read.
PR_SET_PDEATHSIG = 1
# The function that this worker process applies to each item.
_work: Callable[[Any], Any]


def cores() -> int:
    """The number of processes that can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OrderedMap(Protocol):
    """A function like `map` that may use other processes."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Generator[Result, None, None]:
        """Yield results in the order of the items. Closing cancels all work and waits until it has ended."""


def here(function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result, None, None]:
    """An ordered map in this process."""
    for item in items:
        with gc_paused():
            result = function(item)
        yield result
        stop_if_interrupted()


@dataclass(frozen=True)
class Processes:
    """An ordered map over forked processes; in this process where fork is missing.

    With fewer than `least` items, this process does the work too, which is faster.
    """

    jobs: int
    least: int = 1

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Generator[Result, None, None]:
        """Yield results in the order of the items."""
        others = iter(items)
        first = list(itertools.islice(others, self.least))
        items = itertools.chain(first, others)
        if self.jobs < 2 or sys.platform != "linux" or len(first) < self.least:
            yield from here(function, items)
            return
        # Most runs need no other process.
        import multiprocessing
        from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

        gc.freeze()  # objects that exist now stay in memory shared with the workers
        # A fork inherits the function, so it need not be pickled.
        context, inherited = multiprocessing.get_context("fork"), (os.getpid(), function)
        executor = ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_start_worker, initargs=inherited)
        try:
            yield from over(executor, _apply, items, self.jobs)
        except BrokenProcessPool:
            raise EnvironmentFault(
                "a process of this run was ended from outside, as happens when the memory is full; "
                "run it again, with `--jobs 1` if need be"
            ) from None
        finally:
            executor.shutdown(cancel_futures=True)
            gc.unfreeze()


def over(
    executor: "Executor", function: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Generator[Result, None, None]:
    """An ordered map over an executor with so many workers; only a few items for each are under way."""
    others = iter(items)
    running: deque[Future[Result]] = deque()
    try:
        for item in itertools.islice(others, jobs * WAITING):
            running.append(executor.submit(function, item))
        while running:
            result = running.popleft().result()
            running.extend(executor.submit(function, item) for item in itertools.islice(others, 1))
            stop_if_interrupted()
            yield result
    finally:
        for future in running:
            future.cancel()


def _start_worker(parent: int, function: Callable[[Any], Any]) -> None:
    """Make this worker ignore Ctrl-C, which its parent handles, and end with its parent."""
    global _work
    _work = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent ended before the call above
        os._exit(1)


def _apply(item: Any) -> Any:
    with gc_paused():
        return _work(item)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection, and collect the youngest objects at the end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
        gc.collect(0)


def chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Items in groups of a size; the last may be smaller."""
    return (items[start : start + size] for start in range(0, len(items), size))
