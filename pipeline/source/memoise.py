"""Memoised properties and functions of an object, whose results are stored in the object."""

import functools
import sys
from collections.abc import Callable
from operator import is_
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 - named like its base
        """`functools.cached_property` without its lock, which Python 3.12 removed; not for pydantic models."""

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value


Value = TypeVar("Value")
Owner = TypeVar("Owner")
Others = TypeVarTuple("Others")


def memoised(function: Callable[[Owner, *Others], Value]) -> Callable[[Owner, *Others], Value]:
    """Store the result of a function in its first argument's `__dict__`, like `cached_property`.

    For results that several modules share but that do not belong in the object's class. Other objects as further
    arguments make it compute again, because the result may hold parts of them.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def stored(owner: Owner, *others: *Others) -> Value:
        found = owner.__dict__.get(name)
        if found is not None and all(map(is_, found[0], others)):
            value: Value = found[1]
            return value
        value = function(owner, *others)
        owner.__dict__[name] = (others, value)
        return value

    return stored
