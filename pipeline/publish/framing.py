"""Fills a frame, piece by piece; what stands in an earlier release already is copied from there."""

import os
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from pipeline.exporter import Frame
from pipeline.publish.staging import OnDisk, naming, place_of

BLOCK = 1 << 20


class Framing:
    """A frame that is being filled. `former` is the same file of an earlier release, verified then."""

    def __init__(self, bundle: Path, frame: Frame, former: Path | None = None) -> None:
        self.frame = frame
        self._target = place_of(bundle, frame.path)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._former = former.open("rb", buffering=0) if former else None
        self._file = self._target.open("x+b")
        self._hash = sha256()
        self._size = self._count = 0

    def __enter__(self) -> "Framing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self._former:
            self._former.close()

    def add(self, pieces: bytes) -> None:
        """Add a run of pieces, with what stands between them."""
        self._write(self.frame.between if self._count else self.frame.head)
        self._write(pieces)
        self._count += 1

    def copy(self, start: int, end: int) -> None:
        """Add a run of pieces as the earlier file has it from byte to byte."""
        assert self._former is not None
        self._write(self.frame.between if self._count else self.frame.head)
        self._former.seek(start)
        for first in range(start, end, BLOCK):
            data = self._former.read(min(BLOCK, end - first))
            if not data:
                raise OSError(None, "it was cut short while it was copied", self._former.name)
            self._write(data)
        self._count += 1

    def finish(self) -> OnDisk:
        """Write what stands after the pieces, read the file again, and give its size and hash."""
        if self._count or self.frame.empty is None:
            self._write(self.frame.tail if self._count else self.frame.head + self.frame.tail)
        else:
            self._write(self.frame.empty)
        with naming(self._target):
            self._file.flush()
            found = os.fstat(self._file.fileno())
            self._file.seek(0)
        read = sha256()
        while block := self._file.read(BLOCK):
            read.update(block)
        if read.digest() != self._hash.digest():
            raise OSError(None, "it does not read as it was written", str(self._target))
        return OnDisk(self.frame.path, self._size, self._hash.hexdigest(), found.st_mtime_ns, found.st_ino)

    def _write(self, data: bytes) -> None:
        with naming(self._target):
            self._file.write(data)
        self._hash.update(data)
        self._size += len(data)
