"""The release before: what the next one would make again is taken from there, if its bytes are still the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from pydantic_core import from_json, to_json

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.parallel import cores
from pipeline.publish.release.file_stat import open_unmodified, read_unmodified
from pipeline.publish.release.staging import Staging


class FileEntry(NamedTuple):
    """A file of a bundle: its path, size in bytes and SHA-256."""

    path: str
    bytes: int
    sha256: str


class ShardIndex(NamedTuple):
    """Where the shards of a release stand: for each aggregate its file, and for each strategy, in order, its place.

    `exporters` made the release; `keys` are those of its strategies (see `StrategyRenderer`).
    """

    exporters: Sequence[str]
    keys: Sequence[str]
    aggregates: Sequence[FileEntry]
    places: Sequence[Sequence[tuple[int, int]]]

    @staticmethod
    def key(release: str) -> str:
        """The key of the index of a release, which is named after the digest of all of its files."""
        return key_of("index", release)

    def save(self, release: str, memo: Memo) -> None:
        """Keep it for the next export."""
        memo.put({self.key(release): to_json(self)})


@dataclass
class PreviousRelease:
    """A release in a folder, with the index that tells where its shards stand; `damaged` are files that changed."""

    folder: Path
    index: ShardIndex
    damaged: set[str] = field(default_factory=set)
    _files: list[FileIO] = field(default_factory=list)
    _order: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, memo: Memo) -> "PreviousRelease | None":
        """A release, if anything is known of it."""
        for data in memo.get([ShardIndex.key(folder.name)]).values():
            with suppress(ValueError, TypeError):
                exporters, keys, aggregates, places = from_json(data)
                return cls(folder, ShardIndex(exporters, keys, [FileEntry(*entry) for entry in aggregates], places))
        return None

    def open(self, paths: Iterable[str]) -> None:
        """Look at its aggregates, side by side, for they are large: where any is not as it was, none can be used."""
        if not self.index.keys or [entry.path for entry in self.index.aggregates] != list(paths):
            return
        with ThreadPoolExecutor(cores()) as threads:
            found = list(threads.map(self._opened, self.index.aggregates))
        self.damaged |= {entry.path for entry, file in zip(self.index.aggregates, found, strict=True) if file is None}
        self._files = [file for file in found if file is not None]
        if not self.damaged:
            self._order = {key: place for place, key in enumerate(self.index.keys)}

    def close(self) -> None:
        """Let go of its files."""
        for file in self._files:
            file.close()
        self._files, self._order = [], {}

    def holds(self, key: str) -> bool:
        """True when the shards of a strategy can be taken from here."""
        return key in self._order

    def shards(self, key: str) -> Iterator[bytes]:
        """The shards of a strategy, in the order of the aggregates."""
        number = self._order[key]
        for file, places in zip(self._files, self.index.places, strict=True):
            start, end = places[number]
            file.seek(start)
            yield file.read(end - start)

    def take(self, files: Iterable[FileEntry], staging: Staging) -> bool:
        """Copy files from here, if the bytes of all are still the same."""
        found = [(entry, read_unmodified(f"{self.folder}/{entry.path}", entry.bytes, entry.sha256)) for entry in files]
        lost = {entry.path for entry, data in found if data is None}
        self.damaged |= lost
        if lost:
            return False
        for entry, data in found:
            assert data is not None
            staging.put(entry.path, data, entry.sha256)
        return True

    def _opened(self, entry: FileEntry) -> FileIO | None:
        return open_unmodified(f"{self.folder}/{entry.path}", entry.bytes, entry.sha256)
