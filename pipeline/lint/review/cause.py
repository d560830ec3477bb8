"""Why pages name what they must not: one change of the branch."""

from typing import NamedTuple

from pipeline.source.text import Span


class Cause(NamedTuple):
    """A change that findings in other places come from.

    `name` is what pages name, `state` what became of it, in words that go on after the name; `remedy` how to mend it.
    Where `by_fix` is true, that is what `strategies fix` does.
    """

    span: Span
    name: str
    state: str
    remedy: str
    by_fix: bool = False
