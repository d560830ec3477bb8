"""Checks of a bundle: how one is declared, and how all are found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipeline.publish.verify.violation import Violation

CheckFunction = Callable[..., Iterator[Violation]]


@dataclass(frozen=True)
class Check:
    """One promise of a bundle, checked when the bundle holds `format`, or always when that is None.

    A check in the folder `checks` takes a `VerifyContext`, one in the folder `strategy` a `StrategyView` and the
    `Expected` of its bundle. A `sharded` check compares files that hold a shard of each strategy.
    """

    function: CheckFunction
    format: str | None
    sharded: bool


def check(format_: str | None = None, *, sharded: bool = False) -> Callable[[CheckFunction], Check]:
    """Turn a generator function into a check."""
    return lambda function: Check(function, format_, sharded)


@cache
def checks_in(folder: str) -> tuple[Check, ...]:
    """The checks in all modules of a folder, in the order of the modules and of their lines."""
    package = import_module(f"pipeline.publish.verify.{folder}")
    modules = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Check)]
    return tuple(dict.fromkeys(found))
