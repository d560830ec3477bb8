"""Exporters: pure functions that make the files of one format, for each strategy and for the library.

An exporter has no state. Its files depend only on its inputs, so no file can be stale.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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


class ExportFault(EnvironmentFault):
    """An export failed because of the library or the machine, not because of the pipeline."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a bundle: its path inside, with `/`, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shard:
    """The part of one strategy in an aggregate."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A file that holds a shard of each strategy, by id, with the bytes before, between and after them.

    `empty` is the complete file of a library without strategies.
    """

    path: str
    header: bytes = b""
    separator: bytes = b""
    footer: bytes = b""
    empty: bytes | None = None

    def joined(self, shards: Iterable[bytes]) -> bytes:
        """The complete file."""
        parts = list(shards)
        if not parts and self.empty is not None:
            return self.empty
        return self.header + self.separator.join(parts) + self.footer


class WrittenFiles(Protocol):
    """The files of the bundle that are already written."""

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of one."""

    def read(self, path: str) -> bytes:
        """The bytes of one."""


class Exporter:
    """Makes files of one format, alone or together with other exporters.

    `format` is a value of `--formats` and the folder of the files. A format that is `on_demand` is made only
    if it is named there, and may need packages of the extra of the same name, of which `module` is one.
    The exporter is left out when the format `unless` is exported too, because that brings the same files.
    An exporter that reads the files of other formats `needs` them: they are exported with it.
    `data_files` are those of its files that hold data about the complete library, by path, with their media types.
    """

    format: ClassVar[str]
    on_demand: ClassVar[bool] = False
    module: ClassVar[str] = ""
    unless: ClassVar[str] = ""
    needs: ClassVar[tuple[str, ...]] = ()
    data_files: ClassVar[Mapping[str, str]] = {}

    @property
    def name(self) -> str:
        """A name that no other exporter has."""
        return type(self).__name__

    def data_of(self, records: Records) -> Mapping[str, str]:
        """Those of `data_files` that a library has, with files of data that only some libraries have."""
        return self.data_files

    def aggregates(self, records: Records) -> Iterable[Aggregate]:
        """The files that hold a shard of each strategy."""
        return ()

    def render(self, strategy: StrategyInputs) -> Iterable[File | Shard]:
        """Files of one strategy, and its shard for each aggregate."""
        return ()

    def render_site(self, records: Records) -> Iterable[File]:
        """Files about the library as a whole."""
        return ()

    def featured(self, records: Records) -> Collection[str]:
        """Ids of the few strategies whose texts the next function shows."""
        return ()

    def render_featured(self, records: Records, strategies: Sequence[StrategyInputs]) -> Iterable[File]:
        """Files with the texts of the featured strategies, which come by id; they are not cached."""
        return ()

    def render_last(self, records: Records, written: WrittenFiles) -> Iterable[File]:
        """Files made from others that are already written, and plain copies; they are not cached."""
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
    """The exporters of these formats and of the formats they need, in the order of all."""
    needed = {name for each in all_exporters() if each.format in formats for name in each.needs}
    chosen = needed.union(formats)
    return [each for each in all_exporters() if each.format in chosen and each.unless not in chosen]


def all_formats() -> tuple[str, ...]:
    """Every format that `--formats` takes, sorted."""
    return tuple(sorted({exporter.format for exporter in all_exporters()}))


def default_formats() -> tuple[str, ...]:
    """The formats of an export without `--formats`, sorted."""
    return tuple(sorted({exporter.format for exporter in all_exporters() if not exporter.on_demand}))
