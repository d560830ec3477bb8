"""The folder that a run fills beside the releases."""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from pipeline.incremental.parallel import chunks, cores
from pipeline.publish.exporter import File
from pipeline.publish.release.file_stat import FileStat, is_unmodified
from pipeline.publish.release.layout import STAGING
from pipeline.publish.schema.manifest import ManifestFileV1
from pipeline.source.discovery import naming, write_all

# Files that a thread reads in one go.
MOST_AT_ONCE = 64
# How a file is opened that is not there yet: to open one through `Path` took three times as long.
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# A path inside a bundle: names parted by `/`; none leads up, none holds what a list of files cannot.
PLAIN_PATH = re.compile(r"NAME(?:/NAME)*".replace("NAME", r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+"))


class Staging:
    """A folder of one run. The bundle grows in `bundle`; whatever else is to be swapped in is located next to it."""

    def __init__(self, releases: Path) -> None:
        self.folder = releases / f"{STAGING}{os.urandom(6).hex()}"
        self.bundle = self.folder / "bundle"
        self.files: dict[str, FileStat] = {}
        self.bundle.mkdir(parents=True)

    def write(self, file: File) -> None:
        """Write one file of the bundle; raises ValueError when its path leaves the bundle or stands there already."""
        self.put(file.path, file.data, sha256(file.data).hexdigest())

    def put(self, path: str, data: bytes, digest: str) -> None:
        """The same, of bytes whose SHA-256 is known."""
        self.add(FileStat.of(path, digest, write_file(self.place(path), data)))

    def place(self, path: str) -> str:
        """Where a file is to be written; raises ValueError when its path leaves the bundle."""
        return f"{self.bundle}/{checked_path(path)}"

    def add(self, file: FileStat) -> None:
        """Count a file that was written; raises ValueError when one of its path was counted already."""
        if file.path in self.files:
            raise ValueError(f"no place in the bundle for {file.path}")
        self.files[file.path] = file

    def read_again(self) -> None:
        """Read all files, several at once; raises OSError for one that does not read as it was written."""
        written = list(self.files.values())
        with ThreadPoolExecutor(cores()) as threads:
            for _ in threads.map(self._read_again, chunks(written, MOST_AT_ONCE)):
                pass

    def _read_again(self, files: Sequence[FileStat]) -> None:
        for file in files:
            if not is_unmodified(f"{self.bundle}/{file.path}", file.bytes, file.sha256):
                raise OSError(None, "it does not read as it was written", f"{self.bundle}/{file.path}")

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of a file that was written."""
        return manifest_entry(self.files[path])

    def read(self, path: str) -> bytes:
        """The bytes of a file that was written."""
        return (self.bundle / path).read_bytes()


def manifest_entry(file: FileStat) -> ManifestFileV1:
    """What the manifest says of a file."""
    return ManifestFileV1(path=file.path, bytes=file.bytes, sha256=file.sha256)


def write_file(target: str, data: bytes) -> os.stat_result:
    """Write one file of a bundle; raises ValueError when it stands there already."""
    with naming(target):
        try:
            place = os.open(target, NEW, 0o666)
        except FileNotFoundError:
            os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - three files to a page: as text
            place = os.open(target, NEW, 0o666)
        except FileExistsError:
            raise ValueError(f"no place in the bundle for {target}") from None
        try:
            write_all(place, data)
            return os.fstat(place)
        finally:
            os.close(place)


def checked_path(path: str) -> str:
    """The path of a file of a bundle; raises ValueError when it leaves the bundle."""
    if not PLAIN_PATH.fullmatch(path):
        raise ValueError(f"no place in the bundle for {path}")
    return path
