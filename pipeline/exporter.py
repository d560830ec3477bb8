"""What an exporter is: a decorated generator function that makes files of a bundle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipeline.model.records import Records

# The second profile of the tables, for spreadsheet programs.
EXCEL_FORMAT = "csv-excel"


class ExportFault(Exception):  # noqa: N818 - names what it is
    """What keeps an exporter from its work lies with the library or the machine, not with the pipeline."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a bundle: its path inside, with `/`, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Exporter:
    """Makes files of one format, on its own or beside others.

    `format` is what `--formats` takes and the folder the files stand in. A format that is `extra`
    is made only when an option of its own asks for it.
    """

    format: str
    function: Callable[[Records], Iterator[File]]
    extra: bool = False

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__

    def run(self, records: Records) -> Iterator[File]:
        """Give its files, one after another."""
        return self.function(records)


def exporter(format_: str, *, extra: bool = False) -> Callable[[Callable[[Records], Iterator[File]]], Exporter]:
    """Make an exporter of a generator function."""
    return lambda function: Exporter(format_, function, extra)


@cache
def all_exporters() -> tuple[Exporter, ...]:
    """Every exporter of this package, sorted by format, then by name."""
    package = import_module("pipeline.exporters")
    modules = (import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__))
    found = {value for module in modules for value in vars(module).values() if isinstance(value, Exporter)}
    return tuple(sorted(found, key=lambda exporter: (exporter.format, exporter.name)))


def all_formats() -> tuple[str, ...]:
    """Every format that `--formats` takes, sorted."""
    return tuple(sorted({exporter.format for exporter in all_exporters() if not exporter.extra}))
