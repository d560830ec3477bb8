"""Keeps facts about an object with the object."""

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import TypeVar, TypeVarTuple

Value = TypeVar("Value")
Owner = TypeVar("Owner")
Others = TypeVarTuple("Others")


def memoised(function: Callable[[Owner, *Others], Value]) -> Callable[[Owner, *Others], Value]:
    """Store the result of a function in its first argument's `__dict__`, like `functools.cached_property`.

    For a fact that several modules need and the object's own class cannot know. It is computed again when the other
    arguments are different objects, because the result may hold parts of them.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def stored(owner: Owner, *others: *Others) -> Value:
        found = owner.__dict__.get(name)
        if found is not None and all(map(is_, found[0], others)):
            value: Value = found[1]
            return value
        value = function(owner, *others)
        owner.__dict__[name] = (others, value)
        return value

    return stored
