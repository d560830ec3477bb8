"""What an exporter is: pure functions that make the files of one format, of each strategy and of the whole site.

An exporter holds nothing. What is not handed to it cannot show in a file, so no file can be out of date.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import isclass
from pkgutil import iter_modules
from typing import ClassVar, Protocol

from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.schema.manifest import ManifestFileV1
from pipeline.source.environment import EnvironmentFault

# The second profile of the tables, for spreadsheet programs.
EXCEL_FORMAT = "csv-excel"


class ExportFault(EnvironmentFault):
    """What keeps an exporter from its work lies with the library or the machine, not with the pipeline."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a bundle: its path inside, with `/`, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shard:
    """What one strategy gives to a file that holds something of each."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A file that holds a shard of each strategy, by id: what stands before, between and after them.

    `empty` is the whole file where there is no strategy.
    """

    path: str
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""
    empty: bytes | None = None

    def joined(self, shards: Iterable[bytes]) -> bytes:
        """The whole file."""
        given = list(shards)
        if not given and self.empty is not None:
            return self.empty
        return self.head + self.between.join(given) + self.tail


class WrittenFiles(Protocol):
    """The files of the bundle that are written already."""

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of one."""

    def read(self, path: str) -> bytes:
        """The bytes of one."""


class Exporter:
    """Makes files of one format, on its own or beside others.

    `format` is what `--formats` takes and the folder the files stand in. A format that is `extra`
    is made only when an option of its own asks for it. What another
    format brings anyway is made `unless` that is made too. A format that is made of another one `needs` it.
    """

    format: ClassVar[str]
    extra: ClassVar[bool] = False
    unless: ClassVar[str] = ""
    needs: ClassVar[tuple[str, ...]] = ()

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return type(self).__name__

    def aggregates(self, site: Records) -> Iterable[Aggregate]:
        """The files that hold a shard of each strategy."""
        return ()

    def render(self, strategy: StrategyInputs) -> Iterable[File | Shard]:
        """What one strategy gives to the bundle: files of its own, and one shard for each aggregate."""
        return ()

    def render_site(self, site: Records) -> Iterable[File]:
        """What is about the library as a whole."""
        return ()

    def render_last(self, site: Records, written: WrittenFiles) -> Iterable[File]:
        """What is made of files that are written already, or only copied: this is not remembered."""
        return ()


@cache
def all_exporters() -> tuple[Exporter, ...]:
    """Every exporter of this package, sorted by format, then by name."""
    package = import_module("pipeline.publish.exporters")
    modules = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    classes = {value for module in modules for value in vars(module).values() if isclass(value)}
    found = [value() for value in classes if issubclass(value, Exporter) and value is not Exporter]
    return tuple(sorted(found, key=lambda exporter: (exporter.format, exporter.name)))


def exporters_of(formats: Collection[str]) -> list[Exporter]:
    """The exporters that make some formats, in the order of all."""
    needed = {name for each in all_exporters() if each.format in formats for name in each.needs}
    chosen = needed.union(formats)
    return [each for each in all_exporters() if each.format in chosen and each.unless not in chosen]


def all_formats() -> tuple[str, ...]:
    """Every format that `--formats` takes, sorted."""
    return tuple(sorted({exporter.format for exporter in all_exporters() if not exporter.extra}))
