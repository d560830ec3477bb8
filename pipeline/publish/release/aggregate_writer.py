"""Joins shards into aggregate files."""

from hashlib import sha256

from pipeline.publish.exporter import Aggregate
from pipeline.publish.release.file_stat import FileStat
from pipeline.publish.release.staging import Staging
from pipeline.source.discovery import name_in_errors

BUFFER = 1 << 20


class AggregateWriter:
    """An aggregate file that is being written."""

    def __init__(self, staging: Staging, aggregate: Aggregate) -> None:
        self.aggregate = aggregate
        self._path = staging.path_of(aggregate.path)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("xb", buffering=BUFFER)
        self._sha256, self._size, self._is_empty = sha256(), 0, True

    def add(self, shard: bytes) -> tuple[int, int]:
        """Write the shard of one strategy; returns its byte range, from start to end."""
        before = self.aggregate.header if self._is_empty else self.aggregate.separator
        self._is_empty = False
        self._write(before + shard)
        return self._size - len(shard), self._size

    def finish(self) -> FileStat:
        """Write what follows the last shard; returns the file's size, hash and stat."""
        self._write(self.aggregate.joined(()) if self._is_empty else self.aggregate.footer)
        self.close()
        with name_in_errors(self._path):
            return FileStat.of(self.aggregate.path, self._sha256.hexdigest(), self._path.lstat())

    def close(self) -> None:
        """Flush what is buffered, and close the file."""
        with name_in_errors(self._path):
            self._file.close()

    def _write(self, data: bytes) -> None:
        with name_in_errors(self._path):
            self._file.write(data)
        self._sha256.update(data)
        self._size += len(data)
