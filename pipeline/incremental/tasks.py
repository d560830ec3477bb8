"""Runs tasks: what is known by its key is taken from the memo, all else is worked out in any process."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from pipeline.incremental.interruption import stop_if_interrupted
from pipeline.incremental.memo import Memo
from pipeline.incremental.parallel import OrderedMap, Progress, chunks, uncollected
from pipeline.incremental.timings import Timings

Item = TypeVar("Item")
Value = TypeVar("Value")
Extra = TypeVar("Extra")
# Gives, for a piece of work by its name, what is told how far it has come.
Watch = Callable[[str], Progress]
# Items that a process works on in one go: enough that handing them over costs nothing, few enough to be shared out.
CHUNK = 32


class TaskResult(NamedTuple, Generic[Extra]):
    """What a task gives: the bytes that are remembered, and what else it brings when it was just worked out."""

    value: bytes
    extra: Extra


# A task: a function of some items, which can be sent to other processes.
Work = Callable[[Sequence[Item]], Sequence[TaskResult[Extra]]]


def as_given(item: Item) -> Item:
    """Send the item itself."""
    return item


def always(key: str, value: object) -> bool:
    """Take whatever is known."""
    return True


def silent(label: str) -> Progress:
    """Show nothing."""
    return lambda done, total: None


@dataclass(frozen=True)
class Tasks:
    """What is known, how work is spread over processes, where the time goes, who watches: none changes the outcome.

    Without a `spread` all is done in this process.
    """

    memo: Memo = field(default_factory=Memo)
    spread: OrderedMap | None = None
    stages: Timings = field(default_factory=Timings)
    watch: Watch = silent

    def run(
        self,
        label: str,
        items: Sequence[tuple[str, Item]],
        work: Work[Any, Extra],
        decode: Callable[[str, bytes], Value | None],
        load: Callable[[Item], Any] = as_given,
        *,
        holds: Callable[[str, Value], bool] = always,
        size: int = CHUNK,
    ) -> Generator[tuple[str, Value, Extra | None], None, None]:
        """Give for each key its value, in order, with what came besides if it was worked out now.

        `decode` makes a value of its bytes; None when they are no longer good. `load` makes what is sent to the task of
        an item, when its turn comes. A value that was kept counts only if it `holds`. So many items go to a process at
        once as `size` says. To be exhausted or closed.
        """
        values = self.memo.get(key for key, _ in items)
        found = ((key, _decoded(decode, key, values.pop(key))) for key in list(values))
        known = {key: value for key, value in found if value is not None and holds(key, value)}
        missing = [(key, item) for key, item in items if key not in known]
        sent = ([load(item) for _, item in piece] for piece in chunks(missing, size))
        tell, number, ready = self.watch(label), 0, deque[TaskResult[Extra]]()
        with ExitStack() as stack:
            made = map(work, sent) if self.spread is None else stack.enter_context(closing(self.spread(work, sent)))
            for key, _ in items:
                if key in known:
                    yield key, known[key], None
                    continue
                if not ready:
                    with uncollected():
                        ready.extend(next(made))
                    stop_if_interrupted()
                    self.memo.put({key: done.value for (key, _), done in zip(missing[number:], ready, strict=False)})
                done = ready.popleft()
                value = decode(key, done.value)
                assert value is not None
                number += 1
                tell(number, len(missing))
                yield key, value, done.extra


def _decoded(decode: Callable[[str, bytes], Value | None], key: str, data: bytes) -> Value | None:
    """A value that was kept; whatever is not as we write it counts as unknown."""
    try:
        return decode(key, data)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
