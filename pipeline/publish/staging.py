"""The folder that a run fills beside the releases, and the sweeping of those that dead runs left."""

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from pipeline.exporter import File, Frame
from pipeline.model.manifest import ManifestFileV1, file_of

# How staging is named. Only the holder of the lock has one: to the next run every other is a dead run's.
PREFIX = ".staging-"
# A path inside a bundle: names parted by `/`; none leads up, none holds what a list of files cannot.
PLAIN_PATH = re.compile(r"NAME(?:/NAME)*".replace("NAME", r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+"))
BLOCK = 1 << 20


class Staging:
    """A folder of one run. The bundle grows in `bundle`; whatever else is to be swapped in stands beside it."""

    def __init__(self, releases: Path) -> None:
        self.folder = releases / f"{PREFIX}{secrets.token_hex(6)}"
        self.bundle = self.folder / "bundle"
        self.files: dict[str, ManifestFileV1] = {}
        self.bundle.mkdir(parents=True)

    def write(self, file: File) -> None:
        """Write one file of the bundle; raises ValueError when its path leaves the bundle or stands there already."""
        self.add(write_file(self.bundle, file))

    def add(self, file: ManifestFileV1) -> None:
        """Count a file that was written; raises ValueError when one of its path was counted already."""
        if file.path in self.files:
            raise ValueError(f"no place in the bundle for {file.path}")
        self.files[file.path] = file

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of a file that was written."""
        return self.files[path]

    def read(self, path: str) -> bytes:
        """The bytes of a file that was written."""
        return (self.bundle / path).read_bytes()


def write_file(bundle: Path, file: File) -> ManifestFileV1:
    """Write one file of a bundle; raises ValueError when its path leaves the bundle or stands there already."""
    target = _place(bundle, file.path)
    with naming(target):
        try:
            handle = target.open("xb")
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle = target.open("xb")
        except FileExistsError:
            raise ValueError(f"no place in the bundle for {file.path}") from None
        with handle:
            handle.write(file.data)
    return file_of(file.path, file.data)


def _place(bundle: Path, path: str) -> Path:
    if not PLAIN_PATH.fullmatch(path):
        raise ValueError(f"no place in the bundle for {path}")
    return bundle / path


class Framing:
    """A frame that is being filled, piece by piece."""

    def __init__(self, bundle: Path, frame: Frame) -> None:
        self.frame = frame
        self._target = _place(bundle, frame.path)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._target.open("xb")
        self._hash = hashlib.sha256()
        self._size = self._count = 0

    def add(self, piece: bytes) -> None:
        """Add a strategy's piece."""
        self._write(self.frame.between if self._count else self.frame.head)
        self._write(piece)
        self._count += 1

    def __enter__(self) -> "Framing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def finish(self) -> ManifestFileV1:
        """Write what stands after the pieces, read the file again, and give its size and hash."""
        if self._count or self.frame.empty is None:
            self._write(self.frame.tail if self._count else self.frame.head + self.frame.tail)
        else:
            self._write(self.frame.empty)
        with naming(self._target):
            self._file.close()
        read = hashlib.sha256()
        with self._target.open("rb") as file:
            while block := file.read(BLOCK):
                read.update(block)
        if read.digest() != self._hash.digest():
            raise OSError(None, "it does not read as it was written", str(self._target))
        return ManifestFileV1(path=self.frame.path, bytes=self._size, sha256=self._hash.hexdigest())

    def _write(self, data: bytes) -> None:
        with naming(self._target):
            self._file.write(data)
        self._hash.update(data)
        self._size += len(data)


def sweep(releases: Path, latest: Path) -> None:
    """Remove all staging but what `latest` leads into: a run that dies while it mends a release leaves it there."""
    used = latest.resolve()
    for path in sorted(releases.glob(f"{PREFIX}*")):
        if path.resolve() not in used.parents:
            shutil.rmtree(path)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put a file's name to an error of the system that carries none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
