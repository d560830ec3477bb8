"""The latest release: files and shards that would be rendered the same again are copied from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from io import FileIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.publish.edition_paths import path_in
from pipeline.publish.release.file_stat import FileEntry, open_plain
from pipeline.publish.release.staging import Staging


class ShardIndex(NamedTuple):
    """Byte ranges of the shards in the aggregates of a release.

    `exporters` built the release. `shards` has one range in each aggregate for the key of each strategy
    (see `StrategyRenderer`). `editions` are the indexes of its further languages, whose paths are those within each.
    """

    exporters: Sequence[str] = ()
    aggregates: Sequence[FileEntry] = ()
    shards: Mapping[str, Sequence[tuple[int, int]]] = {}
    editions: "Mapping[str, ShardIndex]" = MappingProxyType({})

    def save(self, release: str, memo: Memo) -> None:
        """Store the index of a release, which is named after the digest of its files."""
        memo.put({key_of("index", release): to_json(self.plain())})

    def plain(self) -> Sequence[Any]:
        """Its fields as JSON holds them."""
        others = {language: index.plain() for language, index in self.editions.items()}
        return self.exporters, self.aggregates, self.shards, others

    @classmethod
    def load(cls, release: str, memo: Memo) -> "ShardIndex":
        """The stored index of a release; an empty one if there is none."""
        for data in memo.get([key_of("index", release)]).values():
            with suppress(ValueError, TypeError):
                return cls._of(*from_json(data))
        return cls()

    @classmethod
    def _of(
        cls,
        exporters: Sequence[str],
        aggregates: Sequence[Sequence[Any]],
        shards: Mapping[str, Sequence[tuple[int, int]]],
        editions: Mapping[str, Sequence[Any]],
    ) -> "ShardIndex":
        others = {language: cls._of(*index) for language, index in editions.items()}
        return cls(exporters, [FileEntry(*entry) for entry in aggregates], shards, others)


@dataclass
class PreviousRelease:
    """A release in a folder, with its index. `damaged` are files found to differ from what was published.

    `language` is that of a further edition.
    """

    folder: Path = Path()
    index: ShardIndex = field(default_factory=ShardIndex)
    damaged: set[str] = field(default_factory=set)
    language: str = ""
    _files: list[FileIO] = field(default_factory=list)

    @contextmanager
    def opened(self, paths: Iterable[str]) -> Iterator[None]:
        """Open its aggregates; `paths` are those of the next release. Without all of them no shard can be reused."""
        with ExitStack() as stack:
            if [entry.path for entry in self.index.aggregates] == list(paths):
                for entry in self.index.aggregates:
                    with suppress(OSError):
                        file = stack.enter_context(open_plain(self._path(entry), entry.bytes))
                        if file_digest(file, "sha256").hexdigest() == entry.sha256:
                            self._files.append(file)
                            continue
                    self.damaged.add(path_in(self.language, entry.path))
            if len(self._files) != len(self.index.aggregates):
                self.index = self.index._replace(shards={})
            yield

    def edition(self, language: str) -> "PreviousRelease":
        """The same release in a further language."""
        return PreviousRelease(self.folder, self.index.editions.get(language, ShardIndex()), self.damaged, language)

    def _path(self, entry: FileEntry) -> str:
        return f"{self.folder}/{path_in(self.language, entry.path)}"

    def shards(self, key: str) -> Iterator[bytes]:
        """The shards of a strategy, in the order of the aggregates."""
        for file, (start, end) in zip(self._files, self.index.shards[key], strict=True):
            file.seek(start)
            yield file.read(end - start)

    def copy(self, files: Iterable[FileEntry], staging: Staging) -> bool:
        """Copy files to a staging folder, unless one of them was modified."""
        found = {entry: self._read(entry) for entry in files}
        modified = {path_in(self.language, entry.path) for entry, data in found.items() if data is None}
        self.damaged |= modified
        if not modified:
            for entry, data in found.items():
                staging.write_hashed(entry.path, data or b"", entry.sha256)
        return not modified

    def _read(self, entry: FileEntry) -> bytes | None:
        """The bytes of a file; None when they are no longer those that were published."""
        with suppress(OSError), open_plain(self._path(entry), entry.bytes) as file:
            data = file.readall()
            return data if sha256(data).hexdigest() == entry.sha256 else None
        return None
