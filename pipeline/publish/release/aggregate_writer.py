"""Joins the shards of an aggregate, one after another."""

from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.publish.exporter import Aggregate
from pipeline.publish.release.file_stat import FileStat
from pipeline.publish.release.staging import Staging
from pipeline.source.discovery import name_in_errors

BUFFER = 1 << 20


class AggregateWriter:
    """An aggregate that is being written. `places` are where its shards stand in it, from byte to byte."""

    def __init__(self, staging: Staging, aggregate: Aggregate) -> None:
        self.aggregate = aggregate
        self.places: list[tuple[int, int]] = []
        self._path = Path(staging.place(aggregate.path))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("xb", buffering=BUFFER)
        self._whole, self._size = sha256(), 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with name_in_errors(self._path):
            self._file.close()

    def add(self, shard: bytes) -> None:
        """Write what one strategy gives."""
        self._write(self.aggregate.between if self.places else self.aggregate.head)
        start = self._size
        self._write(shard)
        self.places.append((start, self._size))

    def finish(self) -> FileStat:
        """Write what stands after all of them; gives the file's size and hash."""
        if self.places:
            self._write(self.aggregate.tail)
        else:
            self._write(self.aggregate.joined(()))
        with name_in_errors(self._path):
            self._file.close()
            return FileStat.of(self.aggregate.path, self._whole.hexdigest(), self._path.lstat())

    def _write(self, data: bytes) -> None:
        if data:
            with name_in_errors(self._path):
                self._file.write(data)
            self._whole.update(data)
            self._size += len(data)
