"""Fills a frame, piece by piece; what stands in an earlier release already is copied from there."""

import os
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from zlib import crc32

from pipeline.exporter import Frame
from pipeline.publish.on_disk import OnDisk
from pipeline.publish.staging import sound
from pipeline.tree import naming, write_all

BLOCK = 1 << 22


class Part(NamedTuple):
    """Bytes to be written, and their checksum as they were made."""

    data: bytes
    checksum: int

    @classmethod
    def of(cls, data: bytes) -> "Part":
        """Some bytes."""
        return cls(data, crc32(data))


class Extent(NamedTuple):
    """Bytes of another file that are to be copied."""

    start: int
    end: int


class Framing:
    """A frame that is being filled. `former` is the same file of an earlier release, with the bytes it had then.

    What is written is read again and compared, by its checksums. What is copied goes from file to file, without a
    detour through this process. Copying waits for `finish`, with what is little and comes behind: several frames are
    then copied and read at once.
    """

    def __init__(self, bundle: Path, frame: Frame, former: Path | None = None) -> None:
        self.frame = frame
        self._target = bundle / sound(frame.path)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._former = former.open("rb", buffering=0) if former else None
        self._file = self._target.open("x+b", buffering=0)
        self._size = self._read = self._count = 0
        self._whole = sha256()
        self._unread: list[tuple[int, int | None]] = []  # sizes, and the checksum of what was not copied
        self._waiting: list[Part | Extent] = []
        self._waiting_bytes = 0  # in memory
        self._copies = False  # whether any that waits is to be copied

    def __enter__(self) -> "Framing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self._former:
            self._former.close()

    def add(self, pieces: bytes, checksum: int) -> None:
        """Add a run of pieces, with what stands between them."""
        self._later(Part(pieces, checksum))
        self._waiting_bytes += len(pieces)
        if not self._copies or self._waiting_bytes > BLOCK:
            self._catch_up()
        if self._size - self._read > BLOCK and not self._copies:
            self._read_again()  # while other processes make what comes next

    def copy(self, start: int, end: int) -> None:
        """Add a run of pieces as the earlier file has it from byte to byte."""
        self._later(Extent(start, end))
        self._copies = True

    def _later(self, pieces: Part | Extent) -> None:
        self._waiting += (Part.of(self.frame.between if self._count else self.frame.head), pieces)
        self._count += 1

    def _catch_up(self) -> None:
        """Copy and write what waits."""
        waiting, self._waiting, self._waiting_bytes, self._copies = self._waiting, [], 0, False
        for part in waiting:
            if isinstance(part, Part):
                self._write(part)
            else:
                self._copy(*part)

    def _copy(self, start: int, end: int) -> None:
        assert self._former is not None
        self._former.seek(start)
        self._unread.append((end - start, None))
        with naming(self._target):
            while start < end:
                copied = self._copied(min(BLOCK, end - start))
                if not copied:
                    raise OSError(None, "it was cut short while it was copied", self._former.name)
                start += copied
                self._size += copied

    def _copied(self, size: int) -> int:
        assert self._former is not None
        if hasattr(os, "copy_file_range"):
            try:
                return os.copy_file_range(self._former.fileno(), self._file.fileno(), size)
            except OSError:  # not on this file system, or not between these two: the slow way says what is wrong
                pass
        data = self._former.read(size)
        write_all(self._file.fileno(), data)
        return len(data)

    def finish(self) -> OnDisk:
        """Write what waits and what stands after the pieces, read the rest again, and give the file's size and hash."""
        self._catch_up()
        if self._count or self.frame.empty is None:
            self._write(Part.of(self.frame.tail if self._count else self.frame.head + self.frame.tail))
        else:
            self._write(Part.of(self.frame.empty))
        self._read_again()
        found = os.fstat(self._file.fileno())
        if found.st_size != self._size:
            raise self._unlike()
        return OnDisk.of(self.frame.path, self._whole.hexdigest(), found)

    def _read_again(self) -> None:
        """Read what was not read yet, compare it, and add it to the hash of the whole."""
        self._file.seek(self._read)
        for size, checksum in self._unread:
            found = 0
            while size > 0 and (block := self._file.read(min(size, BLOCK))):
                self._whole.update(block)
                found = found if checksum is None else crc32(block, found)
                size -= len(block)
            if size or (checksum is not None and found != checksum):
                raise self._unlike()
        self._unread.clear()
        self._read = self._size

    def _unlike(self) -> OSError:
        return OSError(None, "it does not read as it was written", str(self._target))

    def _write(self, part: Part) -> None:
        if not part.data and not part.checksum:
            return  # nothing; but what should be something, and was lost on its way, is told of when it is read again
        with naming(self._target):
            write_all(self._file.fileno(), part.data)
        self._unread.append((len(part.data), part.checksum))
        self._size += len(part.data)
