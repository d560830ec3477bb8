"""Memoised functions of an object, whose results are stored in the object."""

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import TypeVar, TypeVarTuple

Value = TypeVar("Value")
Owner = TypeVar("Owner")
Others = TypeVarTuple("Others")


def memoised(function: Callable[[Owner, *Others], Value]) -> Callable[[Owner, *Others], Value]:
    """Store the result of a function in its first argument's `__dict__`, like `functools.cached_property`.

    For results that several modules share but that do not belong in the object's class. Other objects as further
    arguments make it compute again, because the result may hold parts of them.
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
