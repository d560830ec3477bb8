"""Runs tasks: what is known by its key is taken from the memo, all else is worked out in any process."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from pipeline.incremental.memo import Memo
from pipeline.parallel import Progress, Spread, chunks, here
from pipeline.stages import Stages

Item = TypeVar("Item")
Value = TypeVar("Value")
Extra = TypeVar("Extra")
# Gives, for a piece of work by its name, what is told how far it has come.
Watch = Callable[[str], Progress]
# Items that a process works on in one go: enough that handing them over costs nothing, few enough to be shared out.
CHUNK = 32


class Done(NamedTuple, Generic[Extra]):
    """What a task gives: the bytes that are remembered, and what else it brings when it was just worked out."""

    value: bytes
    extra: Extra


def silent(label: str) -> Progress:
    """Show nothing."""
    return lambda done, total: None


@dataclass(frozen=True)
class Tasks:
    """What is known, how work is spread over processes, where the time goes, who watches: none changes the outcome."""

    memo: Memo = field(default_factory=Memo)
    spread: Spread = here
    stages: Stages = field(default_factory=Stages)
    watch: Watch = silent

    def run(
        self,
        label: str,
        items: Sequence[tuple[str, Item]],
        work: Callable[[Sequence[Any]], Sequence[Done[Extra]]],
        decode: Callable[[str, bytes], Value | None],
        *,
        holds: Callable[[str, Value], bool] = lambda key, value: True,
        prepare: Callable[[Any], Any] = lambda item: item,
        size: int = CHUNK,
    ) -> Generator[tuple[str, Value, Extra | None], None, None]:
        """Give for each key its value, in order, with what came besides if it was worked out now.

        `decode` makes a value of its bytes; None when they are no longer good. One that was kept counts only if it
        `holds`. `prepare` makes of an item what is sent,
        just before that; so many of them go to a process at once as `size` says. To be exhausted or closed.
        """
        values = self.memo.get(key for key, _ in items)
        known = {}
        for key, data in values.items():
            value = _decoded(decode, key, data)
            if value is not None and holds(key, value):
                known[key] = value
        del values
        missing = [(key, item) for key, item in items if key not in known]
        tell, number = self.watch(label), 0
        sent = ([prepare(item) for item in chunk] for chunk in chunks([item for _, item in missing], size))
        with closing(self.spread(work, sent)) as made:
            fresh = (done for piece in self._kept(missing, made) for done in piece)
            for key, _ in items:
                if key in known:
                    yield key, known[key], None
                    continue
                done = next(fresh)
                value = decode(key, done.value)
                assert value is not None
                number += 1
                tell(number, len(missing))
                yield key, value, done.extra

    def _kept(
        self, missing: Sequence[tuple[str, Item]], made: Iterator[Sequence[Done[Extra]]]
    ) -> Iterator[Sequence[Done[Extra]]]:
        keys = (key for key, _ in missing)
        for piece in made:
            self.memo.put(dict(zip(islice(keys, len(piece)), (done.value for done in piece), strict=True)))
            yield piece


def _decoded(decode: Callable[[str, bytes], Value | None], key: str, data: bytes) -> Value | None:
    """A value that was kept; whatever is not as we write it counts as unknown."""
    try:
        return decode(key, data)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
