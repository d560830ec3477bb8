"""What an exporter is: a class that makes the files of one format, strategy by strategy and as a whole."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from inspect import isclass
from pkgutil import iter_modules
from typing import ClassVar, Protocol

from pipeline.environment import EnvironmentFault
from pipeline.model.head import Head
from pipeline.model.manifest import ManifestFileV1, file_of
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records
from pipeline.model.rendition import Rendition

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
class Piece:
    """What one strategy gives to a file that holds something of each."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """A file that holds a piece of each strategy, by id: what stands before, between and after them.

    `empty` is the whole file where there is no strategy.
    """

    path: str
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""
    empty: bytes | None = None

    def joined(self, pieces: Iterable[bytes]) -> bytes:
        """The whole file."""
        given = list(pieces)
        if not given and self.empty is not None:
            return self.empty
        return self.head + self.between.join(given) + self.tail


class Written(Protocol):
    """The files of the bundle that are written already."""

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of one."""

    def read(self, path: str) -> bytes:
        """The bytes of one."""


class Exporter:
    """Makes files of one format, on its own or beside others; one object serves one library.

    `format` is what `--formats` takes and the folder the files stand in. A format that is `extra`
    is made only when an option of its own asks for it. What another
    format brings anyway is made `unless` that is made too. First all `frames` are asked for, then each
    strategy's share, in any process and order, then the `rest`.
    """

    format: ClassVar[str]
    extra: ClassVar[bool] = False
    unless: ClassVar[str] = ""
    reads_shares: ClassVar[bool] = False  # the rest is made of what was written before

    def __init__(self, records: Records) -> None:
        self.records = records

    def frames(self) -> Iterable[Frame]:
        """The files that hold a piece of each strategy."""
        return ()

    def around(self, head: Head) -> object:
        """What the share of a strategy shows of others besides the cards in its record, as plain data.

        The terms that it names, and the categories of its cards, are looked at anyway; what else follows from the
        vocabulary (as colours do from the order of categories) has to be told.
        """
        return None

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterable[File | Piece]:
        """What one strategy gives to the bundle: files of its own, and a piece for each frame at most."""
        return ()

    def rest(self, written: Written) -> Iterable[File]:
        """All other files."""
        return ()


def makes_rest(exporter: Exporter) -> bool:
    """True when an exporter makes anything besides shares."""
    return type(exporter).rest is not Exporter.rest


@cache
def all_exporters() -> tuple[type[Exporter], ...]:
    """Every exporter of this package, sorted by format, then by name; those last that read what others wrote."""
    package = import_module("pipeline.exporters")
    modules = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    classes = {value for module in modules for value in vars(module).values() if isclass(value)}
    found = [value for value in classes if issubclass(value, Exporter) and value is not Exporter]
    return tuple(sorted(found, key=lambda exporter: (exporter.reads_shares, exporter.format, exporter.__name__)))


def exporters_of(formats: Collection[str]) -> list[type[Exporter]]:
    """The exporters that make some formats, in the order of all."""
    return [each for each in all_exporters() if each.format in formats and each.unless not in formats]


def all_formats() -> tuple[str, ...]:
    """Every format that `--formats` takes, sorted."""
    return tuple(sorted({exporter.format for exporter in all_exporters() if not exporter.extra}))


@dataclass
class InMemory:
    """Files that are written nowhere yet."""

    data: dict[str, bytes] = field(default_factory=dict)

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of one."""
        return file_of(path, self.data[path])

    def read(self, path: str) -> bytes:
        """The bytes of one."""
        return self.data[path]


def export(*exporters: Exporter) -> Iterator[File]:
    """Make all files of some exporters in memory: for a look at them, and for small libraries."""
    records, written = exporters[0].records, InMemory()
    frames = [frame for exporter in exporters for frame in exporter.frames()]
    pieces: dict[str, list[bytes]] = {frame.path: [] for frame in frames}
    for head in records.heads:
        rendition = records.rendition(head.id)
        record = records.record_of(head, rendition)
        for item in (item for exporter in exporters for item in exporter.share(record, rendition)):
            if isinstance(item, Piece):
                pieces[item.path].append(item.data)
            else:
                written.data[item.path] = item.data
    written.data |= {frame.path: frame.joined(pieces[frame.path]) for frame in frames}
    for file in (file for exporter in exporters for file in exporter.rest(written)):
        written.data[file.path] = file.data
    return (File(path, data) for path, data in written.data.items())
