"""What an exporter is: a decorated generator function that makes files of a bundle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipeline.model.records import Records


@dataclass(frozen=True, slots=True)
class File:
    """One file of a bundle: its path inside, with `/`, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Exporter:
    """Makes one format. `name` is what `--formats` takes and the folder its files stand in."""

    name: str
    function: Callable[[Records], Iterator[File]]

    def run(self, records: Records) -> Iterator[File]:
        """Give the files of the format, one after another."""
        return self.function(records)


def exporter(name: str) -> Callable[[Callable[[Records], Iterator[File]]], Exporter]:
    """Make an exporter of a generator function."""
    return lambda function: Exporter(name, function)


@cache
def all_exporters() -> tuple[Exporter, ...]:
    """Every exporter of this package, sorted by name."""
    package = import_module("pipeline.exporters")
    modules = (import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__))
    found = {value.name: value for module in modules for value in vars(module).values() if isinstance(value, Exporter)}
    return tuple(found[name] for name in sorted(found))
