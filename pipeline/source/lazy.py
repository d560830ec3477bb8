"""Values of an object that are worked out when first asked for."""

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import Any, Generic, Self, TypeVar, TypeVarTuple, overload

Value = TypeVar("Value")
Owner = TypeVar("Owner")
Others = TypeVarTuple("Others")


class lazy(Generic[Value]):  # noqa: N801 - used as a decorator, like property
    """Works a value out once and keeps it in the object's `__dict__`; for objects of one thread.

    As `functools.cached_property`, without the lock that Python 3.11 takes there: a library of 10,000 pages asks
    two million times, and the lock was a twentieth of the whole check.
    """

    def __init__(self, function: Callable[[Any], Value]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object | None, owner: type) -> Self | Value:
        if instance is None:
            return self
        value = self.function(instance)
        instance.__dict__[self.name] = value
        return value


def kept(function: Callable[[Owner, *Others], Value]) -> Callable[[Owner, *Others], Value]:
    """Keep what a function works out of an object in that object's `__dict__`, as `lazy` does for its own values.

    For a fact that several modules ask for and that the object's own module cannot know. It is worked out anew
    when the other arguments are not the very objects of the time before: what is kept may hold parts of them.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def ask(owner: Owner, *others: *Others) -> Value:
        found = owner.__dict__.get(name)
        if found is not None and all(map(is_, found[0], others)):
            value: Value = found[1]
            return value
        value = function(owner, *others)
        owner.__dict__[name] = (others, value)
        return value

    return ask
