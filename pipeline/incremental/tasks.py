"""Tasks: values are taken from the memo by key, and all others are computed in any process."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from pipeline.incremental.memo import Memo
from pipeline.incremental.parallel import OrderedMap, Progress, chunks, gc_paused
from pipeline.source.interruption import stop_if_interrupted

Item = TypeVar("Item")
Value = TypeVar("Value")
Extra = TypeVar("Extra")
# Returns, for the label of some work, the function to call with its progress.
Watch = Callable[[str], Progress]
# Items in one call of a task: enough to make the cost of sending them small, few enough to share the work out.
CHUNK = 32


class TaskResult(NamedTuple, Generic[Extra]):
    """The bytes of a value, which are memoised, and an extra that comes only with a computed value."""

    value: bytes
    extra: Extra


# A task: a function of some items, which can be sent to other processes.
Work = Callable[[Sequence[Item]], Sequence[TaskResult[Extra]]]


def silent(label: str) -> Progress:
    """Show no progress."""
    return lambda done, total: None


@dataclass
class Timings:
    """Seconds by stage, in order of their start. A nested stage counts for both."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Measure the code inside as a part of a stage."""
        start = time.perf_counter()
        self.seconds.setdefault(name, 0.0)
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - start


@dataclass(frozen=True)
class Tasks:
    """The memo, an ordered map over processes, timings and progress: none of them changes a value.

    Without an `ordered_map` everything is done in this process.
    """

    memo: Memo = field(default_factory=Memo)
    ordered_map: OrderedMap | None = None
    timings: Timings = field(default_factory=Timings)
    watch: Watch = silent

    def run(
        self,
        label: str,
        items: Sequence[tuple[str, Item]],
        work: Work[Any, Extra],
        decode: Callable[[str, bytes], Value | None],
        load: Callable[[Item], Any] = lambda item: item,
        *,
        holds: Callable[[str, Value], bool] = lambda key, value: True,
        size: int = CHUNK,
    ) -> Generator[tuple[str, Value, Extra | None], None, None]:
        """Yield each key with its value, in order, and with the extra if the value was computed now.

        `decode` turns bytes into a value, or None if they are out of date. `load` turns an item into the input of the
        task, just before it is sent. A memoised value counts only if it `holds`. `size` is the number of items in one
        call of the task. The generator must be exhausted or closed.
        """
        values = self.memo.get(key for key, _ in items)
        found = ((key, _decoded(decode, key, values.pop(key))) for key in list(values))
        known = {key: value for key, value in found if value is not None and holds(key, value)}
        missing = [(key, item) for key, item in items if key not in known]
        inputs = ([load(item) for _, item in chunk] for chunk in chunks(missing, size))
        report, number, ready = self.watch(label), 0, deque[TaskResult[Extra]]()
        mapped = closing(self.ordered_map(work, inputs)) if self.ordered_map else nullcontext(map(work, inputs))
        with mapped as computed:
            for key, _ in items:
                if key in known:
                    yield key, known[key], None
                    continue
                if not ready:
                    with gc_paused():
                        ready.extend(next(computed))
                    stop_if_interrupted()
                    fresh = zip(missing[number:], ready, strict=False)
                    self.memo.put({key: result.value for (key, _), result in fresh})
                result = ready.popleft()
                value = decode(key, result.value)
                assert value is not None
                number += 1
                report(number, len(missing))
                yield key, value, result.extra


def _decoded(decode: Callable[[str, bytes], Value | None], key: str, data: bytes) -> Value | None:
    """A memoised value; None for bytes of any other form than ours."""
    try:
        return decode(key, data)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
